# SPDX-License-Identifier: GPL-2.0-only
# Compare what gfncheck reported of each case with what the case expects.
# Called by cases.sh, in tests/cases: cases.pl REPORTS CASE...
use strict;
use warnings;
use JSON::PP;

my ($reports, @cases) = @ARGV;
my ($n, $failed) = (0, 0);

sub slurp
{
	open(my $f, '<', $_[0]) or return "";
	local $/;
	my $text = <$f>;
	return defined $text ? $text : "";
}

# todo: undef, or why it is known to fail
sub tap
{
	my ($name, $todo, @wrong) = @_;
	my $ok = !@wrong;

	$n++;
	print $ok ? "ok" : "not ok", " $n - $name", defined $todo ? " # TODO $todo" : "", "\n";
	print "# $_\n" for map { split /\n/ } @wrong;
	print "# passes now: remove the known-bug mark\n" if $ok && defined $todo;
	$failed = 1 if !$ok && !defined $todo;
}

my @accessors = slurp("../../checker/tables/accessors.def") =~ /^ACCESSOR\((\w+)/mg;
my $accessor = join "|", @accessors;

sub blank { (my $s = shift) =~ s/[^\n]/ /g; return $s }

# Numbers of the lines that call an accessor.
sub call_lines
{
	my $code = shift;

	$code =~ s{(//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*")}{blank($1)}gse;
	my @lines = split /\n/, $code, -1;
	return map { $_ + 1 } grep { $lines[$_] =~ /\b(?:$accessor)\s*\(/ } 0 .. $#lines;
}

# The annotations of a file: a list of { line, id, by_design, ..., fix, why, in, todo }.
sub expectations
{
	my ($file, $about) = @_;	# about: what is said of the whole case
	my (@e, $last);
	my $text = slurp($file);
	my $no = 0;

	for my $line (split /\n/, $text) {
		$no++;
		while ($line =~ m{(?://|/\*)\s*(expect|fix|why|in|effect|says|reach|known-bug|not-analysed)\b:?\s*(.*?)\s*(?=//|\*/|$)}g) {
			my ($key, $value) = ($1, $2);

			if ($key eq "not-analysed") {
				push @{$about->{na}}, $value;
			} elsif ($key eq "expect") {
				my ($id, @more) = split ' ', $value;
				push @e, $last = { line => $no, id => $id, map { $_ => 1 } @more };
			} elsif ($key eq "known-bug" && !$last) {
				$about->{todo} = $value;
			} elsif (!$last) {
				die "$file:$no: $key without an expect\n";
			} elsif ($key eq "why") {
				push @{$last->{why}}, $value;
			} else {
				$last->{$key} = $value;
			}
		}
	}
	return @e;
}

sub check_fix
{
	my ($e, $f) = @_;
	my $got = $f->{replacement};

	return () if !defined $e->{fix};
	if ($e->{fix} =~ /^none(?:, (.*))?$/) {
		return "fix: $got\nnot: none" if defined $got;
		return "no fix because: $f->{no_replacement}\n           not: $1"
			if defined $1 && index($f->{no_replacement} // "", $1) < 0;
		return ();
	}
	return () if defined $got && $got eq $e->{fix};
	return sprintf("fix: %s\nnot: %s", $got // "none, " . ($f->{no_replacement} // ""), $e->{fix});
}

sub check_finding
{
	my ($e, $f) = @_;
	my $why = join "\n", map { "$_->{file}:$_->{line}: $_->{text}" } @{$f->{why}};
	my @wrong;

	push @wrong, "it is $f->{id}, not $e->{id}" if $f->{id} ne $e->{id};
	push @wrong, "by design: " . ($f->{by_design} // "no")
		if defined $f->{by_design} xor $e->{"by-design"};
	for my $s (qw(note warning error)) {
		push @wrong, "it is of severity $f->{severity}, not $s"
			if $e->{$s} && $f->{severity} ne $s;
	}
	push @wrong, "it is in $f->{function}, not $e->{in}"
		if defined $e->{in} && $f->{function} ne $e->{in};
	push @wrong, "its effect: $f->{effect}, not $e->{effect}"
		if defined $e->{effect} && $f->{effect} ne $e->{effect};
	push @wrong, "its message: $f->{message}\nhas not: $e->{says}"
		if defined $e->{says} && index($f->{message}, $e->{says}) < 0;
	push @wrong, "never in SMM: " . ($f->{reach} // "it can happen") . "\n         not: $e->{reach}"
		if defined $e->{reach} && index($f->{reach} // "none", $e->{reach}) != 0;
	push @wrong, check_fix($e, $f);
	push @wrong, map { "why does not say: $_" } grep { index($why, $_) < 0 } @{$e->{why} // []};
	push @wrong, map { "\t$_" } split /\n/, $why if @wrong;
	return @wrong;
}

sub check_line
{
	my ($file, $line, $expected, $found) = @_;
	my @e = grep { $_->{id} ne "none" } @$expected;
	my @f = sort { $a->{column} <=> $b->{column} } @$found;

	for my $e (@$expected) {
		my $f = $e->{id} eq "none" ? undef : shift @f;
		my $what = $e->{id} eq "none" ? "no finding" : $f ? "$f->{accessor} is $e->{id}" : $e->{id};

		tap("$file:$line: $what", $e->{"known-bug"},
		    $e->{id} eq "none" ? map { "found $_->{accessor}, $_->{id}" } @f :
		    $f ? check_finding($e, $f) : "nothing is found here");
		@f = () if $e->{id} eq "none";
	}
	return map { "$file:$line:$_->{column}: $_->{accessor} is $_->{id}, and not expected" } @f;
}

sub check_file
{
	my ($file, $found, $about) = @_;
	my (%e, %f, @wrong);

	push @{$e{$_->{line}}}, $_ for expectations($file, $about);
	push @{$f{$_->{line}}}, $_ for grep { $_->{file} eq $file } @$found;
	for my $line (sort { $a <=> $b } keys %e) {
		push @wrong, check_line($file, $line, $e{$line}, $f{$line} // []);
		delete $f{$line};
	}
	push @wrong, map { check_line($file, $_, [], $f{$_}) } sort { $a <=> $b } keys %f;
	push @wrong, map { "$file:$_: an accessor's name, and no expectation" }
		grep { !$e{$_} } call_lines(slurp($file));
	return @wrong;
}

# Each is expected as "FUNCTION: reason", "-" for a whole file.
sub check_not_analysed
{
	my ($want, $got) = @_;
	my @text = map { ($_->{function} // "-") . ": $_->{reason}" } @$got;
	my @wrong;

	for my $w (@$want) {
		my ($i) = grep { index($text[$_], $w) == 0 } 0 .. $#text;
		push @wrong, "not listed as not analysed: $w" if !defined $i;
		splice @text, $i, 1 if defined $i;
	}
	return @wrong, map { "not analysed: $_" } @text;
}

for my $case (@cases) {
	my @files = -d $case ? sort(glob("$case/*.[ch]")) : ("$case.c");
	my $status = slurp("$reports/$case/status");
	my $report = eval { decode_json(slurp("$reports/$case/report.json")) };
	my (@wrong, %about, %mine);

	if (!$report) {
		tap("$case: gfncheck works", undef, "exit status $status", slurp("$reports/$case/err"));
		next;
	}
	push @wrong, check_file($_, $report->{findings}, \%about) for @files;
	@mine{@files} = ();
	push @wrong, map { "$_->{file}:$_->{line}: $_->{accessor} is $_->{id}: not in the case" }
		grep { !exists $mine{$_->{file}} } @{$report->{findings}};
	push @wrong, check_not_analysed($about{na} // [], $report->{not_analysed}), slurp("$reports/$case/err");
	tap("$case: nothing else is reported", undef, grep { /\S/ } @wrong);
	tap("$case: what is rewritten builds", $about{todo},
	    slurp("$reports/$case/fixed.status") == 0 ? () : slurp("$reports/$case/fixed.log"));
}
print "1..$n\n";
exit $failed;
