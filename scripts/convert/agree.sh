# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-convert: Coccinelle makes the same edits on its own where it can parse the
# code, and both must agree.

# mask PLAN FILE: write an accessor's first letter in upper case wherever
# spatch is to leave the call alone; what is not evaluated is in no plan
mask()
{
	# shellcheck disable=SC2046
	perl -e '
		my ($plan, $file, @names) = @ARGV;
		my %names = map { $_ => 1 } @names;
		my %keep;
		open(my $p, "<", $plan) or die;
		while (<$p>) {
			my ($f, $line, $col, $name, $context, $ok) = split /\t/;
			$names{$name} = 1;
			$keep{"$line:$col"} = 1 if $f eq $file && $context eq "direct" && $ok;
		}
		my $re = join "|", map { quotemeta } sort keys %names;
		while (my $l = <STDIN>) {
			$l =~ s/\b($re)(?=\s*\()/$keep{"$.:" . ($-[0] + 1)} ? $1 : ucfirst $1/ge;
			print $l;
		}' "$1" "$2" $(accessors)
}

# The names that the semantic patch looks for.
accessors()
{
	sed -n 's/^\t"\([a-z_0-9]*\)": ("\(rename\|slot\)".*/\1/p' "$COCCI"
}

unmask()
{
	# shellcheck disable=SC2046
	perl -e '
		my ($plan, @names) = @ARGV;
		my %names = map { ucfirst $_ => 1 } @names;
		open(my $p, "<", $plan) or die;
		while (<$p>) {
			$names{ucfirst((split /\t/)[3])} = 1;
		}
		my $re = join "|", map { quotemeta } sort keys %names;
		while (my $l = <STDIN>) {
			$l =~ s/\b($re)\b/lcfirst $1/ge;
			print $l;
		}' "$1" $(accessors)
}

# spatch_one FILE: what Coccinelle makes of it, in $WORK/spatch.  Where it
# cannot parse the code it leaves it alone, and that is fine.
spatch_one()
{
	local out=$WORK/spatch/$1 log=$WORK/spatch/$1.log

	mkdir -p "${out%/*}"
	cd "$SHADOW" || return
	cp "$1" "$out.masked" || return
	# A header is a job of its own: one job must not write to another's file.
	# shellcheck disable=SC2086
	spatch $SPFLAGS --macro-file "$MACROS" --include-headers-for-types -D patch \
		--sp-file "$COCCI" "$1" -o "$out.new" >/dev/null 2>"$log" </dev/null || return 1
	[ -f "$out.new" ] || cp "$out.masked" "$out.new" || return
	unmask "$WORK/plan" <"$out.new" >"$out"
}

run_spatch()
{
	local file

	step "running spatch"
	SPFLAGS=$(sed -n 's|^// Options: ||p' "$COCCI")
	for file in "${DIRECT[@]}"; do
		mask "$WORK/plan" "$file" <"$BASE/$file" >"$WORK/masked" || exit 2
		put "$WORK/masked" "$SHADOW" "$file"
	done
	each spatch_one "${DIRECT[@]}"
}

# One token a line. Comments say nothing about what a program does.
tokens()
{
	perl -0777 -ne '
		s{("(?:[^"\\\n]|\\.)*"|\x27(?:[^\x27\\\n]|\\.)*\x27)|/\*.*?\*/|//[^\n]*}{$1 // " "}gse;
		print "$&\n" while /\w+|[^\s\w]/g' "$1"
}

# One statement a line: where equal tokens stand side by side, it takes more than
# one to see which of them were changed.
statements()
{
	tokens "$1" | sed 's/^[;{}]$/&\
/' | awk '{ printf "%s%s", $0, $0 == "" ? "\n" : " " } END { print "" }'
}

# agrees_by SPLIT FILE: merging Coccinelle's edits into gfncheck's gives gfncheck's
agrees_by()
{
	$1 "$BASE/$2" >"$WORK/t.orig"
	$1 "$WORK/spatch/$2" >"$WORK/t.spatch"
	$1 "$WORK/fixed/$2" >"$WORK/t.fixed"
	git merge-file -p -q "$WORK/t.fixed" "$WORK/t.orig" "$WORK/t.spatch" >"$WORK/t.merged" 2>/dev/null
	cmp -s "$WORK/t.merged" "$WORK/t.fixed"
}

agrees()
{
	agrees_by tokens "$1" || agrees_by statements "$1"
}

# Coccinelle's edits must all be among gfncheck's. A file where they are not is
# left; one that spatch chokes on has gfncheck's alone.
cross_check()
{
	local file

	for file in "${DIRECT[@]}"; do
		if [ ! -f "$WORK/spatch/$file" ]; then
			printf '%s\t%s\n' "$file" "spatch failed: $(tail -n 1 "$WORK/spatch/$file.log")" >>"$WORK/unparsed"
		elif agrees "$file"; then
			BY_SPATCH=$((BY_SPATCH + $(count_spatch "$file")))
		else
			steps_done
			diff -u --label "$file, gfncheck" --label "$file, Coccinelle" -w \
				"$WORK/fixed/$file" "$WORK/spatch/$file" | head -n 40 >&2
			leave "$file" "Coccinelle and gfncheck do not agree on $file; this is a bug, please report it"
		fi
	done
}

# The calls that spatch rewrote: those it was shown, less those still there.
count_spatch()
{
	local shown left

	shown=$(awk -F'\t' -v f="$1" '$1 == f && $6 && $5 == "direct"' "$WORK/plan" | wc -l)
	left=$(grep -oE "\\b($(cut -f 4 "$WORK/plan" | sort -u | paste -sd '|'))[[:space:]]*\(" \
		"$WORK/spatch/$1.new" | wc -l)
	echo $((shown - (left < shown ? left : shown)))
}

