#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# How much of a change to the checker would the tests notice? Changes one token
# at a time in a copy of the sources, builds it, and runs the tests that need no
# kernel. What they still pass is printed, to be looked at by a person: a test is
# missing, or the change means the same.
#
#	tests/mutants.pl [-n COUNT] [-s SEED] [-j JOBS] [-k] [FOLDER...]
#
# COUNT mutants (default 100) are drawn by SEED (default 1) from the lines of
# checker/FOLDER (default: scan link judge edit). -k keeps the copies. Not part of
# "make check": a mutant takes about as long as "make check-quick".
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename;
use File::Temp qw(tempdir);
use Getopt::Std;
use POSIX ":sys_wait_h";

my $LIMIT = 120;	# seconds for the tests of one mutant: one that hangs is caught
my %o;
getopts("n:s:j:k", \%o) or die "usage: mutants.pl [-n COUNT] [-s SEED] [-j JOBS] [-k] [FOLDER...]\n";
my ($count, $seed) = ($o{n} // 100, $o{s} // 1);
my @folders = @ARGV ? @ARGV : qw(scan link judge edit);
my $top = abs_path(dirname(__FILE__) . "/..");
chomp(my $cpus = `nproc 2>/dev/null` || 1);
my $jobs = $o{j} // $cpus;

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

sub blank { (my $s = shift) =~ s/[^\n]/ /g; return $s }

# The code alone: comments, strings, directives and the lines of tables made blank.
sub code
{
	my $s = shift;

	$s =~ s{(/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+')}{blank($1)}gse;
	$s =~ s{^([ \t]*#(?:[^\n\\]|\\.|\\\n)*)}{blank($1)}gme;
	return $s;
}

# Every mutant there is: [file, offset, length, text, line].
sub mutants
{
	my $file = shift;
	my $text = slurp("$top/$file");
	my $code = code($text);
	my @m;

	while ($code =~ /(\b[A-Za-z_]\w*\b|\b\d+\b|->|<<=?|>>=?|[-+*\/%&|^=!<>]=|&&|\|\||\+\+|--|[-+<>!])/g) {
		my ($tok, $at) = ($1, $-[1]);
		my @to = $tok =~ /^\d+$/ ? ($tok + 1) : @{$swap{$tok} // []};
		my $line = 1 + (substr($text, 0, $at) =~ tr/\n//);

		# a sign, a pointer's declarator or a type's angle is no operator here
		next if $tok =~ /^[-+]$/ && substr($code, 0, $at) =~ /[(,=?:]\s*$|return\s*$/;
		push @m, [$file, $at, length $tok, $_, $line] for @to;
	}
	return @m;
}

sub quietly	# COMMAND...: its exit status
{
	my ($dir, $log, @cmd) = @_;
	my $pid = fork() // die "fork: $!\n";

	if (!$pid) {
		chdir $dir or die "$dir: $!\n";
		open(STDOUT, ">>", $log) and open(STDERR, ">&", \*STDOUT) or die "$log: $!\n";
		open(STDIN, "<", "/dev/null");
		exec @cmd or die "$cmd[0]: $!\n";
	}
	waitpid $pid, 0;
	return $?;
}

my @units = map { "build/tests/" . basename($_, ".c") } glob("$top/tests/unit/*.c");
my @tests = (@units, qw(tests/cases.sh tests/report.sh tests/same.sh));

# "does not build", "caught" or "survived"
sub try
{
	my ($dir, $m) = @_;
	my ($file, $at, $len, $to) = @$m;
	my $text = slurp("$top/$file");
	my $result = "survived";

	substr($text, $at, $len) = $to;
	open(my $f, ">", "$dir/$file") or die "$dir/$file: $!\n";
	print $f $text;
	close $f;
	unlink "$dir/log";
	if (quietly($dir, "$dir/log", "make", "-s", "CFLAGS=-O0", "all", @units, "build/gencocci")) {
		$result = "does not build";
	} elsif (quietly($dir, "$dir/log", "timeout", $LIMIT, "make", "-s", "CFLAGS=-O0", "run-tests",
			 "TESTS=@tests")) {
		$result = "caught";
	}
	open($f, ">", "$dir/$file") or die "$dir/$file: $!\n";
	print $f slurp("$top/$file");
	close $f;
	return $result;
}

my @all = map { mutants($_) } sort map { s{^\Q$top/\E}{}r } map { glob("$top/checker/$_/*.c") } @folders;
srand($seed);
for my $i (reverse 1 .. $#all) {	# the same draw from the same sources and seed
	my $j = int rand($i + 1);
	@all[$i, $j] = @all[$j, $i];
}
splice @all, $count if @all > $count;
printf "%d mutants of checker/{%s}, seed %d\n", scalar @all, join(",", @folders), $seed;

my $tmp = tempdir("mutants.XXXXXX", TMPDIR => 1, CLEANUP => !$o{k});
my (%sum, %kid, @lines);
for my $j (0 .. $jobs - 1) {
	my $dir = "$tmp/$j";
	system("git", "clone", "-q", $top, $dir) == 0 or die "git clone failed\n";
	system("cp", "-a", map({ "$top/$_" } qw(checker tests Makefile)), $dir) == 0 or die "cp failed\n";
	quietly($dir, "$dir/log", "make", "-s", "CFLAGS=-O0", "all", @units, "build/gencocci") == 0
		or die "the sources do not build; see $dir/log\n";
	my $pid = open(my $from, "-|") // die "fork: $!\n";
	if (!$pid) {
		$| = 1;
		for (my $i = $j; $i < @all; $i += $jobs) {
			my ($file, $at, $len, $to, $line) = @{$all[$i]};
			my $was = substr(slurp("$top/$file"), $at, $len);
			printf "%s\t%s:%d: %s becomes %s\n", try($dir, $all[$i]), $file, $line, $was,
				length $to ? $to : "nothing";
		}
		exit 0;
	}
	$kid{$j} = $from;
}
for my $from (values %kid) {
	while (my $l = <$from>) {
		chomp $l;
		my ($result, $what) = split /\t/, $l, 2;
		$sum{$result}++;
		push @lines, $what if $result eq "survived";
	}
	close $from;
}
print "survived: $_\n" for sort @lines;
printf "%d made, %d caught, %d survived, %d do not build\n", scalar @all,
	map { $sum{$_} // 0 } "caught", "survived", "does not build";
exit(@lines ? 1 : 0);
