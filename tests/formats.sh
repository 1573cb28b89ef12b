#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Reports as their readers read them: each suggestion taken alone builds, SARIF
# says where the tree is from.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

mkdir -p "$tmp/b"
cp -r "$top/tests/cases/include" "$tmp/b"
cat > "$tmp/b/shared.c" <<'END'
#include <linux/kvm_host.h>

int both(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	struct kvm *kvm = vcpu->kvm;
	int r;

	r = kvm_read_guest(kvm, gpa, p, 8);
	if (r)
		return r;
	return kvm_write_guest(kvm, gpa,
			       p, 8);
}

int lone(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	struct kvm *kvm;

	kvm = vcpu->kvm;
	return kvm_read_guest(kvm, gpa, p, 8);
}

int chain(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	struct kvm *kvm = vcpu->kvm;
	struct kvm *same = kvm;

	if (kvm_read_guest(same, gpa, p, 8))
		return 1;
	return kvm_write_guest(kvm, gpa, p, 8);
}

int kept(struct kvm_vcpu *vcpu, gpa_t gpa, void *p)
{
	struct kvm *kvm = vcpu->kvm;

	return kvm_write_guest(kvm, gpa, p, 8) || kvm == p;
}
END
printf '[{"directory": "%s/b", "file": "shared.c", "arguments": ["gcc", "-Iinclude", "-c", "shared.c"]}]\n' \
	"$tmp" > "$tmp/b/compile_commands.json"
build() # FILE: as the kernel builds it
{
	gcc "-I$tmp/b/include" -Wall -Wunused -Werror -c -o /dev/null "$1"
}
build "$tmp/b/shared.c"
ok $? "the input builds"

# As reviewdog posts them: whole lines, in the place of whole lines, one alone.
"$gfncheck" -p "$tmp/b" --no-cache --format=rdjsonl > "$tmp/rdjsonl"
mkdir "$tmp/each"
python3 - "$tmp" <<'END' > "$tmp/list"
import json, sys
tmp = sys.argv[1]
old = open(tmp + "/b/shared.c", "rb").read().split(b"\n")
for n, row in enumerate(open(tmp + "/rdjsonl")):
    d = json.loads(row)
    (s,) = d["suggestions"]
    a, b, new = s["range"]["start"], s["range"]["end"], old[:]
    assert a["line"] <= d["location"]["range"]["start"]["line"] <= b["line"]
    text = new[a["line"] - 1][:a["column"] - 1] + s["text"].encode() + new[b["line"] - 1][b["column"] - 1:]
    new[a["line"] - 1:b["line"]] = [text]
    open("%s/each/%d.c" % (tmp, n), "wb").write(b"\n".join(new))
    print(n, d["location"]["range"]["start"]["line"])
END
is "$(wc -l < "$tmp/list")" 6 "rdjsonl: one suggestion for each finding"
while read -r n line; do
	build "$tmp/each/$n.c" 2> "$tmp/err"
	ok $? "rdjsonl: that of line $line builds, taken alone" || sed 's/^/# /' "$tmp/err"
done < "$tmp/list"

# The same fix in SARIF, which has no text of its own for what is between.
"$gfncheck" -p "$tmp/b" --no-cache --format=sarif > "$tmp/sarif"
python3 - "$tmp" <<'END' > "$tmp/list"
import json, sys
tmp = sys.argv[1]
old = open(tmp + "/b/shared.c", encoding="utf-8").read()
starts = [0]
for l in old.split("\n"):
    starts.append(starts[-1] + len(l) + 1)
at = lambda line, col: starts[line - 1] + col - 1
for n, r in enumerate(json.load(open(tmp + "/sarif"))["runs"][0]["results"]):
    (change,) = r["fixes"][0]["artifactChanges"]
    new, pos = "", 0
    for e in change["replacements"]:
        g = e["deletedRegion"]
        a, b = at(g["startLine"], g["startColumn"]), at(g["endLine"], g["endColumn"])
        assert a >= pos
        new += old[pos:a] + e["insertedContent"]["text"]
        pos = b
    open("%s/each/%d.c" % (tmp, n), "w", encoding="utf-8").write(new + old[pos:])
    print(n)
