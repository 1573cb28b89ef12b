#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The HTML report in headless Chromium. Needs Debian's chromium, Node.js and
# the npm package playwright-core, found by node as usual or fetched by npm. SHOTS=DIR keeps screenshots.
set -u
cd "$(dirname "$0")" || exit 1
build=$(realpath "${BUILD:-../build}")
report=$build/tests/report

skip_all()
{
	echo "1..0 # SKIP $1"
	exit 0
}

[ -x "$report" ] || skip_all "$report is not built"
chromium=$(command -v chromium || command -v chromium-browser) || skip_all "chromium is not installed"
command -v node > /dev/null || skip_all "node is not installed"
find_core()
{
	node -p 'require.resolve("playwright-core", { paths: [process.argv[1], "."] })' "$build" 2> /dev/null
}
core=$(find_core) ||
	npm install --prefix "$build" --no-save --no-audit --no-fund --silent playwright-core > /dev/null 2>&1
core=$(find_core) || skip_all "npm cannot fetch playwright-core"

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
(cd report && "$report" emit html -o "$tmp/html") || exit 1
node html.mjs "$core" "$chromium" "$tmp/html/index.html" "${SHOTS:-}"
