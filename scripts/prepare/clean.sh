# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-prepare: a tree that was built in, and the clean copy of it.

# What kbuild refuses O= for: the first of it that the tree holds
leftover()
{
	local left

	for left in .config include/config include/generated \
		    "$TREE"/arch/*/include/generated; do
		left=${left#"$TREE"/}
		[ ! -e "$TREE/$left" ] || { echo "$left"; return 0; }
	done
	return 1
}

# Kbuild would say so in the middle of the work, and with less help.
check_clean()
{
	local left

	[ -z "$CLEAN_COPY" ] && left=$(leftover) || return 0
	die "$TREE is not clean: it holds $left" \
	    "kbuild then refuses to build in another folder. Either" \
	    "- have $PROG work on a clean copy, made of hard links: --clean-copy" \
	    "- clean it (this removes its .config and its objects):" \
	    "    make -C $TREE ARCH=x86 mrproper" \
	    "- use a fresh one: git -C $TREE worktree add ../clean HEAD"
}

# The tree as it is now, in OUT/tree, without what was built in it.  Files are
# hard links, so this takes no room; they are only ever removed, by rsync and by
# "mrproper", or replaced, which leaves those of the user's tree alone.
clean_copy()
{
	local from=$TREE copy=$OUT/tree left

	leftover >/dev/null || return 0
	command -v rsync >/dev/null ||
		die "--clean-copy needs rsync (Debian package rsync)"
	say 1 "$TREE is not clean: working on a clean copy, $copy"
	exec 8>"$OUT/.tree.lock" || die "$OUT: cannot be written"
	flock -n 8 || die "another $PROG is making $copy"
	rsync -a --delete --exclude=/.git --link-dest="$from" "$from/" "$copy/" \
		>"$OUT/log.copy" 2>&1 || copy_failed "cannot copy $from"
	TREE=$copy
	clean_tree >>"$OUT/log.copy" 2>&1 || copy_failed "make mrproper in $copy"
	exec 8>&-
	left=$(leftover) && copy_failed "$copy: mrproper leaves $left"
	return 0
}

copy_failed()
{
	die "clean copy failed: $1" "The end of $OUT/log.copy:" \
	    "$(tail -n 20 "$OUT/log.copy" | sed 's/^/  /')"
}

# Objects of any architecture go with the first; what is generated does not.
clean_tree()
{
	local arch

	for arch in $ARCHS; do
		[ "$arch" = x86 ] || [ -e "$TREE/arch/$arch/include/generated" ] ||
			continue
		env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u KBUILD_OUTPUT \
			make -C "$TREE" ARCH="$arch" mrproper </dev/null || return
	done
}
