# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-prove: which calls of the tree the scenarios are for, and what the finding
# says of each.

# sites TREE: a line for each scenario: name, file, line, form, function, accessor
sites()
{
	perl "$PARTS/sites.pl" "$1" <"$WORK/scenarios" || die "cannot look for calls in $1"
}

find_sites()
{
	sites "$TREE" >"$WORK/sites"
	join -t$'\t' -v 1 "$WORK/scenarios" "$WORK/sites" >"$WORK/missing"
}

list_sites()
{
	join -t$'\t' -o 2.2,2.3,2.5,2.6,1.1,1.3 "$WORK/scenarios" "$WORK/sites" | sort -t$'\t' -k1,1 -k2,2n |
		awk -F'\t' '{ printf "%s:%s: %s in %s(): %s (%s)\n", $1, $2, $4, $3, $6, $5 }'
	awk -F'\t' '{ printf "not in this tree: %s: %s (%s)\n", $2, $3, $1 }' "$WORK/missing"
}

# Which scenarios to run: those of the calls that --site names, or all.
select_sites()
{
	local site

	mapfile -t SELECTED < <(cut -f 1 "$WORK/sites")
	[ ${#SITES[@]} -gt 0 ] || return 0
	SELECTED=()
	for site in "${SITES[@]}"; do
		awk -F'\t' -v s="${site#"$TREE"/}" '$2 ":" $3 == s { print $1; n++ } END { exit !n }' "$WORK/sites" \
			>>"$WORK/selected" || die "$site: no scenario is for a call there" \
			"The calls that have one: $PROG --tree $TREE --list"
	done
	mapfile -t SELECTED < <(sort -u "$WORK/selected")
}

# build_of TREE FOLDER: the x86 build, as one of a copy of the tree
build_of()
{
	if ! mkdir -p "$2" ||
	   ! sed "s|$TREE\([/\"]\)|$1\1|g" "$BUILD/compile_commands.json" >"$2/compile_commands.json" ||
	   ! sed "s|^tree=.*|tree=$1|" "$BUILD/build.info" >"$2/build.info"; then
		die "cannot copy $BUILD to $2"
	fi
}

# findings FILE: what gfncheck says of TREE: file, line, accessor, context, why it
# is right as it is, function, why it cannot be in SMM
findings()
{
	local status

	build_of "$TREE" "$OUT/x86"
	"$GFNCHECK" -q -j "$JOBS" -p "$OUT/x86" --format=json --all-sites \
		>"$WORK/findings.json" 2>"$WORK/gfncheck.log"
	status=$?
	[ $status -le 1 ] || die "gfncheck could not do its work:" "$(tail -n 20 "$WORK/gfncheck.log")"
	perl -MJSON::PP -e '
		local $/;
		my $doc = decode_json(<STDIN>);
		print join("\t", @$_{qw(file line accessor context)}, $_->{by_design} // "",
			$_->{function} // "", $_->{reach} // ""), "\n"
			for @{$doc->{findings}};' <"$WORK/findings.json" >"$1" || die "cannot read what gfncheck said"
}

# converted_patch TREE PATCH: what gfn-convert makes of a tree; the same input was
# perhaps converted before
converted_patch()
{
	local sum kept

	sum=$({ kvm_sum "$1"; cat "$GFNCHECK" "$TOP/scripts/gfn-convert" "$TOP"/scripts/convert/* "$TOP"/cocci/*.cocci; } |
		sha256sum | cut -c -16)
	kept=$OUT/cache/$sum.patch
	[ -f "$kept" ] || {
		say 1 "converting $1"
		build_of "$1" "$OUT/x86.convert"
		"$TOP/scripts/gfn-convert" --tree "$1" --build "$OUT/x86.convert" --thread --dry-run -j "$JOBS" \
			>"$kept.part" 2>"$WORK/convert.log" ||
			die "gfn-convert did not convert $1:" "$(tail -n 20 "$WORK/convert.log")"
		mv "$kept.part" "$kept"
	}
	cp "$kept" "$2"
}

# convert FROM TO: a copy of TREE in TO, with what gfn-convert makes of FROM
convert()
{
	converted_patch "$1" "$WORK/convert.patch"
	[ "$1" = "$2" ] || copy_tree "$2"
	patch -s -p1 -d "$2" <"$WORK/convert.patch" >"$WORK/patch.log" 2>&1 ||
		die "what gfn-convert prints does not apply:" "$(cat "$WORK/patch.log")"
}
