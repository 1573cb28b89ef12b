# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# bench: the tables and the plot, from what measure.sh wrote.

version()
{
	case $1 in
	clang)	"$(compiler)" --version | sed -nE '1s/.*(clang version [0-9.]+).*/\1/p' ;;
	sparse) sparse --version 2>&1 | sed -n '1s/^v*/sparse /p' ;;
	smatch) smatch --version 2>&1 | sed -n '1s/^v*/smatch /p' ;;
	spatch)	spatch --version | sed -nE '1s/(spatch version [0-9.]+).*/\1/p' ;;
	esac
}

compiler()
{
	local DIR FILE ARGS

	# shellcheck source=/dev/null
	. "${UNITS[0]}"
	: "$DIR" "$FILE"
	echo "${ARGS[0]}"
}

# Medians, as "BUILD KIND WALL CPU RATIO-CPU RATIO-WALL RATIO-KVM-CPU" and, with
# the sums of the medians, the same of a build "sum".
medians()
{
	awk -f "$PARTS/medians.awk" "$WORK/results"
}

median() # of numbers, a line each
{
	sort -n | awk '{ v[NR] = $1 } END {
		if (NR)
			print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
	}'
}

label() # KIND
{
	case $1 in
	clang)		echo 'clang -fsyntax-only' ;;
	cold)		echo 'gfncheck, cold' ;;
	exhaustive)	echo 'gfncheck, cold, --exhaustive' ;;
	warm)		echo 'gfncheck, nothing changed' ;;
	source)		echo 'gfncheck, one .c changed' ;;
	header)		echo 'gfncheck, kvm_host.h changed' ;;
	*)		echo "$1" ;;
	esac
}

value() # BUILD KIND FIELD of the medians; nothing where it was not measured
{
	awk -v b="$1" -v k="$2" -v f="$3" '$1 == b && $2 == k { print $f }' "$WORK/medians"
}

kinds()
{
	local k

	for k in cold exhaustive warm source header sparse smatch; do
		[ -z "$(value sum "$k" 3)" ] || echo "$k"
	done
}

ratio_rows()
{
	local b k

	for b in "${NAMES[@]}" $([ ${#NAMES[@]} -lt 2 ] || echo sum); do
		printf '| %s' "$b"
		printf ' | %s' "$(awk -v b="$b" '$1 == b || b == "sum" { n += $2 } END { print n }' "$WORK/builds")" \
			"$(value "$b" clang 4)"
		for k in $(kinds); do
			printf ' | %s' "$(value "$b" "$k" 5)"
		done
		echo ' |'
	done
}

build_rows() # BUILD
{
	local k parsed

	for k in clang $(kinds); do
		parsed=$(awk -v b="$1" -v k="$k" '$1 == b && $2 == k { print $3 " of " $4; exit }' "$WORK/verbose")
		echo "| $(label "$k") | ${parsed:--} | $(value "$1" "$k" 4) | $(value "$1" "$k" 3) |" \
			"$(value "$1" "$k" 5) | $(value "$1" "$k" 6) | $(value "$1" "$k" 7) |"
	done
}

mb()
{
	awk "BEGIN { printf \"%.1f\", ($1) / 1048576 }"
}

memory() # BUILD KIND FIELD
{
	mb "1024 * $(awk -v b="$1" -v k="$2" -v f="$3" '$1 == b && $2 == k { print $f }' "$WORK/memory")"
}

memory_rows()
{
	local b db pch

	for b in "${NAMES[@]}"; do
		read -r _ db pch < <(grep "^$b " "$WORK/sizes")
		echo "| $b | $(memory "$b" cold 4) | $(memory "$b" exhaustive 4) | $(memory "$b" cold 3) |" \
			"$(memory "$b" warm 3) | $(mb "$db") | $(mb "$pch") |" \
			"$(awk -v b="$b" '$1 == b && $2 == "warm" { print 1000 * $6 }' "$WORK/verbose" | median) |"
	done
}

spatch_rows()
{
	local k name

	for k in kernel ours all wide; do
		case $k in
		kernel)	name="${KERNEL_COCCI##*/}, its own options" ;;
		ours)	name="${COCCI##*/}, its own options" ;;
		all)	name="${COCCI##*/}, --all-includes --include-headers" ;;
		wide)	name="${KERNEL_COCCI##*/}, the options of ${COCCI##*/}" ;;
		esac
		echo "| $name | $(awk -v k="$k" '$1 == k { print $3 + $4 }' "$WORK/spatch" | median) |" \
			"$(awk -v k="$k" '$1 == k { print $2 }' "$WORK/spatch" | median) |"
	done
}

