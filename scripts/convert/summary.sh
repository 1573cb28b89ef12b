# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-convert: the diff, and the account of what was done and what was left.

# print_diff_between OLD NEW FILE
print_diff_between()
{
	echo "diff --git a/$3 b/$3"
	diff -up --label "a/$3" --label "b/$3" "$1" "$2"
	[ $? -le 1 ]
}

# print_diff FILE...
print_diff()
{
	local file

	for file in "$@"; do
		print_diff_between "$WORK/orig/$file" "$WORK/fixed/$file" "$file" || return
	done
}

# some N THING [THINGS]: "1 call", "2 calls"
some()
{
	if [ "$1" -eq 1 ]; then echo "$1 $2"; else echo "$1 ${3:-$2s}"; fi
}

# count CONTEXT: calls of the context that were rewritten
count()
{
	awk -F'\t' -v c="$1" '$6 && $5 == c' "$WORK/plan" | wc -l
}

print_left()
{
	awk -F'\t' '!$6 && $5 != "vm" && $5 != "unknown" { n[$5 ": " $7]++ }
		END { for (i in n) printf "%6d  %s\n", n[i], i }' "$1" | sort -k1,1nr -k2
}

# Functions that use the vCPU's address space now, and address space 0 too.
print_mixed()
{
	awk -F'\t' '{ f = $8 "() in " $1 }
		$6 { both[f] }
		!$6 && $5 ~ /^(direct|alias|callers)$/ && $7 !~ /by design/ { left[f] = left[f] " " $4 }
		END { for (f in both) if (f in left) print "        " f ":" left[f] }' "$1" | sort
}

# Units of the builds in which nothing could be looked at, so nothing was converted.
print_not_analysed()
{
	perl -MJSON::PP -e '
		local $/;
		for my $na (@{decode_json(<STDIN>)->{not_analysed}}) {
			print "Not analysed: $na->{file}: $na->{reason}\n"
				if !defined $na->{line} && !defined $na->{function} && ($na->{builds} // "") ne "";
		}' <"$WORK/before.json"
}

print_verified()
{
	local what="no new diagnostic"

	[ -z "$SPARSE" ] || what+=", nothing new from sparse"
	echo "Verified in $(some ${#UNITS[@]} unit): $what."
	[ ! -s "$WORK/unverified" ] ||
		awk -F'\t' '{ print "Not verified: " $1 ", which did not compile before either: " $2 }' "$WORK/unverified"
	[ ! -s "$WORK/unread" ] ||
		awk -F'\t' '{ print "Not verified by sparse, which does not read it: " $1 }' "$WORK/unread"
	[ ! -s "$WORK/unparsed" ] || awk -F'\t' '{ print "Not seen by Coccinelle: " $1 ": " $2 }' "$WORK/unparsed"
	print_not_analysed
}

summary()
{
	local context n left total

	steps_done
	total=$(awk -F'\t' '$6' "$WORK/plan" | wc -l)
	if [ ${#FILES[@]} -eq 0 ]; then
		echo "Nothing to rewrite."
	else
		echo "$(some "$total" call) ${DRY_RUN:+would be }rewritten in $(some ${#FILES[@]} file):"
		for context in $CONTEXTS; do
			n=$(count "$context")
			[ "$n" -eq 0 ] || printf '%6d  %s\n' "$n" "$context"
		done
		echo "Of these, $BY_SPATCH by Coccinelle too."
		print_verified
	fi
	left=$(print_left "$WORK/plan")
	[ -z "$left" ] || printf 'Left as they are:\n%s\n' "$left"
	left=$(print_mixed "$WORK/plan")
	[ -z "$left" ] || printf 'Look at these, of whose calls some are left:\n%s\n' "$left"
	[ ${#THREADED[@]} -eq 0 ] ||
		echo "Helpers that take the vCPU now, see $KEPT: ${THREADED[*]}"
	[ ! -f "$WORK/thread.plan" ] ||
		awk -F'\t' '$1 == "refuse" { print "Not threaded: " $2 ": " $3 }' "$WORK/thread.plan" | sort -u
	[ ! -f "$WORK/introduced" ] ||
		awk -F'\t' '{ print ($1 == "cannot" ? "Cannot introduce: " : "Introduced: ") $2 }' "$WORK/introduced"
	[ -z "$UNDO" ] || echo "The tree has no git; undo with: $UNDO"
}

