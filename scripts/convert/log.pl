#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# gfn-convert -o: the subject of a patch, an empty line, and its log.
#
#	log.pl PATCH SPACES BUILDS PROOF [HELPER...]
#
# PATCH is a folder that split.pl made, SPACES how many address spaces its
# builds have at most, BUILDS their names, PROOF a table of gfn-prove or "",
# HELPER a function of the patch whose signature changes. As
# Documentation/process/maintainer-kvm-x86.rst has it: first what is done, then why.
use strict;
use warnings;

my ($patch, $spaces, $builds, $proof, @helpers) = @ARGV;
my ($kind, $arch) = split /\t/, (read_lines("$patch/info"))[0];
my @files = read_lines("$patch/files");
my @calls = map { my %c; @c{qw(file line column accessor context done why function severity
	effect entries form reach)} = split /\t/, $_, -1; \%c } read_lines("$patch/plan");
my @done = grep { $_->{done} } @calls;
my @wrong = grep { $_->{severity} eq "error" } @done;

my %display = (loongarch => "LoongArch", mips => "MIPS", powerpc => "PowerPC", riscv => "RISC-V");
my %prefix = (all => "KVM", loongarch => "LoongArch: KVM", mips => "KVM: MIPS",
	      powerpc => "KVM: PPC", riscv => "RISC-V: KVM");
# What the x86 maintainers name, by file below arch/x86/kvm.
my @topics = (
	[qr{^mmu/|^(mmu|paging_tmpl|page_track|mmu_audit)\b}, "KVM: x86/mmu"],
	[qr{^xen\.}, "KVM: x86/xen"],
	[qr{^pmu}, "KVM: x86/pmu"],
	[qr{^svm/nested\.}, "KVM: nSVM"],
	[qr{^svm\b}, "KVM: SVM"],
	[qr{^vmx/nested\.}, "KVM: nVMX"],
	[qr{^vmx\b}, "KVM: VMX"],
);
my %purpose = (reads => "to read memory", writes => "to write memory",
	       "marks dirty" => "to mark pages dirty", resolves => "to look up gfns");
my %harm = (
	reads => "the wrong memory is read, or none is found",
	writes => "the wrong memory is written to and marked dirty, or none is found",
	"marks dirty" => "the wrong page is marked dirty, and the one that was written to is not",
	resolves => "the wrong memslot, page or address is used, or none is found",
);
my %does = (reads => "reads the wrong memory", writes => "writes to the wrong memory",
	    "marks dirty" => "marks the wrong page dirty", resolves => "gives the wrong page or slot");

sub read_lines {
	my $path = shift;
	open(my $f, "<", $path) or die "$path: $!\n";
	chomp(my @lines = <$f>);
	return @lines;
}

# Each once, in the order they come.
sub once {
	my %seen;
	return grep { !$seen{$_}++ } @_;
}

sub listed {
	my @words = @_;
	my $last = pop @words;
	return @words ? join(", ", @words) . " and $last" : $last;
}

sub functions {
	return listed(map { "$_()" } once(@_));
}

# A paragraph, or an item that hangs below its first line.
sub fold {
	my ($text, $indent, $hang) = (@_, "", "");
	my ($line, $first, @lines) = ($indent, 1);
	for my $word (split " ", $text) {
		if (!$first && length($line) + 1 + length($word) > 72) {
			push @lines, $line;
			($line, $first) = ($hang, 1);
		}
		$line .= ($first ? "" : " ") . $word;
		$first = 0;
	}
	return join("", map { "$_\n" } @lines, $line);
}

sub paragraph {
	print "\n", fold(@_);
}

# --- The subject ---------------------------------------------------------------

