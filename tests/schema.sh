#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# JSON reports are what docs/findings.schema.json says, by ajv: all keys are in
# it, and all it has are there. Needs Node.js, and npm to fetch ajv.
set -u
cd "$(dirname "$0")" || exit 1
build=$(realpath "${BUILD:-../build}")
schema=$PWD/../docs/findings.schema.json

skip_all()
{
	echo "1..0 # SKIP $1"
	exit 0
}

command -v node > /dev/null || skip_all "node is not installed"
if ! [ -d "$build/node_modules/ajv" ]; then
	command -v npm > /dev/null || skip_all "npm is not installed"
	npm install --prefix "$build" --no-save --no-audit --no-fund --silent ajv@8 > /dev/null 2>&1 ||
		skip_all "npm cannot fetch ajv"
fi

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
cat > "$tmp/check.cjs" <<'END'
const fs = require('fs'), Ajv = require(process.argv[2] + '/node_modules/ajv');
const schema = JSON.parse(fs.readFileSync(process.argv[3])), json = n => JSON.parse(fs.readFileSync(n));
let n = 0, failed = 0;
function ok(good, name, why) {
	console.log(`${good ? 'ok' : 'not ok'} ${++n} - ${name}`);
	if (!good) { failed = 1; console.log('# ' + why); }
}
const as = s => new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(s);
const published = as(schema);
// Readers may meet new keys; here, one that the schema does not know is not documented.
const closed = JSON.parse(JSON.stringify(schema));
closed.additionalProperties = false;
for (const d of Object.values(closed.definitions))
	d.additionalProperties = false;
const known = as(closed);
for (const file of process.argv.slice(4)) {
	const report = json(file);
	ok(published(report), `${file} is valid`, JSON.stringify(published.errors));
	ok(known(report), `${file} has no other keys`, JSON.stringify(known.errors));
	ok(report.findings.every(f => f.id !== 'vm' || f.severity === 'note'), `${file}: what is right is no error`, '');
}
const one = json(process.argv[4]);
delete one.findings[0].severity;
ok(!published(one), 'a finding without a severity is not valid', 'it is');
console.log(`1..${n}`);
process.exit(failed);
END
# what each case of tests/cases gives, in one
cp -r cases "$tmp/cases"
(cd "$tmp/cases" && for f in *.c; do
	printf '%s{"directory": "%s", "file": "%s", "arguments": ["cc", "-Iinclude", "%s"]}' \
		"${sep-[}" "$PWD" "$f" "$f"
	sep=,
done && echo ']') > "$tmp/cases/compile_commands.json"
"$(realpath "${GFNCHECK:-../gfncheck}")" -p "$tmp/cases" --no-cache -q --format=json --all-sites > "$tmp/cases.json"
node "$tmp/check.cjs" "$build" "$schema" report/expected/json report/expected/json.all "$tmp/cases.json"
