#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# A test for NIPA: put the folder into tests/patch, and set GFNCHECK_BUILD to a
# build of the branch the series are for. HEAD is the patch.
# Exits 0: nothing new; 250: something to look at; 1: a bug; one line to $DESC_FD.
out=${RESULTS_DIR:-$(mktemp -d)}/gfncheck
mkdir -p "$out"

"${GFNCHECK:-gfncheck}" review -q -p "${GFNCHECK_BUILD:?the build to use}" --tree . \
	--format=text="$out/review" --format=b4="$out/lines" --format=oneline="$out/summary" HEAD \
	2> "$out/stderr"
status=$?
cat "$out/review" "$out/stderr" 2> /dev/null
if [ $status = 2 ]; then
	head -n 1 "$out/stderr" >&"${DESC_FD:-1}"
	exit 1
fi
head -n 1 "$out/summary" >&"${DESC_FD:-1}"
case $status in
0) exit 0 ;;
3) exit 250 ;;
esac
grep -q '^ERROR:' "$out/lines" && exit 1
exit 250
