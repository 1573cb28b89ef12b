# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# bench: runs, and what they took. Results are lines in $WORK.

# Results are lines "BUILD KIND ROUND WALL CPU KVM-CPU CLANG-WALL CLANG-CPU CLANG-KVM-CPU".
result() # KIND WALL CPU KVM-CPU
{
	[ "$1" != clang ] || CLANG="$2 $3 $4"
	echo "${B##*/} $1 $ROUND $2 $3 $4 $CLANG" >>"$WORK/results"
}

# The flags kbuild and gfn-convert give sparse, for this unit's target.
sparse_flags()
{
	FLAGS=(-D__linux__ -Dlinux -D__STDC__ -Dunix -D__unix__ -Wbitwise
	       -Wno-return-void -Wno-unknown-attribute)
	case " ${ARGS[*]} " in
	*" --target=x86_64"*)	 FLAGS+=(-D__x86_64__ --arch=x86_64) ;;
	*" --target=aarch64"*)	 FLAGS+=(-D__aarch64__ --arch=arm64) ;;
	*" --target=s390x"*)	 FLAGS+=(-D__s390__ -D__s390x__ --arch=s390x) ;;
	*" --target=riscv64"*)	 FLAGS+=(-D__riscv -D__riscv_xlen=64 --arch=riscv64) ;;
	*" --target=powerpc64"*) FLAGS+=(-D__powerpc64__ --arch=ppc64) ;;
	*" --target=powerpc"*)	 FLAGS+=(-D__powerpc__ --arch=ppc) ;;
	*" --target=mips64"*)	 FLAGS+=(-D__mips__ --arch=mips64) ;;
	esac
}

# One unit by clang, sparse or smatch; leaves UNIT.TOOL with its CPU seconds.
run_unit() # TOOL UNIT
{
	local DIR FILE ARGS FLAGS cmd TIMEFORMAT='%U %S'

	# shellcheck source=/dev/null
	. "$2"
	sparse_flags
	case $1 in
	clang)	cmd=("${ARGS[@]}" -fsyntax-only) ;;
	sparse)	cmd=(sparse "${FLAGS[@]}" "${ARGS[@]:1}") ;;
	smatch)	cmd=(smatch -p=kernel "${FLAGS[@]}" "${ARGS[@]:1}") ;;
	esac
	cd "$DIR" || return
	: "$FILE"
	{ time "${cmd[@]}" </dev/null >"$2.$1.log" 2>&1 || echo "$2" >>"${2%/*}/failed.$1"; } 2>"$2.$1"
}

now()
{
	echo "${EPOCHREALTIME/[^0-9]/.}"
}

# All units by a tool; sparse and smatch may say no of a unit, clang may not.
run_tool() # TOOL
{
	local t0 t1

	rm -f "$B/unit/failed.$1"
	t0=$(now)
	# shellcheck disable=SC2016 # it is the other shell's
	printf '%s\0' "${UNITS[@]}" |
		xargs -0 -n 1 -P "$JOBS" bash -c 'run_unit "$0" "$1"' "$1"
	t1=$(now)
	[ "$1" != clang ] || [ ! -f "$B/unit/failed.clang" ] ||
		die "clang does not parse $(wc -l <"$B/unit/failed.clang") of the units of ${B##*/}:" \
			"$(head -n 5 "$(head -n 1 "$B/unit/failed.clang").clang.log")"
	result "$1" "$(awk "BEGIN { print $t1 - $t0 }")" \
		"$(cpu_of "$1" "${UNITS[@]}")" "$(cpu_of "$1" "${KVM[@]}")"
	[ ! -f "$B/unit/failed.$1" ] || wc -l <"$B/unit/failed.$1" >"$B/failed.$1"
}

cpu_of() # TOOL UNIT...
{
	local tool=$1

	shift
	cat "${@/%/.$tool}" | awk '{ s += $1 + $2 } END { print s + 0 }'
}

gfncheck() # ARGUMENT...
{
	"$WORK/gfncheck" -v -q -j "$JOBS" "$@" >"$WORK/report" 2>"$WORK/log"
	[ $? -le 1 ] || die "gfncheck failed:" "$(tail -n 5 "$WORK/log")"
}

# What "-v" says of parsing and of the times, as "PARSED UNITS FACTS LINK".
verbose()
{
	sed -nE 's/^([0-9]+) of ([0-9]+) units parsed; facts ([0-9.]+) s, link ([0-9.]+) s, .*/\1 \2 \3 \4/p' "$WORK/log"
}

run_gfncheck() # KIND [ARGUMENT...]
{
	local kind=$1 TIMEFORMAT='%R %U %S' wall user sys

	shift
	{ time gfncheck -p "$B" "$@" 2>&3; } 3>&2 2>"$WORK/time"
	read -r wall user sys <"$WORK/time" || die "cannot read the time"
	result "$kind" "$wall" "$(awk "BEGIN { print $user + $sys }")" \
		"$(awk "BEGIN { print $user + $sys }")"
	echo "${B##*/} $kind $(verbose)" >>"$WORK/verbose"
}

forget()
{
	rm -f "$B"/gfncheck.db*
}

hwm() # PID: sets KB
{
	local key value rest=

	KB=0
	while read -r key value rest; do
		[ "$key" != VmHWM: ] || { KB=$value; return; }
	done 2>/dev/null <"/proc/$1/status"
	: "$rest"
}

