#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# gfn-convert -o: which change goes in which patch.
#
#	split.pl WORK BASE WHOLE [HELPER...] <FILES
#
# FILES has a line for each changed file: its name, its architecture. A part of
# a file is what there is up to the end of a function. It is never divided, as
# what is declared in a function goes with its last use. Parts are in one patch
#
#  - that have the same bug: calls of one file that are wrong, do the same to
#    guest memory, and are reached through the same functions of the file; in a
#    header, of the same accessor;
#  - that name a HELPER, one whose signature changes;
#  - that have no bug, by architecture.
#
# First are the vCPU forms that --introduce adds, then bugs as they are in the
# files, then clean-ups; with WHOLE there is one patch for it all. Patch N is in
# WORK/patches/N: info (kind, architecture), files, plan (the calls, their lines
# as in the tree), and tree/FILE, which is FILE after it. Prints how many.
use strict;
use warnings;

my ($work, $base, $whole, @helpers) = @ARGV;
my (@files, %arch);
my %start;		# file: its lines before all but the vCPU forms
my %hunks;		# file: [line, length, new lines, part] in start
my (%parent, %part);	# parts: union-find; all that change
my (%bug, %calls);	# part: it has one; [plan line, fields]

sub lines_of {
	my $path = shift;
	open(my $f, "<", $path) or die "$path: $!\n";
	return [<$f>];
}

sub write_file {
	my $path = shift;
	(my $dir = $path) =~ s{/[^/]*$}{};
	system("mkdir", "-p", $dir) == 0 or die "$dir: cannot be made\n";
	open(my $f, ">", $path) or die "$path: $!\n";
	print $f @_ or die "$path: $!\n";
	close($f) or die "$path: $!\n";
}

# [first line, number of lines, new lines] of each place where two files differ;
# what is only added is in front of the first line
sub differences {
	my ($old, $new) = @_;
	my @found;
	open(my $d, "-|", "diff", "-U0", $old, $new) or die "diff: $!\n";
	while (my $l = <$d>) {
		if ($l =~ /^@@ -(\d+)(?:,(\d+))? /) {
			my $n = $2 // 1;
			push @found, [$1 + ($n ? 0 : 1), $n, []];
		} elsif (@found && $l =~ /^\+/) {
			push @{$found[-1][2]}, substr($l, 1);
		} elsif (@found && $l =~ /^\\/) {
			chomp($found[-1][2][-1]) if @{$found[-1][2]};
		}
	}
	close($d);
	return \@found;
}

# For each line, how many functions have ended before it.
sub parts {
	my ($n, @parts) = (0);
	for (@{$_[0]}) {
		push @parts, $n;
		$n++ if /^\}/;
	}
	return [@parts, $n];
}

sub find {
	my $x = shift;
	$part{$x} //= 1;
	$x = $parent{$x} while defined $parent{$x};
	return $x;
}

sub unite {
	my ($a, $b) = map { find($_) } @_;
	$parent{$b} = $a if $a ne $b;
}

# A line of the base as it is in the tree.
sub tree_line {
	my ($line, $differences) = @_;
	my $shift = 0;
	for (@$differences) {
		my ($at, $n, $new) = @$_;
		last if $line < $at + $shift;
		$shift += @$new - $n if $line >= $at + $shift + @$new;
	}
	return $line - $shift;
}

# --- The parts and what is in them ---------------------------------------------

sub read_file_parts {
	my $file = shift;
	my $begun = -f "$work/introduced.tree/$file" ? "$work/introduced.tree/$file" : "$work/orig/$file";
	$start{$file} = lines_of($begun);
	my $parts = parts($start{$file});
	for my $h (@{differences($begun, "$work/fixed/$file")}) {
		my ($line, $n) = @$h;
		$h->[3] = "$file\t$parts->[$line - 1]";
		find($h->[3]);
		unite($h->[3], "$file\t$_") for $parts->[$line - 1] + 1 .. $parts->[$line - 1 + ($n ? $n - 1 : 0)];
		push @{$hunks{$file}}, $h;
	}
}

# The part of each line of the base, as far as that has as many of them.
sub base_parts {
	my $file = shift;
	my ($of_base, $of_start) = (parts(lines_of("$base/$file")), parts($start{$file}));
	return $of_base if $of_base->[-1] == $of_start->[-1];
	unite("$file\t0", "$file\t$_") for 1 .. $of_start->[-1];
	return [(0) x @$of_base];
}

sub read_plan {
	my (%parts, %moved, %wrong);
	for (@{lines_of("$work/plan")}) {
		chomp;
		my @f = split /\t/, $_, -1;
		next unless $start{$f[0]};
		$parts{$f[0]} //= base_parts($f[0]);
		$moved{$f[0]} //= differences("$work/orig/$f[0]", "$base/$f[0]");
		my $part = "$f[0]\t$parts{$f[0]}[$f[1] - 1]";
		$f[1] = tree_line($f[1], $moved{$f[0]});
		push @{$calls{$part}}, \@f;
		next unless $f[5] && $f[8] eq "error";
		$bug{$part} = 1;
		# What a header has inline is one to who includes it.
		$wrong{$part}{effect}{$f[9]} = $wrong{$part}{entries}{$f[0] =~ /\.h$/ ? $f[3] : $f[10]} = 1;
	}
	return \%wrong;
}

