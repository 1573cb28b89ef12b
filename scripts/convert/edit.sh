# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-convert: the edits, by gfncheck and by Coccinelle.

# The edits of gfncheck, in files below $WORK/fixed.
edit()
{
	step "editing"
	run "$GFNCHECK" -q -j "$JOBS" --tree "$BASE" "${BASE_ARGS[@]}" -o "$WORK/fixed" \
		--expect "$WORK/expected" fix \
		>/dev/null 2>"$WORK/gfncheck.log" ||
		die "gfncheck could not make the edits:" "$(tail -n 20 "$WORK/gfncheck.log")"
}

# A file that only --thread or --introduce changed is there already.
apply()
{
	local file

	step "editing"
	for file in "${FILES[@]}"; do
		mkdir -p "$WORK/fixed/${file%/*}" "$WORK/orig/${file%/*}"
		cp -p "$TREE/$file" "$WORK/orig/$file" || die "cannot write to $WORK"
		[ -f "$WORK/fixed/$file" ] || cp "$BASE/$file" "$WORK/fixed/$file" ||
			die "cannot write to $WORK"
		put "$WORK/fixed/$file" "$SHADOW" "$file"
	done
}
