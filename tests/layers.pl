#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# layers.pl CHECKER OBJECTS: hold the sources to CHECKER/layers. Prints what breaks
# its rules, a line each.
use strict;
use warnings;

my ($checker, $objects) = @ARGV;
my (%may, %recursive);		# file or folder: what it may use; files of the recursion

sub folder { return $_[0] =~ m{^(\w+)/} ? $1 : "" }

sub read_rules
{
	open(my $in, "<", "$checker/layers") or die "cannot read $checker/layers: $!\n";
	while (<$in>) {
		next unless /^([\w\/]+):\s*(.*)/;
		if ($1 eq "recursion") { $recursive{$_} = 1 for split " ", $2 }
		else { $may{$1} = [split " ", $2] }
	}
}

# What a file may use of a folder: "", or "folder", or "folder/part.h".
sub allowed
{
	my ($file, $folder) = @_;
	for my $use (@{$may{folder($file)} || []}, @{$may{$file} || []}) {
		return $use if $use eq $folder || folder($use) eq $folder;
	}
	return "";
}

sub uses { return join(" ", @{$may{folder($_[0])} || []}) || "nothing" }

sub check_include
{
	my ($file, $line, $header) = @_;
	my $folder = folder($header) or return;
	return if $folder eq folder($file);
	my $use = allowed($file =~ s/\.\w+$//r, $folder);
	my $public = $use =~ /\.h$/ ? $use : "$folder/$folder.h";

	if (!$use || ($use =~ /\.h$/ && $header ne $use)) {
		print "$file:$line: includes $header; ", folder($file), " may use ", uses($file), "\n";
	} elsif ($header ne $public) {
		print "$file:$line: includes $header, which is not the public header $public\n";
	}
}

sub check_includes
{
	for my $path (sort glob("$checker/*/*.[ch]")) {
		open(my $in, "<", $path) or die "cannot read $path: $!\n";
		my $file = substr($path, length("$checker/"));
		while (<$in>) {
			check_include($file, $., $1) if /^\s*#\s*include\s+"([^"]+)"/;
		}
	}
}

# Who uses which names of whom, by the object files: {file}{file} = [names].
sub read_calls
{
	my (%home, %needs, %calls);
	my @files = grep { -e "$objects/$_.o" } map { substr($_, length("$checker/")) =~ s/\.c$//r }
		sort glob("$checker/*/*.c");
	open(my $nm, "-|", "nm", "-A", map { "$objects/$_.o" } @files) or die "nm: $!\n";
	while (<$nm>) {
		next unless m{^\Q$objects\E/(.*)\.o:\S* +([A-Z]) (\w+)};
		if ($2 eq "U") { $needs{$1}{$3} = 1 }
		else { $home{$3} = $1 }
	}
	close($nm);
	die "no object files in $objects\n" unless %needs;
	for my $file (sort keys %needs) {
		for my $name (sort keys %{$needs{$file}}) {
			my $to = $home{$name};
			push @{$calls{$file}{$to}}, $name if $to && $to ne $file;
		}
	}
	return \%calls;
}

sub check_calls
{
	my ($calls) = @_;
	for my $file (sort keys %$calls) {
		for my $to (sort keys %{$calls->{$file}}) {
			next if folder($to) eq folder($file) || allowed($file, folder($to));
			print "$file calls $calls->{$file}{$to}[0]() of $to; ",
				folder($file), " may use ", uses($file), "\n";
		}
	}
}

# The shortest way from a file back to itself, by files that were not told yet.
sub circle
{
	my ($calls, $start, $told) = @_;
	my (%from, @todo) = ();
	@todo = ($start);
	while (defined(my $file = shift @todo)) {
		for my $to (sort keys %{$calls->{$file} || {}}) {
			next if $told->{$to};
			if ($to eq $start) {
				my @way = ("$calls->{$file}{$to}[0]() of $to");
				for (my $f = $file; $f ne $start; $f = $from{$f}) {
					unshift @way, "$calls->{$from{$f}}{$f}[0]() of $f";
				}
				return @way;
			}
			next if exists $from{$to};
			$from{$to} = $file;
			push @todo, $to;
		}
	}
	return;
}

sub check_circles
{
	my ($calls) = @_;
	my %told;
	for my $file (sort keys %$calls) {
		my @way = circle($calls, $file, \%told);
		print "$file is in no circle\n" if $recursive{$file} && !@way;
		next if $recursive{$file} || !@way;
		print "a circle: $file calls ", join(", which calls ", @way), "\n";
		$told{$file} = 1;
	}
}

read_rules();
check_includes();
my $calls = read_calls();
check_calls($calls);
check_circles($calls);
