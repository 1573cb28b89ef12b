# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154
# For the tests of gfn-convert: small kernels, and running it on them. Source it
# after lib.sh.

for tool in spatch sparse; do
	command -v $tool >/dev/null && continue
	echo "1..0 # SKIP $tool is not installed"
	exit 0
done
export GFNCHECK=$gfncheck
export TMPDIR=$tmp

# A kernel whose unit u0.c is stdin.
kernel() # DIR
{
	mini_kernel "$1" 1
	cat > "$1/tree/arch/x86/kvm/u0.c"
	cat >> "$1/tree/include/linux/kvm_host.h" <<-'END'
	struct kvm_memslots *kvm_memslots(struct kvm *kvm);
	struct kvm_memslots *kvm_vcpu_memslots(struct kvm_vcpu *vcpu);
	unsigned long gfn_to_hva(struct kvm *kvm, gfn_t gfn);
	unsigned long kvm_vcpu_gfn_to_hva(struct kvm_vcpu *vcpu, gfn_t gfn);
	struct page *gfn_to_page(struct kvm *kvm, gfn_t gfn);
	END
	# shellcheck disable=SC2016
	printf 'obj-$(CONFIG_KVM) += kvm.o\nkvm-y += u0.o\n' > "$1/tree/arch/x86/kvm/Makefile"
	git init -q "$1/tree"
	git -C "$1/tree" add .
	git -C "$1/tree" -c user.name=a -c user.email=a@b commit -qm tree
}

# Run gfn-convert on DIR; $out, $err and $status are what came of it.
convert() # DIR ARG...
{
	local dir=$1

	shift
	catch ${DEFAULT_SIGNALS:+env --default-signal=HUP,INT,TERM} \
		"$top/scripts/gfn-convert" --tree "$dir/tree" --build "$dir/b/x86" "$@"
	[ "$status" = 0 ] || sed 's/^/# /' "$tmp/err"
}

sum() # DIR
{
	(cd "$1/tree" && find . -path ./.git -prune -o -type f -print0 | sort -z | xargs -0 cksum)
}