# Calls that go wrong alike and serve the same are one bug.
sub unite_bugs {
	my $wrong = shift;
	my %first;
	for my $part (sort keys %$wrong) {
		my ($file) = split /\t/, $part;
		my $cause = join "\t", $file, map { join " ", sort keys %{$wrong->{$part}{$_}} } qw(effect entries);
		unite($first{$cause} //= $part, $part);
	}
}

# What names a helper whose signature changes builds only with it.
sub unite_helpers {
	for my $name (@helpers) {
		my $first;
		for my $file (@files) {
			for my $h (@{$hunks{$file}}) {
				my ($line, $n, $new, $part) = @$h;
				my @old = @{$start{$file}}[$line - 1 .. $line + $n - 2];
				unite($first //= $part, $part) if grep { /\b\Q$name\E\b/ } @old, @$new;
			}
		}
	}
}

# --- The patches -----------------------------------------------------------------

# What a patch is, and its place: bugs as they come, then clean-ups by name.
sub patch_of {
	my ($root, $members) = @_;
	my %a = map { $arch{(split /\t/)[0]} => 1 } @$members;
	my $of = keys %a == 1 ? (keys %a)[0] : "all";
	return ("bug", $of, $root) if $whole || grep { $bug{$_} } @$members;
	return ("clean-up", $of, $of eq "all" ? "" : $of);
}

sub make_patches {
	my (%members, %patches, @bugs);
	for my $file (@files) {
		for my $part (map { $_->[3] } @{$hunks{$file}}) {
			my $root = $whole ? "" : find($part);
			$members{$root}{$part} = 1;
			push @bugs, $root unless grep { $_ eq $root } @bugs;
		}
	}
	for my $root (@bugs) {
		my @parts = sort keys %{$members{$root}};
		my ($kind, $of, $key) = patch_of($root, \@parts);
		my $p = $patches{"$kind\t$key"} //= { kind => $kind, arch => $of };
		push @{$p->{parts}}, @parts;
		$p->{order} //= keys %patches;
	}
	return sort { $a->{kind} cmp $b->{kind} or
		      $a->{kind} eq "bug" ? $a->{order} <=> $b->{order} :
		      ($a->{arch} eq "all" ? "" : $a->{arch}) cmp ($b->{arch} eq "all" ? "" : $b->{arch}) } values %patches;
}

# The file with the changes of those parts.
sub state {
	my ($file, $done) = @_;
	my @text = @{$start{$file}};
	for my $h (reverse @{$hunks{$file}}) {
		splice(@text, $h->[0] - 1, $h->[1], @{$h->[2]}) if $done->{$h->[3]};
	}
	return @text;
}

sub write_patch {
	my ($dir, $p, $done) = @_;
	my %in = map { $_ => 1 } @{$p->{parts}};
	my @changed = grep { grep { $in{$_->[3]} } @{$hunks{$_}} } @files;
	my @calls = map { @{$calls{$_} // []} } @{$p->{parts}};
	%$done = (%$done, %in);
	write_file("$dir/info", "$p->{kind}\t$p->{arch}\n");
	write_file("$dir/files", map { "$_\n" } @changed);
	write_file("$dir/plan", map { join("\t", @$_) . "\n" }
		   sort { $a->[0] cmp $b->[0] || $a->[1] <=> $b->[1] || $a->[2] <=> $b->[2] } @calls);
	write_file("$dir/tree/$_", state($_, $done)) for @changed;
}

# What --introduce added comes before what uses it.
sub write_forms {
	my ($dir) = @_;
	my @new = grep { -f "$work/introduced.tree/$_" } @files;
	return 0 unless @new;
	write_file("$dir/info", "forms\tall\n");
	write_file("$dir/files", map { "$_\n" } @new);
	write_file("$dir/plan");
	write_file("$dir/tree/$_", @{$start{$_}}) for @new;
	return 1;
}

while (my $line = <STDIN>) {
	chomp $line;
	my ($file, $of) = split /\t/, $line;
	push @files, $file;
	$arch{$file} = $of;
}
read_file_parts($_) for @files;
unite_bugs(read_plan());
unite_helpers();
my $n = write_forms("$work/patches/1");
my %done;
write_patch("$work/patches/" . ++$n, $_, \%done) for make_patches();
for my $file (@files) {
	join("", state($file, \%done)) eq join("", @{lines_of("$work/fixed/$file")}) or
		die "$file is not what the patches make it; this is a bug, please report it\n";
}
print "$n\n";
