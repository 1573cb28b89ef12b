#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Where the calls are that scenarios are for. Reads lines that begin with
#
#	name <tab> FUNCTION ACCESSOR N[; FUNCTION ACCESSOR N...]
#
# and prints, for those that the tree has one of: name, file, line, "vm" or "vcpu"
# for the form that the call has, function, accessor. The Nth call is counted over
# both forms, so that it is the same one before and after a conversion.
#
# With the names of accessors behind the tree: file:line, name, the line, of each
# call of their vCPU forms.
use strict;
use warnings;

my ($tree, @accessors) = @ARGV;
chdir $tree or die "$tree: $!\n";
my @files = sort(grep { -f } glob("arch/x86/kvm/*.[ch] arch/x86/kvm/*/*.[ch] virt/kvm/*.[ch]"));

# Comments and strings as blanks, so that all stays where it is.
sub bare {
	my $s = shift;
	$s =~ s{(/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*")}{my $c = $1; $c =~ s/[^\n]/ /g; $c}gse;
	return $s;
}

# Kernel style: a body begins and ends in the first column.
my %body;
for my $file (@files) {
	open(my $f, "<", $file) or die "$file: $!\n";
	local $/;
	my $s = bare(<$f>);
	while ($s =~ /^(?:\w[^;{}\n#]*?\b)?(FNAME\(\w+\)|\w+)\s*\([^;{}]*\)\s*?\n\{\n.*?^\}/gms) {
		my ($name, $start, $text) = ($1, $-[0], $&);
		my $line = 1 + (substr($s, 0, $start) =~ tr/\n//);
		push @{$body{$name}}, [$file, $line, $text];
	}
}

# Both forms of an accessor; its slot form is one on the vCPU's memslot.
sub forms {
	my $vm = shift;
	(my $vcpu = $vm) =~ s/^(?:kvm_)?/kvm_vcpu_/;
	return qr/(?<![\w.>])(?:(?<vm>\Q$vm\E)|(?<vcpu>\Q$vcpu\E|\Q$vm\E_memslot(?=\(kvm_vcpu_gfn_to_memslot\()))\(/;
}

# File, line, form, function and accessor of a call; or nothing.
sub find {
	my ($function, $accessor, $n) = @_;
	my $forms = forms($accessor);
	for my $b (@{$body{$function} // []}) {
		my ($file, $line, $text) = @$b;
		my $i = 0;
		while ($text =~ /$forms/g) {
			next unless ++$i == $n;
			my $at = $line + (substr($text, 0, $-[0]) =~ tr/\n//);
			return ($file, $at, $+{vm} ? "vm" : "vcpu", $function, $accessor);
		}
	}
	return;
}

# Calls of vCPU forms, but those that make up such a form.
sub print_all {
	my @vcpu = map { forms($_) } @accessors;
	my %lines;
	for my $b (map { my $name = "$_("; (grep { $name =~ /^$_/ } @vcpu) ? () : @{$body{$_}} } keys %body) {
		my ($file, $line, $text) = @$b;
		my @text = split /\n/, $text;
		for my $forms (@vcpu) {
			while ($text =~ /$forms/g) {
				next if $+{vm};
				my $i = substr($text, 0, $-[0]) =~ tr/\n//;
				$lines{$file}{$line + $i} = [$+{vcpu}, $text[$i]];
			}
		}
	}
	for my $file (sort keys %lines) {
		for my $at (sort { $a <=> $b } keys %{$lines{$file}}) {
			print join("\t", "$file:$at", @{$lines{$file}{$at}}), "\n";
		}
	}
}

if (@accessors) {
	print_all();
	exit;
}
while (my $l = <STDIN>) {
	chomp $l;
	my ($name, $sites) = split /\t/, $l;
	for my $site (split /;/, $sites) {
		my @found = find(split " ", $site) or next;
		print join("\t", $name, @found), "\n";
		last;
	}
}
