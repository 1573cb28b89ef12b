#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# How much of a change to the checker would the tests notice? Changes one token
# at a time in a copy of the sources, builds it, and runs the tests that need no
# kernel until one fails. What they still pass is printed, to be looked at by a
# person: a test is missing, or the change means the same.
#
#	tests/mutants.pl [-n COUNT] [-s SEED] [-o LOG] [-k] [FOLDER...]
#
# COUNT mutants (default 100) are drawn by SEED (default 1) from the lines of
# checker/FOLDER (default: scan link judge edit); a larger COUNT draws the same ones
# and more. Each is a line of LOG as soon as it is known, and one that LOG has
# already is not run again, so a run that was stopped goes on where it was. -k keeps
# the copy. Not part of "make check": a mutant takes some seconds.
#
# What makes it bearable: only the changed file is compiled; a change that makes the
# same object means the same, and no test is run; every case is a test of its own,
# and those that noticed most changes of this file come first. After a few of them
# all cases are looked at in one go, and only those run of which something else is
# said than without the change.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename;
use File::Temp qw(tempdir);
use Getopt::Std;
use IO::Handle;
use Time::HiRes qw(time);

my $usage = "usage: mutants.pl [-n COUNT] [-s SEED] [-o LOG] [-k] [FOLDER...]\n";
my %o;
getopts("n:s:o:k", \%o) or die $usage;
my ($count, $seed) = ($o{n} // 100, $o{s} // 1);
my @folders = @ARGV ? @ARGV : qw(scan link judge edit);
my $top = abs_path(dirname(__FILE__) . "/..");
my @scripts = map { "tests/$_.sh" } qw(report confirm baseline cli thread);
my $FIRST = 6;		# tests that are run before all cases are looked at

# What a token becomes.
my %swap = (
	"==" => ["!="], "!=" => ["=="], "<" => ["<=", ">="], ">" => [">=", "<="],
	"<=" => ["<"], ">=" => [">"], "&&" => ["||"], "||" => ["&&"], "+" => ["-"],
	"-" => ["+"], "!" => [""], "|=" => ["="], "&=" => ["="], "++" => ["--"], "--" => ["++"],
	"true" => ["false"], "false" => ["true"], "break" => ["continue"], "continue" => ["break"],
);

sub slurp
{
	open(my $f, "<", $_[0]) or die "$_[0]: $!\n";
	local $/;
	return <$f>;
}

sub spew
{
	open(my $f, ">", $_[0]) or die "$_[0]: $!\n";
	print $f $_[1];
	close $f or die "$_[0]: $!\n";
}

sub blank { (my $s = shift) =~ s/[^\n]/ /g; return $s }

# The code alone: comments, strings, directives and the lines of tables made blank.
sub code
{
	my $s = shift;

	$s =~ s{(/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+')}{blank($1)}gse;
	$s =~ s{^([ \t]*#(?:[^\n\\]|\\.|\\\n)*)}{blank($1)}gme;
	return $s;
}

my %text;	# of each file

# Every mutant that there is of a file: its offset, length and new text, and how
# it is called.
sub mutants
{
	my $file = shift;
	my $text = $text{$file} = slurp("$top/$file");
	my $code = code($text);
	my @m;

	while ($code =~ /(\b[A-Za-z_]\w*\b|\b\d+\b|->|<<=?|>>=?|[-+*\/%&|^=!<>]=|&&|\|\||\+\+|--|[-+<>!])/g) {
		my ($tok, $at) = ($1, $-[1]);
		my @to = $tok =~ /^\d+$/ ? ($tok + 1) : @{$swap{$tok} // []};
		my $before = substr($text, 0, $at);
		my $where = sprintf "%s:%d:%d", $file, 1 + ($before =~ tr/\n//), $at - rindex($before, "\n");

		# a sign, a pointer's declarator or a type's angle is no operator here
		next if $tok =~ /^[-+]$/ && substr($code, 0, $at) =~ /[(,=?:]\s*$|return\s*$/;
		push @m, { file => $file, at => $at, len => length $tok, to => $_,
			   name => "$where: $tok becomes " . (length $_ ? $_ : "nothing") } for @to;
	}
	return @m;
}

# The same draw from the same sources and seed.
sub draw
{
	my @all = map { mutants($_) } sort map { s{^\Q$top/\E}{}r } map { glob("$top/checker/$_/*.c") } @_;

	srand($seed);
	for my $i (reverse 1 .. $#all) {
		my $j = int rand($i + 1);
		@all[$i, $j] = @all[$j, $i];
	}
	splice @all, $count if @all > $count;
	return @all;
}

my $dir = tempdir("mutants.XXXXXX", TMPDIR => 1, CLEANUP => !$o{k});
my $log = "$dir/log";
my ($cc, $libs);	# as the Makefile has them

# Runs a command in the copy; nothing of what it leaves in $TMPDIR stays.
sub quietly	# SECONDS, COMMAND...: true if it fails, or takes longer
{
	my ($limit, @cmd) = @_;
	my $pid = fork() // die "fork: $!\n";

	if (!$pid) {
		chdir $dir or die "$dir: $!\n";
		@ENV{qw(TMPDIR BUILD GFNCHECK)} = ("$dir/tmp", "$dir/build", "$dir/gfncheck");
		open(STDOUT, ">>", $log) and open(STDERR, ">&", \*STDOUT) or die "$log: $!\n";
		open(STDIN, "<", "/dev/null");
		exec "timeout", "-k", "2", $limit, "sh", "-c", 'ulimit -v 8000000; exec "$@"', "-", @cmd
			or die "timeout: $!\n";
	}
	waitpid $pid, 0;
	my $status = $?;
	system("chmod -R u+w '$dir/tmp'; rm -rf '$dir/tmp'; mkdir '$dir/tmp'");
	return $status;
}

sub compile	# FILE: true if it does not
{
	my $file = shift;
	my $o = $file =~ s{^checker/(.*)\.c$}{build/$1.o}r;

	return quietly(600, "sh", "-c", "$cc -c -o $o $file");
}

# All objects but main.o are one library, so that a mutant is linked once.
sub link_all
{
	return quietly(600, "sh", "-c", "$cc -shared -Wl,-soname,gfncheck.so -o build/gfncheck.so " .
		       "\$(ls build/*/*.o | grep -v /main.o) $libs");
}

# The checker and the unit tests on that library; a list of the unit tests.
sub build
{
	my @units = map { basename($_, ".c") } glob("$top/tests/unit/*.c");

	system("git", "clone", "-q", $top, $dir) == 0 or die "git clone failed\n";
	system("cp", "-a", map({ "$top/$_" } qw(checker tests Makefile)), $dir) == 0 or die "cp failed\n";
	mkdir "$dir/tmp";
	my $failed = quietly(3600, "make", "-s", "CFLAGS=-O2 -fPIC", "all");
	($cc, $libs) = slurp("$dir/build/flags") =~ /^(.*?)((?: -l\S+)+)\s*$/;
	my $on = "build/gfncheck.so -Wl,-rpath,$dir/build $libs";
	mkdir "$dir/build/tests";
	$failed ||= link_all() || quietly(600, "sh", "-c", "$cc -o gfncheck build/cmd/main.o $on");
	$failed ||= quietly(600, "sh", "-c", "$cc -o build/tests/$_ tests/unit/$_.c $on") for @units;
	die "the sources do not build:\n", slurp($log) if $failed;
	return map { "build/tests/$_" } @units;
}

# What is run, with the seconds that it takes: a command's words, joined.
sub tests
{
	my @cases = map { basename($_, ".c") } grep { m{\.c$} || -d && !m{/include$} } glob("$top/tests/cases/*");
	my %cost;

	for my $t (build(), map({ "bash tests/cases.sh $_" } @cases), map { "bash $_" } @scripts) {
		my $start = time;
		local $ENV{CASES_TMP} = "$dir/cases";
		quietly(600, split / /, $t) and die "$t fails without any change:\n", slurp($log);
		$cost{$t} = time - $start;
		unlink $log;
	}
	look_at_cases() and die "cannot look at all cases:\n", slurp($log);
	return (\%cost, { pieces() });
}

# All that is said of the cases, and what would be edited: each is a build, which
# cases.sh has left in $dir/cases. True where that does not work.
sub look_at_cases
{
	return quietly(60, "bash", "-c", 'cd tests/cases || exit; what=(-q --tree . --facts "$TMPDIR/facts")
		for i in ../../cases/*/compile_commands.json; do what+=(-p "${i%/*}"); done
		"$GFNCHECK" "${what[@]}" --all-sites --format=json -o ../../now.json; [ $? -le 1 ] || exit
		"$GFNCHECK" "${what[@]}" fix --dry-run --expect ../../now.expect > ../../now.diff');
}

# What was looked at in pieces, each for its case: { "CASE\0TEXT" => how often }.
sub pieces
{
	my %n;

	for my $site (split /^  \{\n/m, slurp("$dir/now.json")) {
		$n{"$_\0$site"}++ for split /,/, $site =~ /^   "builds": "([^"]*)"/m ? $1 : "";
	}
	$n{(/^([^\t]*)/)[0] . "\0$_"}++ for split /\n/, slurp("$dir/now.expect");
	for my $file (split /^(?=--- )/m, slurp("$dir/now.diff")) {
		$n{($file =~ m{^\+\+\+ b/([^/\n]+?)(?:\.c)?[/\n]}m ? $1 : "") . "\0$file"}++;
	}
	return %n;
}

# The cases of which something else is said than without the change; undef: perhaps all.
sub changed_cases
{
	my ($good) = @_;
	my (%case, %now);

	return undef if look_at_cases();
	%now = pieces();
	for (keys %{{ %$good, %now }}) {
		$case{(split /\0/)[0]} = 1 if ($good->{$_} // 0) != ($now{$_} // 0);
	}
	return $case{""} ? undef : \%case;
}

# Those that noticed most changes, of this file first; then the quickest.
sub in_order
{
	my ($cost, $here, $all) = @_;

	return sort { ($here->{$b} // 0) <=> ($here->{$a} // 0) || ($all->{$b} // 0) <=> ($all->{$a} // 0) ||
			$cost->{$a} <=> $cost->{$b} } keys %$cost;
}

# The test that fails, or "".
sub killer
{
	my ($cost, $good, @tests) = @_;
	my ($looked, $changed, $n) = (0, undef, 0);

	for my $t (@tests) {
		my ($case) = $t =~ /cases\.sh (.*)/;

		if (defined $case && $n++ >= $FIRST) {
			$changed = changed_cases($good) unless $looked++;
			next if $changed && !$changed->{$case};
		}
		unlink $log;
		return $t if quietly(20 + int(10 * $cost->{$t}), split / /, $t) ||
			     slurp($log) =~ /^not ok (?!.*# TODO)/m;
	}
	return "";
}

# "does not build", "the same object", "caught by TEST" or "survived"
sub try
{
	my ($m, $cost, $good, @tests) = @_;
	my $o = $m->{file} =~ s{^checker/(.*)\.c$}{$dir/build/$1.o}r;
	my $text = $text{$m->{file}};
	my ($object, $result) = (slurp($o), "survived");

	substr($text, $m->{at}, $m->{len}) = $m->{to};
	spew("$dir/$m->{file}", $text);
	unlink $log;
	if (compile($m->{file})) {
		$result = "does not build";
	} elsif (slurp($o) eq $object) {
		$result = "the same object";
	} else {
		link_all() and die "cannot link:\n", slurp($log);
		my $killer = killer($cost, $good, @tests);
		$result = "caught by $killer" if $killer;
	}
	spew("$dir/$m->{file}", $text{$m->{file}});
	spew($o, $object);
	return $result;
}

# The log: RESULT, tab, the mutant's name.
sub known
{
	my %known;

	return () unless defined $o{o} && -e $o{o};
	for (split /\n/, slurp($o{o})) {
		my ($result, $name) = split /\t/;
		$known{$name} = $result;
	}
	return %known;
}

my @all = draw(@folders);
printf "%d mutants of checker/{%s}, seed %d\n", scalar @all, join(",", @folders), $seed;

my (%sum, %kills, $out);
my %known = known();
my ($cost, $good) = tests();
open($out, ">>", $o{o} // "/dev/null") or die "$o{o}: $!\n";
$out->autoflush(1);
for my $m (@all) {
	my $result = $known{$m->{name}} //
		     try($m, $cost, $good, in_order($cost, $kills{$m->{file}}, $kills{""}));
	my $test = $result =~ s/^caught by // && $result;

	if ($test) {
		$kills{$_}{$test}++ for $m->{file}, "";
		$result = "caught";
	}
	print $out $test ? "caught by $test" : $result, "\t$m->{name}\n" unless $known{$m->{name}};
	push @{$sum{$result}}, $m->{name};
}
print "survived: $_\n" for sort @{$sum{survived} // []};
printf "%d made, %d do not build, %d make the same object, %d caught, %d survived\n", scalar @all,
	map { scalar @{$sum{$_} // []} } "does not build", "the same object", "caught", "survived";
exit($sum{survived} ? 1 : 0);
