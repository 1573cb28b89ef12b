# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-convert: the result as patches for git am. split.pl says what is in which,
# log.sh what each says.

# arch_of FILE: its architecture, "all" for generic code; a driver that one
# architecture has belongs there
arch_of()
{
	local arch=${1#arch/}

	case $1 in
	arch/*)
		echo "${arch%%/*}" ;;
	drivers/*)
		awk -F'\t' -v f="$1" '$2 == f && !a[$3]++ { n++; arch = $3 }
			END { print n == 1 && arch != "" ? arch : "all" }' "$WORK/units" ;;
	*)
		echo all ;;
	esac
}

# split_patches [WHOLE]: the patches, in $WORK/patches/N, and how many in PATCHES
split_patches()
{
	local file

	rm -rf "$WORK/patches"
	PATCHES=$(for file in "${FILES[@]}"; do
		printf '%s\t%s\n' "$file" "$(arch_of "$file")"
	done | perl "$PARTS/split.pl" "$WORK" "$BASE" "${1:-}" "${THREADED[@]}") ||
		die "cannot divide the change into patches"
}

# units_of N: those of UNITS that read a file of the patch
units_of()
{
	local n file changed=$WORK/patches/$1/files

	while IFS=$'\t' read -r n file _; do
		if grep -qxF "$file" "$changed" || grep -qsxFf "$changed" "$WORK/unit/$n.deps"; then
			echo "$n"
		fi
	done < <(awk -F'\t' 'NR == FNR { u[$1]; next } $1 in u' \
			<(printf '%s\n' "${UNITS[@]}") "$WORK/units")
}

# apply_patch N: to the shadow
apply_patch()
{
	local file

	while read -r file; do
		put "$WORK/patches/$1/tree/$file" "$SHADOW" "$file"
	done <"$WORK/patches/$1/files"
}

# Each patch must leave a tree that parses: apply them one after the other. After
# the last it is what was verified already.
verify_steps()
{
	local file n units new

	for file in "${FILES[@]}"; do
		put "$WORK/orig/$file" "$SHADOW" "$file"
	done
	for ((n = 1; n < PATCHES; n++)); do
		step "parsing after patch $n of $PATCHES"
		apply_patch "$n"
		mapfile -t units < <(units_of "$n")
		each say_clang "${units[@]}"
		new=$(new_messages clang "${units[@]}") || exit 2
		[ -z "$new" ] || { STEP_SAYS="after patch $n: $(head -n 1 <<<"$new")"; return 1; }
	done
}

# diff_of N: the patch, against the ones before it
diff_of()
{
	local file before i

	while read -r file; do
		before=$WORK/orig/$file
		for ((i = $1 - 1; i > 0; i--)); do
			[ ! -f "$WORK/patches/$i/tree/$file" ] || { before=$WORK/patches/$i/tree/$file; break; }
		done
		print_diff_between "$before" "$WORK/patches/$1/tree/$file" "$file" || return
	done <"$WORK/patches/$1/files"
}

# patch_head N SUBJECT
patch_head()
{
	echo "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001"
	echo "From: $(author)"
	echo "Date: $(date -R)"
	echo "Subject: [PATCH $(printf "%0${#PATCHES}d" "$1")/$PATCHES] $2"
}

# "A U Thor <author@example.org>"
author()
{
	local ident=${AUTHOR% *}

	echo "${ident% *}"
}

# Whom get_maintainer.pl names for a patch, as headers.
recipients()
{
	local who

	[ -n "$CC" ] || return 0
	who=$(cd "$TREE" && perl scripts/get_maintainer.pl --nogit --nogit-fallback --norolestats \
		--no-tree "$1" 2>/dev/null) || die "scripts/get_maintainer.pl could not do its work"
	while read -r who; do
		echo "Cc: $who"
	done <<<"$who"
}

# The commits that brought the wrong calls of a plan, oldest first, where git has
# more than the one that everything came with.
fixes()
{
	local file line hash

	git -C "$TREE" rev-parse -q --verify HEAD >/dev/null 2>&1 || return 0
	awk -F'\t' -v OFS='\t' '$6 && $9 == "error" { print $1, $2 }' "$1" |
	while IFS=$'\t' read -r file line; do
		git -C "$TREE" blame -w -M -C -L "$line,$line" --porcelain -- "$file" 2>/dev/null |
			awk 'NR == 1 { hash = $1 } $1 == "boundary" { hash = "" } END { print hash }'
	done | sort -u | while read -r hash; do
		[ -n "$hash" ] && git -C "$TREE" rev-parse -q --verify "$hash^" >/dev/null &&
			git -C "$TREE" log -1 --abbrev=12 --format='%ct Fixes: %h ("%s")' "$hash"
	done | sort -n | cut -d ' ' -f 2-
}

# trailers KIND PLAN
trailers()
{
	local lines=()

	[ "$1" != bug ] || mapfile -t lines < <(fixes "$2")
	[ -z "$SIGNOFF" ] || lines+=("Signed-off-by: $(author)")
	[ ${#lines[@]} -eq 0 ] || { echo; printf '%s\n' "${lines[@]}"; }
}

# write_patch N
write_patch()
{
	local dir=$WORK/patches/$1 kind arch subject name

	IFS=$'\t' read -r kind arch <"$dir/info"
	diff_of "$1" >"$WORK/diff" || die "cannot write to $WORK"
	log_of "$1" "$arch" >"$WORK/log" || die "cannot say what patch $1 does"
	subject=$(head -n 1 "$WORK/log")
	echo "$subject" >>"$WORK/subjects"
	name=$(sed -E 's/[^A-Za-z0-9._]+/-/g; s/\.+$//' <<<"$subject" | cut -c 1-52)
	{
		patch_head "$1" "$subject"
		recipients "$WORK/diff"
		sed 1d "$WORK/log"
		trailers "$kind" "$dir/plan"
		echo ---
		below_log "$1" "$arch"
		(cd "$WORK" && git apply --stat diff)
		echo
		cat "$WORK/diff"
		printf -- '-- \n%s\n\n' "$PROG"
	} >"$SERIES/$(printf '%04d' "$1")-${name%-}.patch" || die "cannot write to $SERIES"
}

write_cover()
{
	print_diff "${FILES[@]}" >"$WORK/diff" || die "cannot write to $WORK"
	{
		patch_head 0 "KVM: Use vCPU forms of guest memory accessors"
		recipients "$WORK/diff"
		echo
		cover_message
		echo
		(cd "$WORK" && git apply --stat diff)
		printf -- '\n-- \n%s\n\n' "$PROG"
	} >"$SERIES/0000-cover-letter.patch" || die "cannot write to $SERIES"
}

write_series()
{
	local n

	if [ ${#FILES[@]} -eq 0 ]; then
		summary
		return
	fi
	split_patches
	verify_steps || { split_patches whole; verify_steps; }
	mkdir -p "$SERIES" || die "$SERIES: cannot make the folder"
	[ -z "$(ls "$SERIES")" ] || die "$SERIES is not empty"
	AUTHOR=$(git -C "$TREE" var GIT_AUTHOR_IDENT 2>/dev/null) ||
		die "git does not know who you are; see git config user.name"
	for ((n = 1; n <= PATCHES; n++)); do
		step "writing patch $n of $PATCHES"
		write_patch "$n"
	done
	write_cover
	[ ! -f "$WORK/thread.cocci" ] || cp "$WORK/thread.cocci" "$SERIES/thread.cocci"
	summary
	[ -z "$STEP_SAYS" ] || echo "All in one patch, since parts of it do not build on their own: $STEP_SAYS"
	echo "$(some "$PATCHES" patch patches) in $SERIES; see 0000-cover-letter.patch there."
}