END
is "$(wc -l < "$tmp/list")" 6 "SARIF: a fix for each finding"
while read -r n; do
	build "$tmp/each/$n.c" 2> "$tmp/err"
	ok $? "SARIF: fix $n builds, taken alone" || sed 's/^/# /' "$tmp/err"
done < "$tmp/list"

sarif() # PYTHON: an expression of the run
{
	python3 -c "import json; run = json.load(open('$tmp/sarif'))['runs'][0]; print($1)"
}

is "$(sarif 'run.get("versionControlProvenance")')" None "SARIF: no repository"
git -C "$tmp/b" init -q -b topic
git -C "$tmp/b" -c user.name=x -c user.email=x@x commit -q --allow-empty -m x
for remote in 'git@example.org:linux.git ssh://git@example.org/linux.git' \
	      'https://user:secret@example.org/linux.git https://example.org/linux.git' \
	      '/srv/linux None'; do
	git -C "$tmp/b" config remote.origin.url "${remote% *}"
	"$gfncheck" -p "$tmp/b" --no-cache --format=sarif > "$tmp/sarif"
	is "$(sarif 'run.get("versionControlProvenance", [{}])[0].get("repositoryUri")')" "${remote#* }" \
		"SARIF: the repository ${remote% *}"
done
git -C "$tmp/b" config remote.origin.url https://example.org/linux.git
"$gfncheck" -p "$tmp/b" --no-cache --format=sarif > "$tmp/sarif"
is "$(sarif 'run["versionControlProvenance"][0]["revisionId"], run["versionControlProvenance"][0]["branch"]')" \
	"$(git -C "$tmp/b" rev-parse HEAD) topic" "SARIF: what of it"

# a file outside the tree has a URI of its own
mkdir "$tmp/b/tree"
"$gfncheck" -p "$tmp/b" --tree "$tmp/b/include" --no-cache --format=sarif > "$tmp/sarif" 2>&1
printf '[{"directory": "%s/b", "file": "shared.c", "arguments": ["gcc", "-Iinclude", "-c", "shared.c"]},
 {"directory": "%s/b", "file": "tree/in.c", "arguments": ["gcc", "-Iinclude", "-c", "tree/in.c"]}]\n' \
	"$tmp" "$tmp" > "$tmp/b/compile_commands.json"
cp "$tmp/b/shared.c" "$tmp/b/tree/in.c"
"$gfncheck" -p "$tmp/b" --tree "$tmp/b/tree" --no-cache --format=sarif > "$tmp/sarif"
is "$(sarif 'sorted({(a["uri"], a.get("uriBaseId")) for r in run["results"]
	for a in [r["locations"][0]["physicalLocation"]["artifactLocation"]]}, key=str)')" \
	"[('file://$tmp/b/shared.c', None), ('in.c', '%SRCROOT%')]" "SARIF: a file outside the tree"

# a line that nobody would read to its end, and what was not looked at
mini_kernel "$tmp/h" 2
perl -pi -e 's,return kvm_read,"/* " . "x" x 20000 . " */ $&",e' "$tmp/h/tree/arch/x86/kvm/u0.c"
perl -0pi -e 's,^int direct.*,#if 0\n$&#endif\n,ms' "$tmp/h/tree/arch/x86/kvm/u1.c"
"$gfncheck" -p "$tmp/h/b/x86" --no-cache -q --format=html -o "$tmp/h/html"
page=$tmp/h/html/index.html
is "$(grep -c 'x\{401\}' "$page") $(grep -c 'x…' "$page")" "0 4" "HTML: no more than a part of a long line"
is "$(grep -c '1 place was not looked at: whether they are right is not known' "$page")" 1 \
	"HTML: what was not analysed is not called clean"
"$gfncheck" -p "$tmp/h/b/x86" --no-cache -q --format=html -o "$tmp/h/html" arch/x86/kvm/u1.c
is "$(grep -c 'Nothing was found in what was analysed' "$page")" 1 "HTML: nor is the whole"

done_testing