failures()
{
	local f b

	for f in "$WORK"/b/*/failed.*; do
		[ ! -f "$f" ] || { b=${f%/*}; echo "${f##*.} ends with an error in $(cat "$f") units of ${b##*/}."; }
	done
}

write_table()
{
	local k b units kvm c tool versions

	versions=$(version clang)
	for tool in sparse smatch spatch; do
		! has "$tool" || versions+=", $(version "$tool")"
	done
	cat <<-END
	# Speed

	Measured by \`make bench\` on $(date +%F): Linux $(info "${BUILDS[0]}" kernelversion), gfncheck
	$("$WORK/gfncheck" --version | sed -nE '1s/^[^0-9]*([0-9.]+).*/\1/p'), $versions; $(nproc) CPUs, $JOBS jobs, medians of $RUNS run$([ "$RUNS" -eq 1 ] || echo s).

	A ratio is to \`clang -fsyntax-only\` of the same units, of the same number of jobs, in
	the same round: the median of the rounds' ratios, not the ratio of the medians. CPU
	seconds are user and system together, of all processes.

	## All builds

	Ratios of CPU seconds. The last row, where there are several builds, is the sum of the medians.

	END
	printf '| build | units | clang, CPU s'
	for k in $(kinds); do
		printf ' | %s' "$(label "$k" | sed 's/^gfncheck, //')"
	done
	printf ' |\n|---|---:|---:'
	for k in $(kinds); do
		printf '|---:'
	done
	echo '|'
	ratio_rows
	printf '\n![Ratios to clang -fsyntax-only](bench.svg)\n'
	while read -r b units kvm c; do
		cat <<-END

		## $b

		$units units, $kvm of them in KVM's folders: the last column compares with what clang takes for
		these alone. The .c that is changed is $c.

		| run | units parsed | CPU s | wall s | CPU ratio | wall ratio | CPU ratio, KVM's folders |
		|---|---:|---:|---:|---:|---:|---:|
		$(build_rows "$b")
		END
	done <"$WORK/builds"
	cat <<-END

	## Memory, fact base and link

	MB are 1,048,576 bytes. Peaks are of one process: a worker parses, the parent links and
	reports. The link time is what \`gfncheck -v\` says, nothing changed.

	| build | worker, cold | worker, --exhaustive | parent, cold | parent, warm | fact base | precompiled headers | link, ms |
	|---|---:|---:|---:|---:|---:|---:|---:|
	$(memory_rows)

	All builds in one run: link $(awk '{ print 1000 * $4 }' "$WORK/link" | median) ms, nothing changed.
	END
	if [ -s "$WORK/spatch" ]; then
		cat <<-END

		## The semantic patch

		spatch as \`make coccicheck MODE=report\` calls it, on $FOLDER.

		| rule | CPU s | wall s |
		|---|---:|---:|
		$(spatch_rows)
		END
	fi
	review_table
	k=$(failures)
	[ -z "$k" ] || printf '\n%s\n' "$k"
}

# Bars, a group for each build; the colours follow the reader's scheme.
write_plot()
{
	local b k

	for b in "${NAMES[@]}" $([ ${#NAMES[@]} -lt 2 ] || echo sum); do
		echo "group $b"
		for k in $(kinds); do
			echo "bar $k $(value "$b" "$k" 5) $(label "$k")"
		done
	done | awk -v date="$(date +%F)" -f "$PARTS/plot.awk"
}
