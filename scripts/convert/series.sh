# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-convert: the result as patches for git am.

# group FILE: the patch that it is in. A file with a bug is one of its own,
# "bug:FILE"; clean-ups go by architecture. Signatures that change tie files
# together: then it is one for an architecture in any case, "bug:ARCH".
group()
{
	local arch file

	if [ ${#THREADED[@]} -gt 0 ]; then
		arch=$(arch_of "$1")
		for file in "${FILES[@]}"; do
			[ "$(arch_of "$file")" != "$arch" ] || ! is_bug "$file" ||
				{ echo "bug:$arch"; return; }
		done
		echo "$arch"
	elif is_bug "$1"; then
		echo "bug:$1"
	else
		arch_of "$1"
	fi
}

# A call of the file is wrong while a vCPU is in another address space.
is_bug()
{
	awk -F'\t' -v f="$1" '$1 == f && $6 && $9 == "error" { found = 1 } END { exit !found }' "$WORK/plan"
}

# arch_of FILE|GROUP: its architecture, "all" for generic code; a driver that one
# architecture has belongs there
arch_of()
{
	local file=${1#bug:} arch

	case $file in
	*/*)	;;
	*)	echo "$file"; return ;;
	esac
	arch=${file#arch/}
	set -- "$file"

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

# Bugs first, then generic code, then architectures by name.
groups()
{
	local file

	for file in "${FILES[@]}"; do
		group "$file"
	done | sort -u | sed 's/^bug:/0&/; s/^all$/1&/; t; s/^/2/' | sort | sed 's/^[012]//'
}

group_files()
{
	local file

	for file in "${FILES[@]}"; do
		[ "$(group "$file")" != "$1" ] || echo "$file"
	done
}

# units_of GROUP: those of UNITS that read a file of the group's patch
units_of()
{
	local n file

	group_files "$1" >"$WORK/group"
	while IFS=$'\t' read -r n file _; do
		if grep -qxF "$file" "$WORK/group" ||
		   grep -qsxFf "$WORK/group" "$WORK/unit/$n.deps"; then
			echo "$n"
		fi
	done < <(awk -F'\t' 'NR == FNR { u[$1]; next } $1 in u' \
			<(printf '%s\n' "${UNITS[@]}") "$WORK/units")
}

# Each patch must leave a tree that parses: apply them one after the other.
verify_steps()
{
	local g file new units n=0

	[ "$(groups | wc -l)" -gt 1 ] || return 0
	for file in "${FILES[@]}"; do
		put "$WORK/orig/$file" "$SHADOW" "$file"
	done
	for g in $(groups); do
		step "parsing after patch $((++n))"
		for file in $(group_files "$g"); do
			put "$WORK/fixed/$file" "$SHADOW" "$file"
		done
		mapfile -t units < <(units_of "$g")
		each say_clang "${units[@]}"
		new=$(new_messages clang "${units[@]}") || exit 2
		[ -z "$new" ] || die "after the patch for ${g#bug:} the compiler says what it did not say before:" \
			"$new" "No patch was written."
	done
}

# builds_of GROUP: the builds of its architecture
builds_of()
{
	local dir

	set -- "$(arch_of "$1")"
	for dir in "${BUILDS[@]}"; do
		[ "$1" != all ] && ! grep -qx "arch=$1" "$dir/build.info" 2>/dev/null ||
			echo "${dir##*/}"
	done
}

# spaces_of GROUP: the most address spaces that a build of it has
spaces_of()
{
	local dir n most=1

	set -- "$(arch_of "$1")"
	for dir in "${BUILDS[@]}"; do
		[ "$1" = all ] || grep -qx "arch=$1" "$dir/build.info" 2>/dev/null || continue
		n=$(sed -n 's/^address_spaces=//p' "$dir/build.info" 2>/dev/null)
		[ "${n:-1}" -le "$most" ] || most=$n
	done
	echo "$most"
}

# As the maintainers of each begin theirs.
prefix()
{
	case $1 in
	all)		echo KVM ;;
	loongarch)	echo "LoongArch: KVM" ;;
	mips)		echo "KVM: MIPS" ;;
	powerpc)	echo "KVM: PPC" ;;
	riscv)		echo "RISC-V: KVM" ;;
	*)		echo "KVM: $1" ;;
	esac
}

