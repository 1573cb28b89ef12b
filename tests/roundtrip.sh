#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The round trip on real kernels: vCPU forms in x86 KVM are turned back into
# VM forms, on ->kvm, on .kvm and through aliases, by a reverse semantic patch
# made from the accessor table; then the forms themselves are taken out, and
# signatures turned from the vCPU to the kvm. gfn-convert then has to give, byte
# for byte, what it makes of the untouched tree.
#
# Kernels are Debian's linux-source packages. GFN_KERNELS names a folder that
# has them unpacked, and builds of them (linux-source-6.12, b6.12/x86); what
# is missing there is made, below build/kernels by default.
# takes: 200 s
# slow: two kernels, several times
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

export GFNCHECK=$gfncheck TMPDIR=$tmp
# Trees that are converted to the same bytes are verified once: tests/once keeps
# what the compiler and sparse say of a unit, by the content that they see.
export ONCE_DIR=$tmp/once ONCE_PATH=$PATH
mkdir "$tmp/bin" "$ONCE_DIR"
for tool in clang-19 sparse; do
	ln -s "$top/tests/once" "$tmp/bin/$tool"
done
PATH=$tmp/bin:$PATH
jobs=$(nproc)	# of reverse.sh
# shellcheck source=scripts/prove/reverse.sh disable=SC2034
. "$top/scripts/prove/reverse.sh"

# A tree of links to another, but for the folders that are changed, and its build.
copy() # VERSION NAME
{
	local from to=$tmp/$2 d e

	from=$(cd "$kernels/linux-source-$1" && pwd -P)
	mkdir -p "$to/arch/x86" "$tmp/b-$2/x86"
	for d in . arch arch/x86; do
		for e in "$from/$d"/*; do
			[ -e "$to/$d/${e##*/}" ] || ln -s "$e" "$to/$d/${e##*/}"
		done
	done
	for d in arch/x86/kvm virt; do
		rm "$to/$d"
		cp -a "$from/$d" "$to/$d"
	done
	sed "s|$from\([/\"]\)|$to\1|g" "$kernels/b$1/x86/compile_commands.json" \
		> "$tmp/b-$2/x86/compile_commands.json"
	sed "s|^tree=.*|tree=$to|" "$kernels/b$1/x86/build.info" > "$tmp/b-$2/x86/build.info"
}

# How many calls match in the KVM code of a tree.
count() # TREE REGEX
{
	grep -rhoE "\b($2)\(" "$1/arch/x86/kvm" | wc -l
}