sub topic {
	my %of = map {
		my $file = $_;
		my ($below) = $file =~ m{^arch/x86/kvm/(.*)};
		my ($t) = grep { defined $below && $below =~ $_->[0] } @topics;
		($t ? $t->[1] : $prefix{$arch} // "KVM: $arch") => 1;
	} @files;
	return keys %of == 1 ? (keys %of)[0] : $prefix{$arch} // "KVM: $arch";
}

# Where the bug is, in a word: a function, or the one that all of them serve.
sub place {
	my @functions = once(map { $_->{function} } @wrong);
	my @entries = once(map { split / / , $_->{entries} } @wrong);
	my ($word) = @functions == 1 ? @functions : @entries == 1 ? @entries : ();
	return "$word()" if defined $word;
	return (once(map { m{([^/]*)$} } map { $_->{file} } @wrong))[0];
}

sub subject {
	my @effects = once(map { $_->{effect} } @wrong);
	my $text = "Use vCPU's address space";
	return "KVM: Add vCPU forms of guest memory accessors" if $kind eq "forms";
	return topic() . ": Use vCPU forms of guest memory accessors" if !@wrong;
	my $why = @effects == 1 ? " $purpose{$effects[0]}" : "";
	my $long = topic() . ": $text$why in " . place();
	return length($long) <= 75 ? $long : topic() . ": $text in " . place();
}

# --- The log ---------------------------------------------------------------------

# "a() instead of b()", or where there are many, the vCPU forms of those.
sub forms_of {
	my @pairs = once(map { "$_->{form}\t$_->{accessor}" } @_);
	return "the vCPU forms of " . functions(map { $_->{accessor} } @_) if @pairs > 2;
	return listed(map {
		my ($form, $accessor) = split /\t/;
		my $slot = $form =~ /^kvm_vcpu_/ ? "" : " on the vCPU's memslot";
		"$form()$slot instead of $accessor()";
	} @pairs);
}

sub who_looks {
	my @accessors = once(map { $_->{accessor} } @wrong);
	return "The forms that take a struct kvm always look" if @accessors > 2;
	return functions(@accessors) . " always look" . (@accessors == 1 ? "s" : "");
}

sub what_goes_wrong {
	my @functions = once(map { $_->{function} } @wrong);
	my @entries = grep { my $e = $_; !grep { $_ eq $e } @functions } once(map { split / /, $_->{entries} } @wrong);
	my $in = @functions > 4 ? "in the functions below" : "in " . functions(@functions);
	paragraph("Use " . forms_of(@wrong) . " $in" . (@entries ? ", reached through " . functions(@entries) . "," : "") .
		  " to look guest memory up in the address space that the vCPU is in.");
	paragraph(who_looks() . " in address space 0. A vCPU in System Management Mode " .
		  ($arch eq "all" ? "(SMM) of x86 uses" : "(SMM) uses") . " address space 1, so " .
		  join("; ", map { $harm{$_} } once(map { $_->{effect} } @wrong)) . ".");
	list_wrong() if once(map { $_->{accessor} } @wrong) > 1 || @functions > 4;
}

sub list_wrong {
	my %n;
	my @lines = map { "$_->{function}(): $_->{accessor}() $does{$_->{effect}}" } @wrong;
	$n{$_}++ for @lines;
	print "\nWrong in SMM:\n";
	print fold($_ . ($n{$_} > 1 ? ", $n{$_} times" : ""), "  ", "    ") for once(@lines);
}

# What gfn-prove saw of these calls: the paragraphs of its table that begin with
# them, without the words for the address space.
sub seen {
	my (%here, @lines, $function);
	return if $proof eq "";
	$here{"$_->{file}:$_->{line}: $_->{accessor}() in $_->{function}() "} = "$_->{function}()" for @wrong;
	for (read_lines($proof)) {
		if (/^(\S.*? )\[/) {
			$function = $here{$1};
		} elsif (defined $function && /^    (\w+) +(?:address space 0: |the vCPU's: )?(.*)/) {
			push @lines, $1 eq "guest" ? fold("$function: $2", "  ", "    ") :
						     fold("$1: $2", "    ", "      ");
		}
	}
	my ($version) = $proof =~ m{([^/]+)/[^/]*$};
	print "\nReproduced on $version by gfn-prove, with a guest that does this in SMM:\n", @lines if @lines;
}

# Clean-ups in functions of a bug.
sub rewritten_too {
	my @too = grep { $_->{severity} ne "error" } @done;
	return unless @too && @wrong;
	paragraph("While at it, use " . forms_of(@too) . " in " . functions(map { $_->{function} } @too) .
		  ", where it makes no difference.");
}

sub why_clean_up {
	my %of;
	if ($spaces < 2) {
		my $who = $arch eq "all" ? "the architectures that were looked at ($builds) have" :
			  ($display{$arch} // $arch) . " has";
		$who = ucfirst($who) if $arch eq "all";
		paragraph("$who one address space, so both forms do the same.");
		return;
	}
	paragraph("No vCPU is in another address space than 0 when these are called:");
	push @{$of{$_->{reach}}}, $_->{function} for grep { $_->{reach} ne "" } @done;
	print "\n" if %of;
	print fold("$_: " . functions(@{$of{$_}}), " - ", "   ") for sort keys %of;
}

sub clean_up {
	paragraph("Use " . forms_of(@done) . " in code that runs on behalf of a vCPU, to look guest memory up " .
		  "in the address space that the vCPU is in.") if @done;
	why_clean_up() if @done;
}

sub helpers {
	return unless @helpers;
	my $one = @helpers == 1;
	paragraph("Pass the vCPU to " . functions(@helpers) . " rather than its kvm, which is what every caller of " .
		  ($one ? "it" : "them") . " has.");
}

# Functions that now use the vCPU's address space, and address space 0 too.
sub half_done {
	my %left;
	my %in = map { $_->{function} => 1 } @done;
	for (grep { !$_->{done} && $in{$_->{function}} } @calls) {
		next if $_->{context} !~ /^(direct|alias|callers)$/ || $_->{why} =~ /by design/;
		push @{$left{$_->{function}}}, "$_->{accessor}()" . ($_->{why} ne "" ? " ($_->{why})" : "");
	}
	return unless %left && $spaces > 1;
	print "\nLeft on address space 0 in the same functions:\n";
	print fold("$_(): " . listed(once(@{$left{$_}})), "  ", "    ") for sort keys %left;
}

print subject(), "\n";
if ($kind eq "forms") {
	paragraph("Add forms of the accessors of guest memory that take a vCPU, and look memory up in the address " .
		  "space that the vCPU is in. Those that take a struct kvm stay for code that runs on behalf of the VM.");
	paragraph("No functional change intended.");
	exit;
}
if (@wrong) { what_goes_wrong() } else { clean_up() }
helpers();
rewritten_too();
half_done();
seen();
paragraph("No functional change intended.") unless @wrong;
