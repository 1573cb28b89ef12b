#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Every script passes shellcheck (.shellcheckrc has what is not asked for), and
# none is so long that it should be parts.
# takes: 12 s
# slow: it reads each script with all that it sources
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1

# What is shell by its first line, or says so to shellcheck.
mapfile -t scripts < <(grep -rlE '^#!.*\bsh$|^#!.*bash|^# shellcheck shell=' scripts tests .ci | sort)
[ ${#scripts[@]} -gt 50 ]
ok $? "there are ${#scripts[@]} scripts"
if command -v shellcheck > /dev/null; then
	printf '%s\0' "${scripts[@]}" | xargs -0 -n 8 -P "$(nproc)" shellcheck -x -e SC1091 -f gcc > "$tmp/out" 2>&1
	ok $? "shellcheck has nothing to say" || sed 's/^/# /' "$tmp/out" | head -n 40
else
	skip "shellcheck has nothing to say" "it is not installed"
fi
long=$(printf '%s\0' "${scripts[@]}" | grep -zv '^tests/' | xargs -0 wc -l | awk '$1 > 400 && $2 != "total"')
is "$long" "" "none of those in scripts/ is above 400 lines"
done_testing
