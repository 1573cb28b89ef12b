# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-prove --mutate: calls that have the vCPU form, turned back into their VM
# form one at a time. A scenario that does not notice would not notice the bug
# either. And a deliberate VM form, turned into the vCPU form.

top=$TOP
jobs=$JOBS
# shellcheck source=scripts/prove/reverse.sh
. "$PARTS/reverse.sh" || exit 2

# Every vCPU form of KVM's turned back, in a tree of its own. The rules work on
# whole trees; what they do to a line is then what one mutant has.
reversed_tree()
{
	local patch

	tmp=$WORK
	forms "$TREE" >"$WORK/forms"
	copy_tree "$WORK/reversed"
	patch=$OUT/cache/$({ kvm_sum "$TREE"; cat "$PARTS/reverse.sh" "$WORK/forms"; } | sha256sum | cut -c -16).reverse
	[ -f "$patch" ] || {
		say 1 "turning calls back into their VM forms"
		reverse_tree "$WORK/reversed" "$WORK/forms" virt/kvm
		reverse_headers "$WORK/reversed" "$WORK/forms"
		(cd "$WORK" && ln -sfn "$TREE" a && ln -sfn reversed b &&
			diff -ru a/arch/x86/kvm b/arch/x86/kvm; diff -ru a/virt/kvm b/virt/kvm) >"$patch.part"
		mv "$patch.part" "$patch" || die "cannot write to $OUT/cache"
		return
	}
	patch -s -p1 -d "$WORK/reversed" <"$patch" || die "$patch does not apply; remove it"
}

# put_line FROM TO LINE: one line of a file as another file has it
put_line()
{
	perl -e '
		my ($from, $to, $n) = @ARGV;
		my @text = map { open(my $f, "<", $_) or die "$_: $!\n"; [<$f>] } $from, $to;
		die "$from: lines were joined\n" if @{$text[0]} != @{$text[1]};
		$text[1][$n - 1] = $text[0][$n - 1];
		open(my $f, ">", $to) or die "$to: $!\n";
		print $f @{$text[1]};' "$1" "$2" "$3" || die "cannot make a mutant of $2"
}

# shellcheck disable=SC2016
# The vCPU form of a cached access, which KVM does not have: by address.
uncached='
	my ($file, $n) = splice @ARGV, 0, 2;
	open(my $f, "<", $file) or die "$file: $!\n";
	my @lines = <$f>;
	$lines[$n - 1] =~ s/\bkvm_(write|read)_guest_cached\((\w+)->kvm, (&[\w.>-]+),/kvm_vcpu_$1_guest($2, ($3)->gpa,/
		or die "$file:$n: no cached access\n";
	open($f, ">", $file) or die "$file: $!\n";
	print $f @lines;'

# mutant FILE LINE FORM: the tree in $WORK/mutant with that call in its other form
mutant()
{
	cp "$TREE/$1" "$WORK/mutant/$1"
	case $3 in
	vcpu)	put_line "$WORK/reversed/$1" "$WORK/mutant/$1" "$2" ;;
	vm)	perl -e "$uncached" "$WORK/mutant/$1" "$2" || die "cannot make a mutant of $1" ;;
	esac
}

# Calls to mutate: file, line, form, function, accessor, and their scenarios. Of
# the VM forms those that are right, if there is a way to write the other form.
mutable_calls()
{
	local name finding accessor

	for name in "${SELECTED[@]}"; do
		finding=$(finding_of "$name")
		accessor=$(field "$WORK/sites" "$name" 6)
		case $finding/$accessor in
		"vCPU form"/* | "by design"/kvm_*_guest_cached) grep "^$name	" "$WORK/sites" ;;
		esac
	done | awk -F'\t' -v OFS='\t' '
		{ key = $2 OFS $3 OFS $4 OFS $5 OFS $6; names[key] = names[key] " " $1 }
		END { for (key in names) print key, substr(names[key], 2) }' |
		sort -t$'\t' -k1,1 -k2,2n
}

# Of $WORK/calls, those that the rules did not turn back go to $WORK/formless, with
# the reason: a tree that has lost the VM form cannot have the bug.
drop_formless()
{
	local file line form function accessor names why

	mv "$WORK/calls" "$WORK/all-calls"
	: >"$WORK/formless"
	while IFS=$'\t' read -r file line form function accessor names; do
		if [ "$form" = vcpu ] &&
		   [ "$(sed -n "${line}p" "$TREE/$file")" = "$(sed -n "${line}p" "$WORK/reversed/$file")" ]; then
			why="the tree has no VM form of it"
			! grep -q "^$accessor " "$WORK/forms" || why="the rules do not turn it back"
			printf '%s\t%s\t%s\n' "$file:$line" "$accessor" "$why" >>"$WORK/formless"
		else
			printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$file" "$line" "$form" "$function" "$accessor" "$names"
		fi
	done <"$WORK/all-calls" >"$WORK/calls"
	[ -s "$WORK/calls" ] || die "no call can be turned into its other form"
}

# Runs each mutant and adds, for each scenario, a line to $WORK/mutants: file:line,
# form, function, accessor, guest, caught|missed|untold, seen with the mutant, name
run_mutants()
{
	local file line form function accessor names name n=0 total

	total=$(wc -l <"$WORK/calls")
	copy_tree "$WORK/mutant"
	while IFS=$'\t' read -r file line form function accessor names <&3; do
		n=$((n + 1))
		say 1 "$n/$total: $accessor() in $function(), $file:$line"
		mutant "$file" "$line" "$form"
		cmp -s "$TREE/$file" "$WORK/mutant/$file" && die "$file:$line: the call was not changed"
		build_kvm "$WORK/mutant"
		cp "$TREE/$file" "$WORK/mutant/$file"
		# shellcheck disable=SC2086
		run_scenarios "$KVM" "$WORK/results" $names
		for name in $names; do
			printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$file:$line" "$form" "$function" "$accessor" \
				"$(field "$WORK/scenarios" "$name" 3)" \
				"$(caught "$form" "$(field "$WORK/results" "$name" 2)")" \
				"$(field "$WORK/results" "$name" 3)" "$name"
		done
	done 3<"$WORK/calls" >"$WORK/mutants"
}

# caught FORM SEEN: the scenario sees the other address space than without the change
caught()
{
	case $1/$2 in
	vcpu/as0 | vm/vcpu)	echo caught ;;
	*/untold)		echo untold ;;
	*)			echo missed ;;
	esac
}

