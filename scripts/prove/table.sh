# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-prove: what was seen before and after, against what the findings say.
#
# What a scenario has to show is told by the form that its call has: a VM form
# looks in address space 0, a vCPU form where the vCPU is.

before_and_after()
{
	findings "$WORK/findings"
	build_kvm "$TREE"
	say 1 "running ${#SELECTED[@]} scenarios in the kernel as it is"
	run_scenarios "$KVM" "$WORK/before" "${SELECTED[@]}"
	convert "$TREE" "$WORK/converted"
	sites "$WORK/converted" >"$WORK/sites.after"
	build_kvm "$WORK/converted"
	say 1 "running them in the converted kernel"
	run_scenarios "$KVM" "$WORK/after" "${SELECTED[@]}"
}

# field FILE NAME N: the Nth field of the line that begins with the name
field()
{
	awk -F'\t' -v name="$2" -v n="$3" '$1 == name { print $n; exit }' "$1"
}

# What gfncheck says of the call of a scenario, in a word or two.
finding_of()
{
	local file line form accessor

	IFS=$'\t' read -r _ file line form _ accessor < <(grep "^$1	" "$WORK/sites")
	[ "$form" = vm ] || { echo "vCPU form"; return; }
	awk -F'\t' -v f="$file" -v l="$line" -v a="$accessor" '
		$1 == f && $2 == l && $3 == a { print ($5 != "" ? "by design" : $4); found = 1; exit }
		END { if (!found) print "no finding" }' "$WORK/findings"
}

# verdict FORM SEEN: ok, no, or untold
verdict()
{
	case $1/$2 in
	vm/as0 | vcpu/vcpu)	echo ok ;;
	*/untold)		echo untold ;;
	*)			echo no ;;
	esac
}

# verdict_of NAME SITES RESULTS: verdict, where it looked, and in words
verdict_of()
{
	local form space text

	form=$(field "$2" "$1" 4)
	space=$(field "$3" "$1" 2)
	text=$(field "$3" "$1" 3)
	printf '%s\t%s\t%s' "$(verdict "$form" "$space")" "$space" "$text"
}

# A line for each scenario in $WORK/table: file:line, function, accessor, finding,
# guest, and what verdict_of() says of it before and after
compare()
{
	local name

	for name in "${SELECTED[@]}"; do
		printf '%s\t%s\t%s\t%s\t%s\n' \
			"$(awk -F'\t' -v n="$name" '$1 == n { print $2 ":" $3 "\t" $5 "\t" $6 }' "$WORK/sites")" \
			"$(finding_of "$name")" "$(field "$WORK/scenarios" "$name" 3)" \
			"$(verdict_of "$name" "$WORK/sites" "$WORK/before")" \
			"$(verdict_of "$name" "$WORK/sites.after" "$WORK/after")"
	done | sort -t: -k1,1 -k2,2n >"$WORK/table"
}

# reason TEXT: why no scenario can be for a call, as tests/prove/unreached says
reason()
{
	[ ! -f "$SCENARIOS/unreached" ] ||
		awk -F'\t+' -v call="$1" '!/^#/ && call ~ $1 { print $2; exit }' "$SCENARIOS/unreached"
}

# Findings that no scenario is for: file:line, accessor, function, why
unseen_findings()
{
	local file line accessor context design function reach

	while IFS=$'\x1f' read -r file line accessor context design function reach; do
		case $context/$design in
		direct/ | alias/ | callers/) ;;
		*) continue ;;
		esac
		awk -F'\t' -v f="$file" -v l="$line" '$2 == f && $3 == l { found = 1 } END { exit !found }' \
			"$WORK/sites" && continue
		[ -n "$reach" ] || reach=$(reason "$file:$line: $accessor() in $function()")
		printf '%s\t%s\t%s\t%s\n' "$file:$line" "$accessor" "$function" "$reach"
	done < <(tr '\t' '\037' <"$WORK/findings") >"$WORK/unseen"
}

# A VM form that is neither reported nor known to be right contradicts what was seen.
sum_up()
{
	read -r TOTAL NO UNTOLD < <(awk -F'\t' '
		$6 == "no" || $9 == "no" || $4 == "no finding" { no++; next }
		$6 == "untold" || $9 == "untold" { untold++ }
		END { print NR, no + 0, untold + 0 }' "$WORK/table")
	STATUS=0
	[ "$UNTOLD" -eq 0 ] || STATUS=2
	[ "$NO" -eq 0 ] || STATUS=1
}

print_text()
{
	awk -F'\t' '
		function seen(verdict, space, text) {
			return (space == "as0" ? "address space 0" : space == "vcpu" ? "the vCPU\047s" : "not told") \
				": " text (verdict == "ok" ? "" : verdict == "no" ? "   <-- UNEXPECTED" : "   <-- ?")
		}
		{
			printf "%s: %s() in %s() [%s]\n", $1, $3, $2, $4
			printf "    guest   %s\n", $5
			printf "    before  %s\n", seen($6, $7, $8)
			printf "    after   %s\n", seen($9, $10, $11)
		}' "$WORK/table"
	echo "$TOTAL scenarios: $((TOTAL - NO - UNTOLD)) as the findings say, $NO not, $UNTOLD not told"
	awk -F'\t' '{ print "No such call in this tree: " $2 " (" $1 ")" }' "$WORK/missing"
	awk -F'\t' '{ print "No scenario for " $1 ": " $2 "() in " $3 "(): " ($4 == "" ? "none was written" : $4) }' \
		"$WORK/unseen"
}

print_markdown()
{
	awk -F'\t' '
		function seen(verdict, text) { return text (verdict == "ok" ? "" : " **(unexpected)**") }
		BEGIN {
			print "| call | finding | what the guest does | seen before | seen after |"
			print "|---|---|---|---|---|"
		}
		{
			sub("arch/x86/kvm/", "", $1)
			printf "| `%s` `%s()` in `%s()` | %s | %s | %s | %s |\n", $1, $3, $2, $4, $5,
				seen($6, $8), ($8 == $11 ? "the same" : seen($9, $11))
		}' "$WORK/table"
}

# Kept beside the kernels, for a series to quote.
print_table()
{
	sum_up
	print_text | tee "$OUT/table.txt"
	print_markdown >"$OUT/table.md" || die "cannot write $OUT/table.md"
	[ -z "$MARKDOWN" ] || cp "$OUT/table.md" "$MARKDOWN" || die "cannot write $MARKDOWN"
}
