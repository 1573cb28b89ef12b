# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# bench: the copy of the tree and of the builds, in which files are changed.

# real DIR: make DIR, relative to the tree, a folder of links to what the tree has
real()
{
	local e

	[ -L "$SHADOW/$1" ] || [ ! -d "$SHADOW/$1" ] || return 0
	rm -f "$SHADOW/$1"
	mkdir -p "$SHADOW/$1"
	for e in "$TREE/$1"/*; do
		ln -s "$e" "$SHADOW/$1/"
	done
}

# copied DIR: make DIR, relative to the tree, a copy
copied()
{
	local part path=

	while IFS= read -r -d / part; do
		path=${path:+$path/}$part
		[ -L "$SHADOW/$path" ] || continue
		real "$path"
	done <<<"$1"
	[ -L "$SHADOW/$1" ] || return 0
	rm "$SHADOW/$1"
	cp -a "$TREE/$1" "$SHADOW/$1" || die "cannot copy $TREE/$1"
}

# A tree whose folders with units and headers are copies, the rest links.
copy_tree()
{
	local e b d

	SHADOW=$WORK/tree
	mkdir "$SHADOW"
	for e in "$TREE"/*; do
		ln -s "$e" "$SHADOW/"
	done
	real arch
	copied include
	copied virt
	for b in "${BUILDS[@]}"; do
		copied "arch/$(info "$b" arch)"
		while read -r d; do
			copied "$d"
		done < <(sed -nE "s|.*\"file\": *\"$TREE/([^\"]*)/[^/\"]*\".*|\1|p" \
			"$b/compile_commands.json" | sort -u)
	done
}

# The compile database's strings, as bash: one file for each unit.
split_commands() # DATABASE DIR
{
	awk -v out="$2" -v quote="'" -f "$PARTS/units.awk" "$1"
}

# The build of the copy: B, its folder; UNITS, its units; KVM, those of KVM.
copy_build() # BUILD
{
	local u DIR FILE ARGS

	B=$WORK/b/${1##*/}
	if [ ! -d "$B" ]; then
		mkdir -p "$B/unit"
		sed "s|$TREE\([/\"=]\)|$SHADOW\1|g" "$1/compile_commands.json" >"$B/compile_commands.json"
		sed "s|^tree=.*|tree=$SHADOW|" "$1/build.info" >"$B/build.info" 2>/dev/null
		split_commands "$B/compile_commands.json" "$B/unit"
	fi
	UNITS=() KVM=()
	for u in "$B/unit"/[0-9][0-9][0-9][0-9]; do
		[ -f "$u" ] || die "cannot read $1/compile_commands.json"
		# shellcheck source=/dev/null
		. "$u"
		UNITS+=("$u")
		[[ $FILE =~ ^"$SHADOW"/(virt/kvm|arch/[^/]*/kvm)/ ]] && KVM+=("$u")
		: "$DIR" "${ARGS[0]}"
	done
	[ ${#KVM[@]} -gt 0 ] || die "$1 has no unit of KVM in $TREE"
}

# The file to change: of the units of the architecture's KVM that mention an
# accessor the one of middle size, as a path relative to the tree.
touch_unit()
{
	local u DIR FILE ARGS accessors

	accessors=$(sed -nE 's/^ACCESSOR\((\w+),.*/\1/p' "$TOP/checker/tables/accessors.def" | paste -sd '|')
	for u in "${KVM[@]}"; do
		# shellcheck source=/dev/null
		. "$u"
		[[ $FILE == "$SHADOW"/arch/* ]] && grep -Eqw "$accessors" "$FILE" &&
			echo "$(stat -c %s "$FILE") ${FILE#"$SHADOW/"}"
	done | sort -n | awk '{ f[NR] = $2 } END { print f[int((NR + 1) / 2)] }'
}

# Really change a file of the copy, each time in another way.
change() # PATH NUMBER
{
	echo "extern int gfncheck_bench_$2;" >>"$SHADOW/$1"
	# gfncheck does not trust a file that is as new as its run.
	sleep 0.1
}

restore() # PATH
{
	cp "$TREE/$1" "$SHADOW/$1"
}
