#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# Helpers in x86 KVM whose signature gfn-convert --thread has to restore.
#
#	helpers.pl outline TREE FORMS	calls of vCPU forms move to helpers
#	helpers.pl turn TREE FORMS	helpers take the kvm instead of the vCPU
#
# FORMS is a file with lines "vm_form vcpu_form".
#
# outline: in every .c file, for every vCPU form that is called there, two
# helpers that take the vCPU: one calls the form, one calls the other and takes
# the vCPU second. Every first, third, ... call of the file goes through both.
#
# turn: every function of a .c file that
#  - takes a "struct kvm_vcpu *vcpu", and uses it as vcpu->kvm only,
#  - has nothing else named kvm,
#  - passes vcpu->kvm to a VM form, or to a function that was turned,
#  - does not call itself, and is only called and declared, never pointed to,
# takes a "struct kvm *kvm", and its callers pass vcpu->kvm, or vcpu.kvm; until
# there is none left. Prints "turned NAME LEVEL CALLS FILE" for each.
use strict;
use warnings;

my ($what, $tree, $forms) = @ARGV;
my %vcpu_form = map { split } split /\n/, slurp($forms);
my (%text, %bare, %functions);

sub slurp {
	my $file = shift;
	open(my $f, "<", $file) or die "$file: $!\n";
	local $/;
	return <$f>;
}