# The peak of the parent and of any worker, in a run of its own: asking costs time.
peak() # KIND [ARGUMENT...]
{
	local kind=$1 pid c parent=0 worker=0 KB children

	shift
	"$WORK/gfncheck" -q -j "$JOBS" -p "$B" "$@" >/dev/null 2>&1 &
	pid=$!
	while kill -0 "$pid" 2>/dev/null; do
		hwm "$pid"
		[ "$KB" -le "$parent" ] || parent=$KB
		children=
		{ read -r children <"/proc/$pid/task/$pid/children"; } 2>/dev/null
		for c in $children; do
			hwm "$c"
			[ "$KB" -le "$worker" ] || worker=$KB
		done
		read -r -t 0.003 <>"$WORK/never"
	done
	wait "$pid"
	echo "${B##*/} $kind $parent $worker" >>"$WORK/memory"
}

measure_build() # BUILD
{
	local c header=include/linux/kvm_host.h

	copy_build "$1"
	c=$(touch_unit)
	[ -n "$c" ] || die "$1 has no unit with an accessor"
	echo "${B##*/} ${#UNITS[@]} ${#KVM[@]} $c" >>"$WORK/builds"
	for ((ROUND = 1; ROUND <= RUNS; ROUND++)); do
		say "${B##*/}: round $ROUND of $RUNS"
		restore "$c"
		restore "$header"
		run_tool clang
		forget
		run_gfncheck cold
		run_gfncheck warm
		change "$c" "$ROUND"
		run_gfncheck source
		change "$header" "$ROUND"
		run_gfncheck header
		run_tool clang
		forget
		run_gfncheck exhaustive --exhaustive
		! has sparse || run_tool sparse
		! has smatch || run_tool smatch
	done
	forget
	peak cold
	peak warm
	echo "${B##*/} $(stat -c %s "$B/gfncheck.db") $(cat "$B"/gfncheck.db*.pch 2>/dev/null | wc -c)" \
		>>"$WORK/sizes"
	forget
	peak exhaustive --exhaustive
}

# The time of the link step, all builds together and nothing to parse.
measure_link()
{
	local b args=() i

	for b in "${BUILDS[@]}"; do
		args+=(-p "$WORK/b/${b##*/}")
	done
	say "link: ${#BUILDS[@]} builds together"
	gfncheck "${args[@]}"
	for ((i = 0; i < RUNS; i++)); do
		gfncheck "${args[@]}"
		verbose >>"$WORK/link"
	done
}

run_spatch() # KIND COCCI OPTION...
{
	local kind=$1 cocci=$2 TIMEFORMAT='%R %U %S' DIR FILE ARGS includes=() i

	shift 2
	# shellcheck source=/dev/null
	. "${KVM[0]}"
	: "$FILE"
	for i in "${ARGS[@]}"; do
		[[ $i != -I* ]] || includes+=(-I "${i#-I}")
	done
	{ time (cd "$DIR" && spatch -D report --no-show-diff --very-quiet --cocci-file "$cocci" "$@" \
		--patch "$SHADOW" --dir "$SHADOW/$FOLDER" "${includes[@]}" \
		--jobs "$JOBS" --chunksize 1 >"$WORK/spatch.out" 2>"$WORK/spatch.log"); } 2>"$WORK/time" ||
		die "spatch failed:" "$(tail -n 5 "$WORK/spatch.log")"
	echo "$kind $(cat "$WORK/time")" >>"$WORK/spatch"
}

# As scripts/coccicheck calls it, on the first build's folder.
measure_spatch()
{
	local ours theirs

	has spatch && [ -f "$TREE/$KERNEL_COCCI" ] || return 0
	copy_build "${BUILDS[0]}"
	FOLDER=arch/$(info "$B" arch)/kvm
	read -ra ours < <(sed -n 's|^// Options:||p' "$COCCI")
	read -ra theirs < <(sed -n 's|^// Options:||p' "$TREE/$KERNEL_COCCI")
	for ((ROUND = 1; ROUND <= RUNS; ROUND++)); do
		say "spatch: round $ROUND of $RUNS"
		run_spatch kernel "$TREE/$KERNEL_COCCI" "${theirs[@]}"
		run_spatch ours "$COCCI" "${ours[@]}"
		run_spatch all "$COCCI" --all-includes --include-headers --max-width 99
		run_spatch wide "$TREE/$KERNEL_COCCI" "${ours[@]}"
	done
}

measure_callgrind()
{
	local b n

	has valgrind || die "valgrind is not installed"
	printf '| build | instructions, nothing changed |\n|---|---:|\n'
	for b in "${BUILDS[@]}"; do
		copy_build "$b"
		gfncheck -p "$B"
		valgrind --tool=callgrind --trace-children=yes --callgrind-out-file=/dev/null \
			"$WORK/gfncheck" -q -j "$JOBS" -p "$B" >/dev/null 2>"$WORK/log"
		n=$(sed -nE 's/.*Collected *: *([0-9]+).*/\1/p' "$WORK/log" | awk '{ s += $1 } END { printf "%.0f", s }')
		[ "$n" -gt 0 ] || die "valgrind failed:" "$(tail -n 5 "$WORK/log")"
		echo "| ${B##*/} | $n |"
	done
}
