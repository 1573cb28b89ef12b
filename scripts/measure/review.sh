# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2153,SC2154
# bench: gfncheck review on the first build, in a git tree of its own.

# What is reviewed: kind, range, and the ratio to clang that is meant, or "-".
REVIEWS="\
new       base..one     -
again     base..one     -
warm      base..warm    0.01
own       base..header  0.04
kvm_host  base..host    0.12
ten       base..ten     0.15
ten-again base..ten     -"

review_label() # KIND
{
	case $1 in
	new)		echo "one .c, nothing known of the base" ;;
	again)		echo "one .c, again" ;;
	warm)		echo "one .c, the base's facts known" ;;
	own)		echo "a header of KVM's own" ;;
	kvm_host)	echo "kvm_host.h" ;;
	ten)		echo "ten patches, one of them to that header" ;;
	ten-again)	echo "ten patches, again" ;;
	esac
}

# git in the tree that is reviewed, as nobody
in_git()
{
	GIT_CONFIG_GLOBAL=/dev/null git -C "$WORK/git" -c user.name=A -c user.email=a@example.org "$@" ||
		die "git could not make what is to be reviewed"
}

# patch BRANCH FILE TEXT: a commit on the branch that adds the text; what guards a
# header ends after it
patch()
{
	case $2 in
	*.h)	sed -i "\$i $3" "$WORK/git/$2" ;;
	*)	echo "$3" >>"$WORK/git/$2" ;;
	esac
	in_git commit -qam "$1: $2"
}

branch()
{
	in_git checkout -q -b "$1" base
}

# What KVM's units read, in git, and a branch for each review.
make_reviews()
{
	local arch file large i=0

	arch=$(info "${BUILDS[0]}" arch)
	mkdir "$WORK/git"
	# shellcheck disable=SC2046 # folders of a kernel have no blanks
	(cd "$TREE" && cp -a --reflink=auto --parents include virt "arch/$arch" arch/*/kvm arch/*/include \
		$(ls -d drivers/vfio drivers/gpu/drm/i915 drivers/s390 2>/dev/null) "$WORK/git/") ||
		die "cannot copy $TREE"
	in_git init -q .
	in_git add -A
	in_git commit -qm base
	in_git tag base
	mapfile -t large < <(cd "$WORK/git" && find "arch/$arch/kvm" virt/kvm -name '*.c' -printf '%s %p\n' |
		sort -rn | cut -d ' ' -f 2)
	REVIEW_ONE=$(printf '%s\n' "${large[@]}" | grep "^arch/$arch/kvm/[^/]*$" | sed -n '3p;$p' | head -n 1)
	REVIEW_HEADER=$(cd "$WORK/git" && find "arch/$arch/kvm" -name '*.h' -printf '%s %p\n' |
		sort -rn | sed -n '1s/.* //p')
	REVIEW_HEADER=${REVIEW_HEADER:-arch/$arch/include/asm/kvm_host.h}
	branch one; patch one "$REVIEW_ONE" 'int gfn_bench_one;'
	branch warm; patch warm "$REVIEW_ONE" 'int gfn_bench_warm;'
	branch header; patch header "$REVIEW_HEADER" 'extern int gfn_bench_header;'
	branch host; patch host include/linux/kvm_host.h 'extern int gfn_bench_host;'
	branch ten
	for file in "${large[@]:0:8}"; do
		patch ten "$file" "int gfn_bench_$((++i));"
	done
	patch ten "$REVIEW_HEADER" 'extern int gfn_bench_header;'
	patch ten "$REVIEW_ONE" 'int gfn_bench_ten;'
	in_git checkout -q base
}

# One review, with the facts of those before it in the round.
run_review() # KIND RANGE
{
	local TIMEFORMAT='%R %U %S'

	{ time (cd "$WORK/git" && "$WORK/gfncheck" review -q -j "$JOBS" -p "${BUILDS[0]}" --tree . \
		--facts "$WORK/review.db" "$2" >"$WORK/report" 2>"$WORK/log"); } 2>"$WORK/time"
	[ $? -le 1 ] || die "gfncheck review failed:" "$(tail -n 5 "$WORK/log")"
	awk -v b="${BUILDS[0]##*/}" -v kind="$1" -v round="$ROUND" '
		NR == FNR { if ($1 == b && $2 == "clang" && $3 == round) clang = $5; next }
		{ print kind, $1, $2 + $3, ($2 + $3) / clang }' "$WORK/results" "$WORK/time" >>"$WORK/reviews"
}

measure_review()
{
	local kind range goal

	has git || { say "no git here: reviews are not measured"; return; }
	make_reviews
	for ((ROUND = 1; ROUND <= RUNS; ROUND++)); do
		say "review: round $ROUND of $RUNS"
		rm -f "$WORK"/review.db*
		while read -r kind range goal; do
			run_review "$kind" "$range"
		done <<<"$REVIEWS"
	done
	: "$goal"
}

review_rows()
{
	local kind goal column row

	while read -r kind _ goal; do
		row=$(review_label "$kind")
		for column in '%.2f 3' '%.2f 2' '%.4f 4'; do
			# shellcheck disable=SC2059 # the format is ours
			row+=" | $(printf "${column% *}" "$(awk -v k="$kind" -v c="${column#* }" '$1 == k { print $c }' \
				"$WORK/reviews" | median)")"
		done
		echo "| $row | $goal |"
	done <<<"$REVIEWS"
}

review_table()
{
	[ -s "$WORK/reviews" ] || return 0
	cat <<-END

	## Review

	\`gfncheck review\` on ${BUILDS[0]##*/}, each after those above it; ratios are of CPU seconds. The .c is
	$REVIEW_ONE, KVM's own header $REVIEW_HEADER.

	| review | CPU s | wall s | CPU ratio | meant to be at most |
	|---|---:|---:|---:|---:|
	$(review_rows)
	END
}