# In functions that have a vcpu and no kvm: take an alias of its kvm first, and
# use that in the calls. ODD is 0 or 1 for every other one, else it is all of
# them. Functions that had VM forms before stay.
# shellcheck disable=SC2016
alias_calls='
	my ($from, $to) = splice @ARGV, 0, 2;
	my $re = join "|", split " ", $ENV{FORMS};
	my $n = 0;
	my $function = qr/^(\w[^;{}\n]*\([^;{}]*\bstruct kvm_vcpu \*vcpu\b[^;{}]*\)\n)(\{\n.*?^\}\n)/ms;
	sub slurp {
		open(my $f, "<", shift) or die;
		local $/;
		return <$f>;
	}
	sub alias {
		my ($head, $body, $orig) = @_;
		return "$head$body" if "$head$body" =~ /(?<!struct )(?<!->)(?<!\.)\bkvm\b/ ||
				       ($orig // "") =~ /\b(?:$re)\(vcpu->kvm\b/;
		return "$head$body" if $body !~ /\b(?:$re)\(vcpu->kvm\b/ || $n++ % 2 eq $ENV{ODD};
		$body =~ s/\b($re)\(vcpu->kvm\b/$1(kvm/g;
		return $head . "{\n\tstruct kvm *kvm = vcpu->kvm;" . substr($body, 1);
	}
	for my $file (@ARGV) {
		my ($old, $new) = (slurp("$from/$file"), slurp("$to/$file"));
		my %orig = $old =~ /$function/g;
		$new =~ s/$function/alias($1, $2, $orig{$1})/ge;
		open(my $f, ">", "$to/$file") or die;
		print $f $new;
	}'

use_aliases() # FROM TREE FORMS
{
	(cd "$1" && find arch/x86/kvm -name '*.c' -print0 | sort -z) |
		ODD=${ODD:-} FORMS=$(awk '{ print $1 }' "$3") xargs -0 perl -e "$alias_calls" "$1" "$2"
}

convert() # NAME [OPTION]
{
	"$top/scripts/gfn-convert" --tree "$tmp/$1" --build "$tmp/b-$1/x86" --force "${@:2}" \
		> "$tmp/$1.log" 2>&1 || { sed 's/^/# /' "$tmp/$1.log"; return 1; }
	sed "s/^/# $1: /" "$tmp/$1.log"
}

same_kvm() # NAME NAME TEXT
{
	diff -ru "$tmp/$1/arch/x86/kvm" "$tmp/$2/arch/x86/kvm" > "$tmp/.diff" &&
		diff -ru "$tmp/$1/virt" "$tmp/$2/virt" >> "$tmp/.diff"
	ok $? "$3" || sed 's/^/# /' "$tmp/.diff" | head -n 60
}

# Turn the vCPU forms of a tree back, in all ways at once: headers by name, and of
# the functions with a vCPU every other one through an alias, on each kernel the
# others.
turn_back() # VERSION FROM NAME ODD
{
	local v=$1 from=$2 to=$tmp/$3 odd=$4 re n

	forms "$kernels/linux-source-$v" > "$tmp/forms"
	re=$(awk '{ print $2 }' "$tmp/forms" | paste -sd '|')
	n=$(count "$to" "$re")
	reverse_tree "$to" "$tmp/forms"
	cp -a "$to/arch/x86/kvm" "$tmp/reversed-$v"
	reverse_headers "$to" "$tmp/forms"
	n=$((n - $(count "$to" "$re")))
	ODD=$odd use_aliases "$from" "$to" "$tmp/forms"
	[ "$n" -gt 0 ]
	ok $? "$v: calls are reversed"
	echo "# $v: $n vCPU forms turned back into VM forms," \
	     "$(diff -ru "$tmp/reversed-$v" "$to/arch/x86/kvm" | grep -cE '^\+.*struct kvm \*kvm = vcpu->kvm;') functions through an alias"
}

untouched() # VERSION
{
	copy "$1" plain-"$1"
	convert plain-"$1"
	ok $? "$1: gfn-convert on the untouched tree"
}

round_trip() # VERSION ODD
{
	local v=$1

	copy "$v" back-"$v"
	turn_back "$v" "$kernels/linux-source-$v" back-"$v" "$2"
	convert back-"$v"
	ok $? "$v: gfn-convert on the reversed tree"
	same_kvm plain-"$v" back-"$v" "$v: the same bytes from both"
}

# The vCPU forms themselves, taken out of a tree.
# shellcheck disable=SC2016
remove_forms='
	my $re = join "|", split " ", $ENV{FORMS};
	s/^static inline [^;{}\n]*\b($re)\(struct kvm_vcpu \*vcpu\)\n\{.*?^\}\n\n?//gms;
	s/^\w[^;{}\n]*\b($re)\(struct kvm_vcpu \*vcpu[^;{}]*\);\n//gm;
	s/^\w[^;{}\n]*\b($re)\(struct kvm_vcpu \*vcpu[^;{}]*\)\n\{\n.*?^\}\n(EXPORT_SYMBOL\w*\(($re)\);\n)?\n?//gms;'

# Uses of a VM form on the kvm of "vcpu", as they are written.
vm_uses() # TREE FORMS
{
	(cd "$1" && grep -rE "\b($(awk '{ print $1 }' "$2" | paste -sd '|'))\(vcpu->kvm\b" \
		arch/x86/kvm virt/kvm include/linux/kvm_host.h) | sort
}

# What --introduce cannot give back in virt/kvm: the bodies of vCPU forms that
# have no VM form here, so are not taken out; bodies of forms are not findings.
# And kvm_vcpu_memslots(), which is introduced on one address space.
introduced_uses='include/linux/kvm_host.h:	return kvm_memslots(vcpu->kvm);
virt/kvm/kvm_main.c:	return gfn_to_pfn_memslot_atomic(gfn_to_memslot(vcpu->kvm, gfn), gfn);
virt/kvm/kvm_main.c:	struct kvm_memory_slot *slot = gfn_to_memslot(vcpu->kvm, gfn);'

# And in x86 white space, since the second line of this call was not aligned
# with the vCPU form, but is with the VM form.
introduced_diff='< 					    &walker->pte_writable[walker->level - 1]);
> 						     &walker->pte_writable[walker->level - 1]);'

# The memslot forms of what never got a vCPU form, as before 4.2: one is static,
# the other takes the kvm; and their uses in x86.
# shellcheck disable=SC2016
remove_slot_forms='
	my $args = qr/fault->write, &fault->map_writable/;
	s/^kvm_pfn_t __gfn_to_pfn_memslot\([^;{}]*?\);\n//ms;
	s/^(kvm_pfn_t __gfn_to_pfn_memslot\()/static $1/m;
	s/^EXPORT_SYMBOL_GPL\(__gfn_to_pfn_memslot\);\n//m;
	s/^int gfn_to_page_many_atomic\(struct kvm_memory_slot \*slot,/int gfn_to_page_many_atomic(struct kvm *kvm,/m;
	s/gfn_to_hva_many\(slot, gfn, &entry\)/gfn_to_hva_many(gfn_to_memslot(kvm, gfn), gfn, &entry)/;
	s/gfn_to_page_many_atomic\(slot, gfn,/gfn_to_page_many_atomic(vcpu->kvm, gfn,/;
	s/__gfn_to_pfn_memslot\(slot, fault->gfn, false, (?:&async|NULL),\s*($args),\s*&fault->hva\)/gfn_to_pfn_prot(vcpu->kvm, fault->gfn, $1)/g;'

# What --introduce makes of these.
slot_diff='< 	ret = gfn_to_page_many_atomic(slot, gfn, pages, end - start);
> 	ret = kvm_prefetch_pages(kvm_vcpu_gfn_to_memslot(vcpu, gfn), gfn, pages, end - start);
< 	fault->pfn = __gfn_to_pfn_memslot(slot, fault->gfn, false, &async,
< 					  fault->write, &fault->map_writable,
< 					  &fault->hva);
> 	fault->pfn = __gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(vcpu, fault->gfn), fault->gfn,
> 					  false, NULL, fault->write, &fault->map_writable, NULL);
< 	fault->pfn = __gfn_to_pfn_memslot(slot, fault->gfn, false, NULL,
< 					  fault->write, &fault->map_writable,
< 					  &fault->hva);
> 	fault->pfn = __gfn_to_pfn_memslot(kvm_vcpu_gfn_to_memslot(vcpu, fault->gfn), fault->gfn,
> 					  false, NULL, fault->write, &fault->map_writable, NULL);'

# A tree from before the vCPU forms: they and all their uses are taken out. What
# --introduce puts in has to serve all of them.
introduction() # VERSION
{
	local v=$1 forms n
	local to=$tmp/old-$v

	copy "$v" old-"$v"
	forms "$kernels/linux-source-$v" > "$tmp/forms"
	forms=$(awk '{ print $2 }' "$tmp/forms")
	rm "$to/include"
	mkdir "$to/include"
	ln -s "$kernels/linux-source-$v/include"/* "$to/include/"
	rm "$to/include/linux"
	cp -a "$kernels/linux-source-$v/include/linux" "$to/include/linux"
	n=$(vm_uses "$to" "$tmp/forms" | wc -l)
	cp -a "$tmp/reversed-$v/." "$to/arch/x86/kvm/"
	reverse_tree "$to" "$tmp/forms" virt/kvm
	reverse_headers "$to" "$tmp/forms"
	sed -i 's/kvm_vcpu_gfn_to_hva_prot(vcpu,/gfn_to_hva_prot(vcpu->kvm,/' "$to"/arch/x86/kvm/mmu/paging_tmpl.h
	FORMS=$forms perl -0777 -i -pe "$remove_forms" "$to/include/linux/kvm_host.h" \
		"$to/virt/kvm/kvm_main.c"
	perl -0777 -i -pe "$remove_slot_forms" "$to/include/linux/kvm_host.h" \
		"$to/virt/kvm/kvm_main.c" "$to/arch/x86/kvm/mmu/mmu.c"
	is "$(grep -rwE "$(paste -sd '|' <<< "$forms")" "$to/arch/x86/kvm" "$to/virt" \
		"$to/include/linux/kvm_host.h" | grep -v ':[[:space:]]*\*')" "" "$v: no vCPU form is left"
	echo "# $v: $(wc -l < "$tmp/forms") vCPU forms taken out," \
	     "$(($(vm_uses "$to" "$tmp/forms" | wc -l) - n)) more uses of VM forms on vcpu->kvm"
	convert old-"$v" --introduce
	ok $? "$v: gfn-convert --introduce"
	is "$(sed -n 's/^Introduced: //p' "$tmp/old-$v.log" | grep -xF "$forms" | sort)" \
		"$(sort <<< "$forms")" "$v: every form that was taken out is introduced"
	is "$(sed -n 's/^Introduced: //p' "$tmp/old-$v.log" | grep -vE '^kvm_vcpu_' | paste -sd ' ')" \
		"__gfn_to_pfn_memslot kvm_prefetch_pages" "$v: and the memslot forms"
	is "$(diff -r "$tmp/plain-$v/arch/x86/kvm" "$to/arch/x86/kvm" | grep '^[<>]')" "$slot_diff
$introduced_diff" \
		"$v: every use in x86 is restored"
	is "$(comm -13 <(vm_uses "$tmp/plain-$v" "$tmp/forms") <(vm_uses "$to" "$tmp/forms") |
		grep -v '^arch/')" "$introduced_uses" "$v: and in virt, but in the forms themselves"
}

# The functions that a conversion let take the vCPU, one a line.
threaded() # NAME
{
	sed -n 's/^Helpers that take the vCPU now[^:]*: //p' "$tmp/$1.log" | tr ' ' '\n' | sort
}

# Helpers whose signature was turned from the vCPU to the kvm: those that x86
# has, and two for every vCPU form that a file calls (helpers.pl has the rule);
# in a tree in which the calls are turned back, too. --thread has to restore each,
# as far as what it makes of the tree before that.
threading() # VERSION ODD
{
	local v=$1 n

	forms "$kernels/linux-source-$v" > "$tmp/forms"
	copy "$v" helpers-"$v"
	"$top/tests/helpers.pl" outline "$tmp/helpers-$v" "$tmp/forms"
	copy "$v" turned-"$v"
	cp -a "$tmp/helpers-$v/arch/x86/kvm/." "$tmp/turned-$v/arch/x86/kvm/"
	turn_back "$v" "$tmp/helpers-$v" turned-"$v" "$2"
	"$top/tests/helpers.pl" turn "$tmp/turned-$v" "$tmp/forms" > "$tmp/turned"
	awk '$1 == "turned" { print $2 }' "$tmp/turned" > "$tmp/names"
	use_aliases "$tmp/helpers-$v" "$tmp/turned-$v" "$tmp/names"
	n=$(wc -l < "$tmp/turned")
	[ "$n" -gt 0 ] && grep -q '^turned make_mmio_spte 3' "$tmp/turned"
	ok $? "$v: signatures are turned, through three levels"
	convert helpers-"$v" --thread
	ok $? "$v: gfn-convert --thread with helpers that take the vCPU"
	convert turned-"$v" --thread
	ok $? "$v: gfn-convert --thread with helpers that take the kvm"
	echo "# $v: $n functions turned from vCPU to kvm, in up to" \
	     "$(awk '$3 > n { n = $3 } END { print n }' "$tmp/turned") levels, and" \
	     "$(awk '{ n += $4 } END { print n }' "$tmp/turned") calls of them;" \
	     "threaded: $(threaded turned-"$v" | wc -l), without these $(threaded helpers-"$v" | wc -l)"
	is "$(threaded turned-"$v")" "$(threaded helpers-"$v" | cat - "$tmp/names" | sort)" \
		"$v: each that was turned is threaded"
	same_kvm helpers-"$v" turned-"$v" "$v: the same bytes with calls and signatures restored"
	like "$(perl "$kernels/linux-source-$v/scripts/checkpatch.pl" --root="$kernels/linux-source-$v" \
		--strict --no-signoff - < "$tmp/helpers-$v.gfn-convert.patch" 2> /dev/null)" \
		"has no obvious style problems" "$v: checkpatch --strict has nothing to say of signatures"
}

if ! command -v spatch > /dev/null; then
	echo "1..0 # SKIP spatch is not installed"
	exit 0
fi
for v in 6.1 6.12; do
	if ! why=$(debian_kernel "$v"); then
		skip "round trip on $v" "$why"
		continue
	fi
	untouched "$v"
	case $v in
	6.1)	round_trip "$v" 1; introduction "$v" ;;
	6.12)	threading "$v" 0 ;;
	esac
done
echo "# the compiler and sparse ran $(find "$ONCE_DIR" -name '*.status' | wc -l) times," \
     "of $(sort "$ONCE_DIR"/log 2> /dev/null | wc -l) that were asked for"
done_testing
