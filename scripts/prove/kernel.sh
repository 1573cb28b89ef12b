# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-prove: the kernel, and one KVM after the other for it.
#
# $OUT/tree is a tree of links to TREE whose KVM folders are copies: kbuild sees
# one tree all the time, and compiles again only what was changed in it.  A KVM
# that was built is kept in $OUT/cache, under a checksum of all that went in.

MODULES="arch/x86/kvm/kvm.ko arch/x86/kvm/kvm-amd.ko virt/lib/irqbypass.ko"
KVM_FOLDERS="arch/x86/kvm virt/kvm arch/x86/include/asm include/linux"

# copy_tree TO: links to TREE, and copies of the folders that KVM is made from
copy_tree()
{
	local folder

	link_all "$TREE" "$1" || die "cannot make $1"
	for folder in $KVM_FOLDERS; do
		if ! own_dir "$1" "$folder" || ! rm -rf "${1:?}/$folder" ||
		   ! cp -a "$TREE/$folder" "$1/$folder"; then
			die "cannot copy $folder to $1"
		fi
	done
}

make_tree()
{
	[ "$(cat "$OUT/tree.of" 2>/dev/null)" != "$TREE" ] || return 0
	rm -rf "$OUT/tree" "$OUT/tree.of"
	copy_tree "$OUT/tree"
	echo "$TREE" >"$OUT/tree.of"
}

# use FROM: the KVM folders in $OUT/tree become those of another tree; files that
# are the same keep their time, so that they are not compiled again
use()
{
	local folder

	for folder in $KVM_FOLDERS; do
		diff -rq "$1/$folder" "$OUT/tree/$folder"
	done | sed -nE "s|^Files (.*) and $OUT/tree/(.*) differ$|\1 \2|p
			s|^Only in ($1)/?(.*): (.*)|\1/\2/\3 \2/\3|p
			s|^Only in $OUT/tree/?(.*): (.*)|- \1/\2|p" |
	while read -r from to; do
		if [ "$from" = - ]; then rm -rf "$OUT/tree/${to:?}"
		else cp --no-preserve=timestamps "$from" "$OUT/tree/$to"; fi || return
	done || die "cannot write to $OUT/tree"
}

kbuild()
{
	make -s -C "$OUT/tree" O="$OUT/obj" ARCH=x86 LLVM="$LLVM" -j"$JOBS" \
		KBUILD_BUILD_TIMESTAMP=0 KBUILD_BUILD_USER=prove KBUILD_BUILD_HOST=prove "$@" \
		>"$OUT/build.log" 2>&1 </dev/null ||
		die "make $* failed; the end of $OUT/build.log:" "$(tail -n 20 "$OUT/build.log")"
}

# What the kernel is made from, but KVM's folders, which may be changed.
kernel_sum()
{
	{
		cat "$PARTS/config"
		"$(tool clang)" --version
		(cd "$TREE" && find . \( -path ./arch/x86/kvm -o -path ./virt/kvm -o -name .git \) -prune \
			-o -type f -printf '%p %s %T@\n' | sort)
	} | sha256sum | cut -c -16
}

configure()
{
	rm -rf "$OUT/obj"
	mkdir "$OUT/obj" || die "cannot make $OUT/obj"
	kbuild KCONFIG_ALLCONFIG="$PARTS/config" allnoconfig
	grep -q '^CONFIG_KVM_AMD=m' "$OUT/obj/.config" ||
		die "$TREE cannot be configured with KVM for AMD as a module; see $OUT/obj/.config"
}

# The kernel itself, once; its modules are KVM and what that needs.
build_kernel()
{
	local start=$SECONDS

	make_tree
	KERNEL_SUM=$(kernel_sum)
	if [ "$(cat "$OUT/kernel.sum" 2>/dev/null)" != "$KERNEL_SUM" ]; then
		say 1 "building $(kernel_version "$TREE"), which takes some minutes"
		rm -f "$OUT/kernel.sum"
		use "$TREE"
		configure
		kbuild bzImage modules
		echo "$KERNEL_SUM" >"$OUT/kernel.sum"
		say 1 "built in $((SECONDS - start)) s"
	fi
	KERNEL=$OUT/obj/arch/x86/boot/bzImage
}

# What a KVM is made from.
kvm_sum() # TREE
{
	local folder

	{
		echo "$KERNEL_SUM"
		for folder in $KVM_FOLDERS; do
			(cd "$1" && find "$folder" -type f -exec sha256sum {} + | sort -k2)
		done
	} | sha256sum | cut -c -16
}

# build_kvm TREE: KVM's modules of the tree; sets KVM to the folder that has them
build_kvm()
{
	local module sum modules

	# shellcheck disable=SC2086
	mapfile -t modules < <(cd "$OUT/obj" && find $MODULES 2>/dev/null)
	sum=$(kvm_sum "$1")
	KVM=$OUT/cache/$sum
	[ ! -d "$KVM" ] || return 0
	say 2 "building KVM of $1"
	use "$1"
	kbuild "${modules[@]}"
	rm -rf "$WORK/kvm"
	mkdir "$WORK/kvm"
	for module in "${modules[@]}"; do
		cp "$OUT/obj/$module" "$WORK/kvm/" || die "cannot write to $WORK"
	done
	mv "$WORK/kvm" "$KVM" || die "cannot write to $OUT/cache"
}