# The text of a file, with blanks for comments and strings.
sub bare {
	my $file = shift;
	return $bare{$file} //= $text{$file} =~
		s{(/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')}{$1 =~ s/[^\n]/ /gr}gser;
}

sub replace {
	my ($file, $off, $len, $new) = @_;
	substr($text{$file}, $off, $len) = $new;
	delete $bare{$file};
	delete $functions{$file};
}

# The column of an offset, tabs expanded.
sub column {
	my ($s, $off) = @_;
	my $n = 0;
	for (split //, substr($s, rindex($s, "\n", $off - 1) + 1, $off - rindex($s, "\n", $off - 1) - 1)) {
		$n = $_ eq "\t" ? $n + 8 - $n % 8 : $n + 1;
	}
	return $n;
}

sub indent {
	my $n = shift;
	return "\t" x ($n / 8) . " " x ($n % 8);
}

# Continuation lines of "(...)" that were aligned with column $from, with $to.
sub realign {
	my ($args, $from, $to) = @_;
	return $args =~ s{\n([\t ]+)}{"\n" . (column($1, length $1) == $from ? indent($to) : $1)}ger;
}

# The arguments of the "(" at $at: [offset, length], white space around taken off.
sub arguments {
	my ($s, $at) = @_;
	my ($depth, $from, @args) = (0, $at + 1);
	pos($s) = $at;
	while ($s =~ /[][(){},]/g) {
		my ($c, $off, $end) = ($&, $-[0], $+[0]);
		$depth += ($c =~ /[[({]/) - ($c =~ /[])}]/);
		next unless !$depth || $c eq "," && $depth == 1;
		my ($lead, $arg) = substr($s, $from, $off - $from) =~ /^(\s*)(.*?)\s*$/s;
		push @args, [$from + length $lead, length $arg];
		$from = $end;
		last unless $depth;
	}
	return @args;
}

my $parens = qr/(\((?:[^()]++|(?-1))*\))/;

# The functions that a file defines, as offsets.
sub functions {
	my $file = shift;
	return @{$functions{$file}} if $functions{$file};
	my ($s, @f) = (bare($file));
	while ($s =~ /^(?:\w[\w \t*]*[ \t\n*])?(\w+)$parens\s*\n\{/gm) {
		my ($name, $start, $params, $body) = ($1, $-[0], $-[2], $+[0] - 1);
		pos($s) = $body;
		last unless $s =~ /\G.*?^\}/gms;
		my $end = $+[0];
		my $static = substr($s, $start, $params - $start) =~ /\bstatic\b/ ? 1 : 0;
		push @f, { file => $file, name => $name, params => $params, body => $body,
			   end => $end, static => $static };
	}
	$functions{$file} = \@f;
	return @f;
}

sub read_tree {
	for my $file (split /\0/, `find -L @_ -name '*.[ch]' -print0`) {
		$text{$file} = slurp($file);
	}
}

sub write_tree {
	for my $file (sort keys %text) {
		next if $text{$file} eq slurp($file);
		open(my $f, ">", $file) or die "$file: $!\n";
		print $f $text{$file};
		close($f) or die "$file: $!\n";
	}
}

# --- outline -----------------------------------------------------------------

# "head(a, b, c)tail", broken at 80 columns and aligned.
sub broken {
	my ($head, $tail, @args) = @_;
	my @lines = ($head . "(" . shift @args);
	my $width = column("$head(", length("$head("));
	for (@args) {
		if (column($lines[-1], length $lines[-1]) + length($_) + length($tail) + 3 <= 80) {
			$lines[-1] .= ", $_";
		} else {
			$lines[-1] .= ",";
			push @lines, indent($width) . $_;
		}
	}
	return join("\n", @lines) . ")$tail";
}

# The two helpers for a form, as text.
sub helpers {
	my ($form, $type, @params) = @_;
	my $return = $type =~ /^void\s*$/ ? "" : "return ";
	my @names = map { /(\w+)$/ } @params;
	my @second = (@params > 1 ? $params[1] : (), $params[0], @params[2 .. $#params]);
	return broken("static ${type}inner_$form", ";\n\n", @params) .
	       broken("static ${type}outer_$form", "\n", @second) .
	       "{\n" . broken("\t${return}inner_$form", ";\n", @names) . "}\n\n" .
	       broken("static ${type}inner_$form", "\n", @params) .
	       "{\n" . broken("\t${return}$form", ";\n", @names) . "}\n\n";
}

# Where helpers can be put: after the first includes, outside of any #if.
sub place {
	my ($s) = bare(shift) =~ /^(.*?)^\w/ms;
	my ($depth, $at) = (0);
	while ($s =~ /^#\s*(if|endif|include)[^\n]*\n/gm) {
		$depth += ($1 eq "if") - ($1 eq "endif");
		$at = $+[0] if !$depth;
	}
	return $at;
}

# Let the $n-th call of the form in the file, at $at, call a helper.
sub redirect {
	my ($file, $at, $form, $n) = @_;
	my $s = bare($file);
	my $open = $at + length $form;
	my @args = arguments($s, $open);
	my $helper = ($n % 2 ? "outer_" : "inner_") . $form;
	my $end = $args[-1][0] + $args[-1][1];
	my $call = substr($text{$file}, $open, $end - $open);
	my $column = column($s, $open + 1);
	if ($n % 2 && @args > 1) {
		my ($vcpu, $second) = map { substr($text{$file}, $_->[0], $_->[1]) } @args[0, 1];
		substr($call, $args[1][0] - $open, $args[1][1]) = $vcpu;
		substr($call, $args[0][0] - $open, $args[0][1]) = $second;
	}
	replace($file, $at, $end - $at,
		$helper . realign($call, $column, $column + length($helper) - length $form));
}

sub outline {
	read_tree("arch/x86/kvm");
	my $header = slurp("include/linux/kvm_host.h");
	for my $file (grep { /\.c$/ } sort keys %text) {
		my $new = "";
		for my $form (sort values %vcpu_form) {
			my ($type, $rest) = $header =~ /^(\w[\w \*]*?)\b$form\(struct kvm_vcpu \*vcpu([^()]*)\);/m or next;
			my ($n, $from) = (0, 0);
			while (substr(bare($file), $from) =~ /\b$form\(/) {
				my $at = $from + $-[0];
				$from = $at + length("outer_$form(");
				redirect($file, $at, $form, ++$n);
			}
			$new .= helpers($form, $type, "struct kvm_vcpu *vcpu",
					grep { length } split /,\s*/, $rest) if $n;
		}
		replace($file, place($file), 0, "\n" . $new =~ s/\n\z//r) if $new;
	}
}

# --- turn --------------------------------------------------------------------

# All mentions of a function in what can call it: [file, offset].
sub mentions {
	my ($f, $twins) = @_;
	my @m;
	for my $file ($twins ? $f->{file} : sort keys %text) {
		next if index($text{$file}, $f->{name}) < 0;
		my $s = bare($file);
		push @m, [$file, $-[0]] while $s =~ /\b$f->{name}\b/g;
	}
	return @m;
}

# How one mention has to be edited; nothing where it cannot be.
sub edit_of {
	my ($f, $idx, $file, $at) = @_;
	my $s = bare($file);
	return if substr($s, $at + length $f->{name}, 1) ne "(";
	my ($arg) = (arguments($s, $at + length $f->{name}))[$idx] or return;
	my $old = substr($s, $arg->[0], $arg->[1]);
	return [$file, @$arg, $1 ? "struct kvm *kvm" : "struct kvm *"] if $old =~ /^struct kvm_vcpu \*(vcpu)?$/;
	return [$file, @$arg, "$1.kvm", 1] if $old =~ /^&([\w.>-]+)$/;
	return [$file, @$arg, "$old->kvm", 1] if $old =~ /^[\w.>-]+(?:$parens)?$/;
	return;
}

# VM forms that are given vcpu->kvm take kvm; what was aligned is so again.
sub turn_body {
	my $body = shift;
	my $vm = join "|", keys %vcpu_form;
	while ($body =~ /\b($vm)\((?=vcpu->kvm\b)/g) {
		my ($name, $open) = ($1, $+[0] - 1);
		my ($last) = (arguments($body, $open))[-1];
		my $end = $last->[0] + $last->[1];
		my $column = column($body, $open + 1);
		my $was = $column + length($vcpu_form{$name}) - length $name;
		substr($body, $open, $end - $open) = realign(substr($body, $open, $end - $open), $was, $column);
		pos($body) = $open + 1;
	}
	return $body =~ s{(/\*.*?\*/|"(?:\\.|[^"\\])*")|(?<![\w.>])vcpu->kvm\b}{$1 // "kvm"}gser;
}

# The edits that turn a function, the number of its calls first; or nothing.
sub edits {
	my ($f, $twins, $turned) = @_;
	my $s = bare($f->{file});
	my @params = arguments($s, $f->{params});
	my ($idx) = grep { substr($s, $params[$_][0], $params[$_][1]) eq "struct kvm_vcpu *vcpu" } 0 .. $#params;
	return unless defined $idx;
	my $head = substr($s, $f->{params}, $f->{body} - $f->{params});
	my $body = substr($s, $f->{body}, $f->{end} - $f->{body});
	return if "$head$body" =~ /(?<!struct )(?<![\w.>])kvm\b/;
	return if $body =~ /(?<![\w.>])vcpu\b(?!->kvm\b)/;
	return if $body =~ /\b$f->{name}\b/;
	return unless grep { $vcpu_form{$_} || $turned->{$_} } $body =~ /\b(\w+)\((?=[^;]*?\bvcpu->kvm\b)/g;
	my @edits = map { edit_of($f, $idx, @$_) // return } mentions($f, $twins);
	my $calls = grep { $_->[4] } @edits or return;
	return ($calls, @edits,
		[$f->{file}, $f->{body}, $f->{end} - $f->{body},
		 turn_body(substr($text{$f->{file}}, $f->{body}, $f->{end} - $f->{body}))]);
}

# Turn the next function that can be.
sub turn_one {
	my $turned = shift;
	my @all = map { functions($_) } grep { /^arch.*\.c$/ } sort keys %text;
	my %n;
	$n{$_->{name}}++ for @all;
	for my $f (@all) {
		my $twins = $n{$f->{name}} > 1;
		next if $twins && !$f->{static};
		my ($calls, @edits) = edits($f, $twins, $turned) or next;
		my ($level) = sort { $b <=> $a } map { $turned->{$_} // 0 }
			substr(bare($f->{file}), $f->{body}, $f->{end} - $f->{body}) =~ /\b(\w+)\(/g;
		for my $e (sort { $a->[0] cmp $b->[0] || $b->[1] <=> $a->[1] } @edits) {
			replace(@$e[0 .. 3]);
		}
		$turned->{$f->{name}} = ($level // 0) + 1;
		print "turned $f->{name} $turned->{$f->{name}} $calls $f->{file}\n";
		return 1;
	}
	return 0;
}

sub turn {
	my %turned;
	read_tree("arch/x86/kvm", "arch/x86/include/asm", "virt/kvm", "include/linux");
	1 while turn_one(\%turned);
}

chdir $tree or die "$tree: $!\n";
$what eq "outline" ? outline() : turn();
write_tree();
