#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Every emitter on the findings of tests/unit/report.c, against
# tests/report/expected. UPDATE=1 writes what is expected anew: look at the
# difference before committing it.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$top/tests/report" || exit 1
report=${BUILD:-$top/build}/tests/report

emits() # FILE ARG...
{
	local want=expected/$1
	shift
	"$report" emit "$@" > "$tmp/raw" 2> "$tmp/err"
	ok $? "$* is written"
	# fixes have absolute paths; style and script are not what is tested here
	sed -e "s|$PWD/||g" -e '/^<style>/,/^<\/style>/d' -e '/^<script>/,/^<\/script>/d' \
		"$tmp/raw" > "$tmp/out"
	[ -z "${UPDATE:-}" ] || cp "$tmp/out" "$want"
	diff -u "$want" "$tmp/out" > "$tmp/diff"
	ok $? "$* is what is expected"
	sed 's/^/# /' "$tmp/diff" "$tmp/err"
}

# python3 -c CODE FILE: true, and says nothing
python()
{
	python3 - "$2" <<< "$1" > "$tmp/py" 2>&1
	local status=$?
	sed 's/^/# /' "$tmp/py"
	return $status
}

if [ ! -x "$report" ]; then
	echo "1..0 # SKIP $report is not built"
	exit 0
fi

emits text text
emits text.color text color
emits text.all text all
emits json json
emits json.all json all
emits sarif sarif
emits rdjsonl rdjsonl
emits fixes fixes
emits summary summary
emits html html

"$report" emit text by-design | grep -q 'kvm_write_guest_cached() keeps address space 0 by design: the cache'
ok $? "-W by-design shows the reason"

python3 -m json.tool expected/json.all > "$tmp/out"
ok $? "JSON is JSON"

# The first key a file lacks is the exception python dies of.
python '
import json, sys
d = json.load(open(sys.argv[1]))
assert list(d)[:5] == ["tool", "version", "tree", "findings", "not_analysed"], list(d)
keys = ["file", "line", "column", "function", "accessor", "kvm_arg", "context", "id",
        "replacement", "reach", "by_design", "severity", "why", "fingerprint"]
for f in d["findings"]:
    assert list(f)[:len(keys)] == keys, list(f)
    assert f["context"] in ("direct", "alias", "callers", "mixed", "foreign", "vm", "unknown")
    assert f["severity"] in ("error", "warning", "note")
    assert f["why"] or f["context"] not in ("callers", "mixed")
    for s in f["why"]:
        assert list(s) == ["file", "line", "text"]
assert len(set(f["fingerprint"] for f in d["findings"])) == len(d["findings"])
' expected/json.all
ok $? "the contract's keys, in its order"

# shellcheck disable=SC2016
python '
import json, sys
d = json.load(open(sys.argv[1]))
assert d["version"] == "2.1.0" and "sarif-2.1.0" in d["$schema"]
(run,) = d["runs"]
rules = run["tool"]["driver"]["rules"]
assert run["tool"]["driver"]["name"] == "gfncheck"
assert run["tool"]["driver"]["informationUri"].startswith("https://")
for r in rules:
    assert r["helpUri"].startswith("https://")
    assert r["id"] and all(r[k]["text"] for k in ("shortDescription", "fullDescription", "help"))

def region(r):
    assert all(r[k] >= 1 for k in ("startLine", "startColumn", "endLine", "endColumn"))
    assert (r["startLine"], r["startColumn"]) <= (r["endLine"], r["endColumn"])

def location(l):
    p = l["physicalLocation"]
    assert not p["artifactLocation"]["uri"].startswith("/")
    region(p["region"])

for r in run["results"]:
    assert rules[r["ruleIndex"]]["id"] == r["ruleId"]
    assert r["message"]["text"] and list(r["partialFingerprints"]) == ["gfncheck/v1"]
    assert r["level"] in ("error", "warning", "note")
    for l in r["locations"]:
        location(l)
    for flow in r.get("codeFlows", []):
        for l in flow["threadFlows"][0]["locations"]:
            assert l["location"]["message"]["text"]
            location(l["location"])
    for fix in r.get("fixes", []):
        assert fix["description"]["text"]
        for c in fix["artifactChanges"]:
            for e in c["replacements"]:
                region(e["deletedRegion"])
assert any("codeFlows" in r for r in run["results"]) and any("fixes" in r for r in run["results"])
line = open("tree/arch/x86/kvm/x86.c", encoding="utf-8").read().split("\n")[8]
(r,) = [r for r in run["results"] if r["ruleId"] == "vcpu-direct"]
g = r["locations"][0]["physicalLocation"]["region"]
assert line[g["startColumn"] - 1:g["endColumn"] - 1] == "kvm_read_guest", g
' expected/sarif
ok $? "SARIF has what code scanning reads, columns in characters"

python '
import json, sys
for l in open(sys.argv[1]):
    d = json.loads(l)
    assert d["message"] and d["severity"] in ("ERROR", "WARNING", "INFO") and d["code"]["value"]
    r = d["location"]["range"]
    line = open("tree/" + d["location"]["path"], "rb").read().split(b"\n")[r["start"]["line"] - 1]
    name = line[r["start"]["column"] - 1:r["end"]["column"] - 1].decode()
    assert d["message"].startswith(name + "()"), (name, d["message"])
    assert len(d.get("suggestions", [])) <= 1
' expected/rdjsonl
ok $? "rdjsonl is one object a line, columns in bytes"

apply=$(command -v clang-apply-replacements clang-apply-replacements-{14..19} | head -1)
if [ -n "$apply" ]; then
	mkdir "$tmp/apply" && cp -r tree "$tmp/apply/" && cd "$tmp/apply" || exit 1
	sed "s|\"tree|\"$PWD/tree|" "$OLDPWD/expected/fixes" > fixes.yaml
	"$apply" . > "$tmp/out" 2>&1
	[ -z "${UPDATE:-}" ] || cp tree/arch/x86/kvm/x86.c "$OLDPWD/expected/fixed.c"
	diff -u "$OLDPWD/expected/fixed.c" tree/arch/x86/kvm/x86.c > "$tmp/diff"
	ok $? "clang-apply-replacements makes of it what is expected"
	sed 's/^/# /' "$tmp/diff" "$tmp/out"
	cd "$OLDPWD" || exit 1
else
	skip "clang-apply-replacements makes of it what is expected" "clang-apply-replacements is not installed"
fi

"$report" emit html -o "$tmp/html" && "$report" emit html | cmp -s - "$tmp/html/index.html"
ok $? "-o names the folder of an HTML report"
"$report" emit json -o "$tmp/nowhere/json" 2> "$tmp/err"
[ $? = 2 ] && grep -q "cannot write the report to $tmp/nowhere/json: No such file" "$tmp/err"
ok $? "a report that cannot be written is an error"

done_testing