subject()
{
	local name=${1##*/}

	case $1 in
	bug:*/*)
		echo "$(prefix "$(arch_of "$1")"): use the vCPU's address space in ${name%.?}" ;;
	bug:*)	echo "$(prefix "$(arch_of "$1")"): use the vCPU's address space" ;;
	*)	echo "$(prefix "$1"): use vCPU forms of the guest memory accessors" ;;
	esac
}

# The calls of plan.group that are wrong, and what they do.
print_bugs()
{
	awk -F'\t' '
		BEGIN {
			what["reads"] = "reads the wrong memory"
			what["writes"] = "writes to the wrong memory"
			what["marks dirty"] = "marks the wrong page dirty"
			what["resolves"] = "gives the wrong page or slot"
		}
		$6 && $9 == "error" { print "  " $8 "(): " $4 "() " what[$10] }' "$WORK/plan.group" |
		sort | uniq -c | sed -E 's/^ *1   /  /; s/^ *([0-9]+)   (.*)/  \2, \1 times/'
}

# fixes GROUP: the commits that brought the wrong calls, oldest first, where git
# has more than the one that everything came with
fixes()
{
	local file line hash

	git -C "$TREE" rev-parse -q --verify HEAD >/dev/null 2>&1 || return 0
	awk -F'\t' -v OFS='\t' '$6 && $9 == "error" { print $1, $2 }' "$WORK/plan.group" |
	while IFS=$'\t' read -r file line; do
		git -C "$TREE" blame -w -C -L "$line,$line" --porcelain HEAD -- "$file" 2>/dev/null |
			awk 'NR == 1 { hash = $1 } $1 == "boundary" { hash = "" } END { print hash }'
	done | sort -u | while read -r hash; do
		[ -n "$hash" ] && git -C "$TREE" rev-parse -q --verify "$hash^" >/dev/null &&
			git -C "$TREE" log -1 --abbrev=12 --format='%ct Fixes: %h ("%s")' "$hash"
	done | sort -n | cut -d ' ' -f 2-
}

# plan_of GROUP: its lines of the plan
plan_of()
{
	local file

	cut -f 1 "$WORK/plan" | sort -u | while read -r file; do
		[ "$(group "$file")" != "$1" ] || echo "$file"
	done >"$WORK/group"
	awk -F'\t' 'NR == FNR { f[$1]; next } $1 in f' "$WORK/group" "$WORK/plan"
}

# Break lines that are too long for a log, below their text.
hang()
{
	perl -pe '
		my ($in) = /^(\s*(?:\d+\s+)?)/;
		my $pad = " " x length($in);
		s/^(.{1,72})\s(?=\S)/$1\n/ if length() > 75;
		1 while s/(\n)(?!\s|\z)/$1$pad  /;'
}

# What a patch does and why, for the log.
log_message()
{
	local left mixed

	plan_of "$1" >"$WORK/plan.group"
	{
		echo "Accessors of guest memory that take a struct kvm look the gfn up in" \
		     "address space 0. Code that runs on behalf of a vCPU has to look it up" \
		     "in the address space that the vCPU is in, which is what the forms that" \
		     "take the vCPU do."
		echo
		if [[ $1 == bug:* ]]; then
			[ "$(arch_of "$1")" = all ] && echo "Some architectures have several address spaces:" ||
				echo "There are several address spaces here:"
			echo "while a vCPU is in System Management Mode, the calls below read and" \
			     "write the wrong memory, or mark the wrong page dirty."
		elif [ "$(spaces_of "$1")" -gt 1 ]; then
			echo "No vCPU is in another address space than 0 when these are called," \
			     "so this is a clean-up: no functional change."
		else
			echo "There is one address space here, so this is a clean-up: no" \
			     "functional change."
		fi
	} | fmt -w 72
	if [[ $1 == bug:* ]]; then
		printf '\nWrong in System Management Mode:\n'
		print_bugs
	fi
	echo
	echo "Rewritten:"
	awk -F'\t' '$6 { n[$1]++ } END { for (f in n) printf "  %3d in %s\n", n[f], f }' \
		"$WORK/plan.group" | sort -k3
	left=$(print_left "$WORK/plan.group" | hang)
	[ -z "$left" ] || printf '\nLeft as they are:\n%s\n' "$left"
	mixed=$(print_mixed "$WORK/plan.group" | hang)
	[ -z "$mixed" ] || [ "$(spaces_of "$1")" -eq 1 ] ||
		printf '\nSome calls are left in functions of which others are rewritten:\n%s\n' "$mixed"
	[ ${#THREADED[@]} -eq 0 ] || [ "$1" = all ] || thread_note "$1"
	echo
	{
		echo "Made with gfn-convert. Coccinelle makes the same edits on its own" \
		     "where it can parse the code. Every unit that has a changed file parses" \
		     "without a new diagnostic in: $(builds_of "$1" | paste -sd ' ').${SPARSE:+ sparse says nothing new.}"
	} | fmt -w 72
}

# The helpers whose signature changes, in files of the group.
thread_note()
{
	local name mine=()

	for name in "${THREADED[@]}"; do
		(cd "$WORK/fixed" && group_files "$1" | xargs -r -d '\n' grep -qw -- "$name") && mine+=("$name()")
	done
	[ ${#mine[@]} -gt 0 ] || return 0
	echo
	echo "Every caller of these passes a vCPU's kvm, so they take the vCPU:" \
	     "${mine[*]}." | fmt -w 72
}

# patch_head N TOTAL SUBJECT
patch_head()
{
	local ident=${AUTHOR% *}

	echo "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001"
	echo "From: ${ident% *}"
	echo "Date: $(date -R)"
	echo "Subject: [PATCH $(printf "%0${#2}d" "$1")/$2] $3"
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

# trailers GROUP WHO
trailers()
{
	local lines=()

	[[ $1 != bug:* ]] || mapfile -t lines < <(fixes "$1")
	[ -z "$SIGNOFF" ] || lines+=("Signed-off-by: $2")
	[ ${#lines[@]} -eq 0 ] || { echo; printf '%s\n' "${lines[@]}"; }
}

# write_patch N TOTAL GROUP
write_patch()
{
	local name ident=${AUTHOR% *} files

	name=$(subject "$3" | sed -E 's/[^A-Za-z0-9]+/-/g' | cut -c 1-52)
	mapfile -t files < <(group_files "$3")
	print_diff "${files[@]}" >"$WORK/diff" || die "cannot write to $WORK"
	{
		patch_head "$1" "$2" "$(subject "$3")"
		recipients "$WORK/diff"
		echo
		log_message "$3"
		trailers "$3" "${ident% *}"
		echo ---
		(cd "$WORK" && git apply --stat diff)
		echo
		cat "$WORK/diff"
		printf -- '-- \n%s\n\n' "$PROG"
	} >"$SERIES/$(printf '%04d' "$1")-$name.patch" || die "cannot write to $SERIES"
}

# What gfn-prove saw on a kernel of this version, where it was run from this folder
proof()
{
	local version

	version=$(awk '$2 == "=" { v[$1] = $3 }
		/^NAME/ { exit }
		END { print v["VERSION"] "." v["PATCHLEVEL"] "." v["SUBLEVEL"] v["EXTRAVERSION"] }' "$TREE/Makefile")
	[ -s "build/prove/$version/table.txt" ] || return 0
	printf '\nSeen at run time, by gfn-prove on %s:\n\n' "$version"
	sed 's/^./  &/' "build/prove/$version/table.txt"
}

write_cover()
{
	{
		patch_head 0 "$1" "KVM: use vCPU forms of the guest memory accessors"
		[ -z "$CC" ] || { print_diff "${FILES[@]}" >"$WORK/diff"; recipients "$WORK/diff"; }
		echo
		{
			echo "KVM code that runs on behalf of a vCPU has to look guest memory up in" \
			     "the address space that the vCPU is in. These calls use address space 0" \
			     "whatever the vCPU is in; rewrite them to the forms that take the vCPU."
		} | fmt -w 72
		echo
		KEPT=thread.cocci summary
		proof
		echo
		print_diff "${FILES[@]}" >"$WORK/diff"
		(cd "$WORK" && git apply --stat diff)
		printf -- '\n-- \n%s\n\n' "$PROG"
	} >"$SERIES/0000-cover-letter.patch" || die "cannot write to $SERIES"
}

write_series()
{
	local g n=0 total

	if [ ${#FILES[@]} -eq 0 ]; then
		summary
		return
	fi
	verify_steps
	mkdir -p "$SERIES" || die "$SERIES: cannot make the folder"
	[ -z "$(ls "$SERIES")" ] || die "$SERIES is not empty"
	AUTHOR=$(git -C "$TREE" var GIT_AUTHOR_IDENT 2>/dev/null) ||
		die "git does not know who you are; see git config user.name"
	total=$(groups | wc -l)
	for g in $(groups); do
		step "writing patch $((++n)) of $total"
		write_patch "$n" "$total" "$g"
	done
	write_cover "$total"
	[ ! -f "$WORK/thread.cocci" ] || cp "$WORK/thread.cocci" "$SERIES/thread.cocci"
	summary
	echo "$total patches in $SERIES; see 0000-cover-letter.patch there."
}
