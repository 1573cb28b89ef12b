# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-convert: each call that was rewritten is on the vCPU that it was on.

# gfncheck scans what changed again, and compares the value of each vCPU with
# that of before. A file where one is another is left.
verify_meaning()
{
	local status place why

	step "comparing what the calls mean"
	run "$GFNCHECK" -q -j "$JOBS" --tree "$SHADOW" --facts "$WORK/after.db" "${SHADOW_ARGS[@]}" \
		confirm "$WORK/expected" >"$WORK/changed" 2>"$WORK/gfncheck.log"
	status=$?
	[ $status -le 1 ] || die "gfncheck could not do its work:" "$(tail -n 20 "$WORK/gfncheck.log")"
	while IFS=$'\t' read -r place why; do
		case " ${FILES[*]} " in
		*" ${place%:*} "*) leave "${place%:*}" "$place: $why; this is a bug, please report it" ;;
		esac
	done <"$WORK/changed"
}
