# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-convert: what must be right before anything is done.

check_tools()
{
	local tool missing=

	[ -n "$GFNCHECK" ] || GFNCHECK=$TOP/gfncheck
	[ -x "$GFNCHECK" ] || GFNCHECK=$(command -v gfncheck) ||
		die "gfncheck is not built; run make in $TOP"
	[ -r "$COCCI" ] || die "$COCCI: cannot read the semantic patch"
	for tool in spatch:coccinelle git:git perl:perl ${SPARSE:+sparse:sparse}; do
		command -v "${tool%:*}" >/dev/null ||
			missing+="  ${tool%:*} (Debian package ${tool#*:})"$'\n'
	done
	[ -z "$missing" ] || die "these tools are missing:" "${missing%$'\n'}"
}

check_tree()
{
	[ -d "$TREE" ] || die "$TREE: no such folder"
	TREE=$(cd "$TREE" && pwd -P) || exit 2
	[ -f "$TREE/include/linux/kvm_host.h" ] ||
		die "$TREE: not a kernel tree with KVM (no include/linux/kvm_host.h)"
}

# What a run that was killed has left is put right before anything else. Who
# does not write to the tree does not repair it either.
settle_tree()
{
	JOURNAL=$TREE/$JOURNAL_NAME
	KEPT=${SERIES:+$SERIES/thread.cocci}
	KEPT=${KEPT:-$TREE.gfn-thread.cocci}
	if [ -n "$DRY_RUN$SERIES" ] && [ -z "$RECOVER" ]; then
		[ ! -f "$JOURNAL/list" ] || [ -f "$JOURNAL/done" ] ||
			die "a run of $PROG was ended while it wrote to $TREE" \
			    "Put the tree right first: $PROG --tree $TREE --recover"
		return
	fi
	lock_tree
	if recover || [ -z "$RECOVER" ]; then
		[ -z "$RECOVER" ] || exit 0
		return
	fi
	echo "There is nothing to recover: $TREE is whole."
	exit 0
}

# Is the tree itself a git work tree, or a folder of one that has it?
has_git()
{
	git -C "$TREE" ls-files --error-unmatch include/linux/kvm_host.h >/dev/null 2>&1
}

check_git()
{
	local dirty

	has_git || return 0
	dirty=$(git -C "$TREE" status --porcelain --untracked-files=no -- . 2>&1) ||
		die "git cannot tell whether $TREE has changes:" "$dirty"
	[ -z "$dirty" ] || [ -n "$FORCE$DRY_RUN$SERIES" ] ||
		die "$TREE has changes that are not committed:" "$(head -n 5 <<<"$dirty")" \
		    "Commit or stash them, so that the conversion can be seen and undone," \
		    "or give --force."
}

# The tree of a build: gfn-prepare says, and the commands must name it.
check_build()
{
	local dir=$1 tree

	[ -f "$dir/compile_commands.json" ] ||
		die "$dir: no compile_commands.json there" \
		    "Make it with: gfn-prepare --tree $TREE --arch ARCH --out $(dirname "$dir")"
	[ ! -f "$dir/build.info" ] || {
		tree=$(sed -n 's/^tree=//p' "$dir/build.info")
		[ "$(readlink -f "${tree:-$TREE}")" = "$TREE" ] ||
			die "$dir is a build of $tree, not of $TREE"
	}
	grep -qF "$TREE/" "$dir/compile_commands.json" ||
		die "$dir/compile_commands.json names no file of $TREE"
}

check_builds()
{
	local i

	[ ${#BUILDS[@]} -gt 0 ] || usage_error "--build is missing: which builds?"
	for i in "${!BUILDS[@]}"; do
		check_build "${BUILDS[i]}"
		BUILDS[i]=$(cd "${BUILDS[i]}" && pwd -P)
	done
}