# All calls at once turned back, and gfn-convert: every file has to be what it
# makes of the tree as it is. The files that are not go to $WORK/differs, and the
# scenarios whose own calls are the same line to $WORK/restored.
restore()
{
	local file line form folder

	copy_tree "$WORK/back"
	cp -a "$WORK/reversed/arch/x86/kvm/." "$WORK/back/arch/x86/kvm/"
	while IFS=$'\t' read -r file line form _; do
		[ "$form" = vm ] || put_line "$WORK/reversed/$file" "$WORK/back/$file" "$line"
	done <"$WORK/calls"
	convert "$TREE" "$WORK/converted"
	convert "$WORK/back" "$WORK/back"
	for folder in arch/x86/kvm virt/kvm; do
		diff -rq "$WORK/converted/$folder" "$WORK/back/$folder"
	done | sed -n "s|^Files $WORK/converted/\(.*\) and .*|\1|p" >"$WORK/differs"
	comm -12 <(call_lines converted) <(call_lines back) | cut -f 1 >"$WORK/restored"
}

# call_lines NAME: each scenario's call in that tree, as it is written
call_lines()
{
	local name file line

	sites "$WORK/$1" | while IFS=$'\t' read -r name file line _; do
		printf '%s\t%s\n' "$name" "$(sed -n "${line}p" "$WORK/$1/$file")"
	done | sort
}

# Calls of vCPU forms that no scenario is for, turned back or not, with the reason if
# tests/prove/unreached has it.
without_scenario()
{
	local at form text

	# shellcheck disable=SC2046
	perl "$PARTS/sites.pl" "$TREE" $(sed -nE 's/^ACCESSOR\((\w+),.*/\1/p' "$TOP/checker/tables/accessors.def") |
		grep -vFf <(cut -f 2,3 "$WORK/sites" | tr '\t' ':' | sed 's/$/\t/') |
		while IFS=$'\t' read -r at form text; do
			printf '%s\t%s\t%s\n' "$at" "$form" "$(reason "$at: $text")"
		done
}

print_mutants()
{
	awk -F'\t' '
		FILENAME == ARGV[1] { restored[$1]; next }
		{
			printf "%s: %s() in %s()\n", $1, $4, $3
			printf "    guest     %s\n", $5
			printf "    %s   %s%s\n", $2 == "vcpu" ? "VM form" : "vCPU form", $7, \
				$6 == "caught" ? "" : $6 == "missed" ? "   <-- NOT NOTICED" : "   <-- ?"
			if ($2 == "vcpu")
				printf "    restored  %s\n", $8 in restored ? "yes" : "NO"
		}' "$WORK/restored" "$WORK/mutants"
	awk -F'\t' '
		{ n[$6]++ }
		END {
			printf "%d mutants: %d noticed, %d not, %d not told\n", NR, n["caught"], n["missed"], n["untold"]
		}' "$WORK/mutants"
	[ ! -s "$WORK/differs" ] || sed 's/^/gfn-convert did not restore: /' "$WORK/differs"
	awk -F'\t' '{ printf "No mutant: %s: %s(): %s\n", $1, $2, $3 }' "$WORK/formless"
	[ ! -s "$WORK/without" ] || {
		echo "Calls that no scenario is for:"
		awk -F'\t' '{ printf "    %s: %s()%s\n", $1, $2, $3 == "" ? "" : ": " $3 }' "$WORK/without"
	}
}

mutants_markdown()
{
	echo "| call | what the guest does | seen in the other form | restored |"
	echo "|---|---|---|---|"
	awk -F'\t' '
		FILENAME == ARGV[1] { restored[$1]; next }
		{
			sub("arch/x86/kvm/", "", $1)
			printf "| `%s` `%s()` in `%s()` | %s | %s%s | %s |\n", $1, $4, $3, $5, $7,
				$6 == "caught" ? "" : " **(" $6 ")**",
				$2 == "vm" ? "by design" : $8 in restored ? "yes" : "**no**"
		}' "$WORK/restored" "$WORK/mutants"
}

mutate()
{
	findings "$WORK/findings"
	mutable_calls >"$WORK/calls"
	reversed_tree
	drop_formless
	run_mutants
	restore
	: >"$WORK/without"
	[ ${#SITES[@]} -gt 0 ] || without_scenario >"$WORK/without"
	print_mutants | tee "$OUT/mutants.txt"
	mutants_markdown >"$OUT/mutants.md" || die "cannot write $OUT/mutants.md"
	[ -z "$MARKDOWN" ] || cp "$OUT/mutants.md" "$MARKDOWN" || die "cannot write $MARKDOWN"
	! grep -q $'\tmissed\t' "$WORK/mutants" && [ ! -s "$WORK/differs" ] || return 1
	! grep -q $'\tuntold\t' "$WORK/mutants" || return 2
}
