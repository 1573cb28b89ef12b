#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What bots read of a review, and scripts/ci, each run the way its host runs it:
# git am, b4, NIPA, GitHub, GitLab, Jenkins, patchwork, reviewdog, a git hook.
# takes: 7 s
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/review/kernel.sh
. "$(dirname "$0")/review/kernel.sh"
ci=$top/scripts/ci
build=$(realpath "${BUILD:-$top/build}")
export GFNCHECK=$gfncheck
mkdir "$tmp/bin"
ln -s "$(realpath "$gfncheck")" "$tmp/bin/gfncheck"
PATH=$tmp/bin:$PATH

review() # ARG...
{
	"$gfncheck" review -q -p "$b" "$@"
}

# json FILE EXPRESSION: of the value d
json()
{
	python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$1" "$2"
}

make_series
git format-patch -q -o "$tmp/mails" base..series
git config gfncheck.build "$b"

# one run for all
review --format=text="$tmp/text" --format=terse="$tmp/terse" --format=mailback="$tmp/mailback" \
	--format=zeroday="$tmp/zeroday" --format=sarif="$tmp/sarif" --format=rdjsonl="$tmp/rdjsonl" \
	--format=codequality="$tmp/codequality" --format=fixup="$tmp/fixup" base..series
is "$?" 1 "all formats from one run"

# replies
is "$(grep -c '^From gfncheck' "$tmp/mailback")" 3 "--mailback: a reply to each mail that adds something"
like "$(< "$tmp/mailback")" "> \+	return kvm_read_guest\(vcpu->kvm, gpa, &v, 1\);
*error: kvm_read_guest\(\) looks the gpa up" "the remark is under its line"
like "$(< "$tmp/mailback")" "> \+	return read_vm\(vcpu->kvm, gpa\);
*arch/x86/kvm/x86.c:16: note: kvm_read_guest" "of an untouched call under the line that made it so"
is "$(grep -c '^> diff --git a/arch/x86/kvm/Makefile' "$tmp/mailback")" 0 "files without a remark are not quoted"
is "$(awk 'length > 80 && !/^>/' "$tmp/mailback")" "" "remarks are wrapped"
git mailsplit -o"$tmp" "$tmp/mailback" > /dev/null
git mailinfo /dev/null /dev/null < "$tmp/0001" > "$tmp/info"
like "$(< "$tmp/info")" "Subject: .*one of each" "git reads the reply as a mail"
review --mailback "$tmp/mails/0006"* --base series~3 > "$tmp/one"
like "$(< "$tmp/one")" "^From gfncheck.*Subject: Re: .PATCH 6/8. KVM: x86: edit a header.*To: A <a@example.org>" "a reply to one mail"
sed '/^From /a Message-ID: <x@y>' "$tmp/mails/0006"* > "$tmp/withid"
like "$(review --mailback --base series~3 "$tmp/withid")" "In-Reply-To: <x@y>" "it is a reply to that mail"
is "$(review --mailback series~7..series~6)" "" "silent where nothing is new"

# the robot's mail
like "$(< "$tmp/zeroday")" "warnings: \(new ones prefixed by >>\).*   arch/x86/kvm/x86.c:24:8: error.*>> arch/x86/kvm/x86.c:41:9: error" \
	"0-day: new ones are prefixed, known ones are not"
like "$(< "$tmp/zeroday")" "vim \+41 arch/x86/kvm/x86.c.*>    41		return kvm_read_guest\(vcpu->kvm, gpa, &v, 1\);" "with the source, numbered"

# git am
git checkout -q -b fixed series
git am -q "$tmp/fixup" 2> "$tmp/err"
is "$?" 0 "the fixups apply"
is "$(git log --format=%s series..fixed | sort -u | tr '\n' '|')" \
	"fixup! KVM: x86: add files|fixup! KVM: x86: edit a header|fixup! KVM: x86: one of each|" "each is a fixup of its patch"
review --format=sarif="$tmp/after" base..fixed > /dev/null
is "$(json "$tmp/after" "sorted(r['ruleId'] for r in d['runs'][0]['results'] if r['baselineState'] == 'new')")" \
	"['vcpu-callers', 'vcpu-foreign', 'vcpu-mixed']" "what is left is what no edit can settle"
GIT_SEQUENCE_EDITOR=: git rebase -q -i --autosquash base > "$tmp/log" 2>&1
is "$?,$(git rev-list --count base..HEAD)" 0,8 "git rebase --autosquash takes them"
git checkout -q -b oldline base
sed -i 's/^u64 read_vm(struct kvm \*kvm/static u64 peek(struct kvm_vcpu *vcpu, gpa_t gpa)\n{\n\tu64 v;\n\tstruct kvm *kvm = vcpu->kvm;\n\n\tkvm_read_guest(kvm, gpa, \&v, 8);\n\treturn v;\n}\n\n&/' arch/x86/kvm/x86.c
sed -i 's/^u64 walk/u64 old_one(struct kvm_vcpu *vcpu, struct kvm *kvm, gpa_t gpa)\n{\n\tu64 v;\n\n\tkvm_read_guest(kvm, gpa, \&v, 9);\n\treturn v;\n}\n\n&/' arch/x86/kvm/x86.c
commit 'KVM: x86: add old_one()'
printf '\nu64 caller(struct kvm_vcpu *vcpu)\n{\n\treturn old_one(vcpu, vcpu->kvm, 0);\n}\n' >> arch/x86/kvm/x86.c
commit 'KVM: x86: call old_one()'
review --format=fixup oldline~..oldline > "$tmp/fixup"
like "$(< "$tmp/fixup")" "Subject: \[PATCH\] KVM: Use the vCPU's address space in old_one\(\).*Fixes: $(git rev-parse --short=12 oldline~) \(\"KVM: x86: add old_one\(\)\"\)" \
	"an older line has a patch of its own, with Fixes: from blame"
git am -q "$tmp/fixup" 2> "$tmp/err"
is "$?" 0 "that applies too"

# b4: from its own code, a check gets the mail on stdin; a line on stdout is a
# warning, or a failure where it holds "ERROR:"; anything on stderr is a failure.
# b4_check MAIL: "pass", or the number of warnings and of failures
b4_check()
{
	local cmd warn fail
	cmd=$(git config b4.prep-perpatch-check-cmd)
	# shellcheck disable=SC2086
	$cmd < "$1" > "$tmp/b4.out" 2> "$tmp/b4.err"
	fail=$(grep -c 'ERROR:' "$tmp/b4.out")
	warn=$(grep -vc 'ERROR:' "$tmp/b4.out")
	[ ! -s "$tmp/b4.err" ] || fail=$((fail + 1))
	if [ "$fail$warn" = 00 ]; then echo pass; else echo "$warn warnings, $fail failures"; fi
}
git checkout -q series
git config b4.prep-perpatch-check-cmd "$ci/b4-check"
is "$(b4_check "$tmp"/mails/0001*)" "1 warnings, 3 failures" "b4: a line for each, of a patch that HEAD has"
is "$(b4_check "$tmp"/mails/0002*)" pass "b4: silent for one that adds nothing"
"$ci/b4-check" --json < "$(echo "$tmp"/mails/0001*)" > "$tmp/b4.json"
is "$(json "$tmp/b4.json" "[(c['tool'], c['status'], sorted(c)) for c in d]")" \
	"[('gfncheck', 'fail', ['details', 'status', 'summary', 'tool', 'url'])]" "b4 0.15: JSON"
"$ci/b4-check" --json < "$(echo "$tmp"/mails/0003*)" > "$tmp/b4.json"
is "$(json "$tmp/b4.json" "d[0]['status']")" pass "b4 0.15: a pass"
if command -v b4 > /dev/null; then
	sed '/^From /a Message-ID: <series@example.org>' "$tmp"/mails/0001* > "$tmp/lore.mbox"
	git config user.email c@example.org
	(HOME=$tmp b4 -q am -T -m "$tmp/lore.mbox" -o - series@example.org > "$tmp/am.mbox" 2> "$tmp/b4.log" < /dev/null)
	if [ -s "$tmp/am.mbox" ]; then
		review --base base --format=oneline "$tmp/am.mbox" > "$tmp/out"
		like "$(< "$tmp/out")" "adds 4 guest memory accesses" "what b4 am makes of a thread is read"
	else
		sed 's/^/# /' "$tmp/b4.log"
		skip "what b4 am makes of a thread is read" "this b4 does not work without a network"
	fi
else
	skip "what b4 am makes of a thread is read" "b4 is not installed"
fi

# NIPA: cwd is the tree with the patch on top; 0, 250 or a failure; a line to $DESC_FD
nipa() # COMMIT: "STATUS DESCRIPTION"
{
	local dir=$ci/nipa/gfncheck run
	git checkout -q "$1"
	run=$(json "$dir/info.json" "d['run'][0]")
	mkdir -p "$tmp/results"
	DESC_FD=5 RESULTS_DIR=$tmp/results BRANCH_BASE=base FIRST_IN_SERIES=0 GFNCHECK_BUILD=$b \
		"$dir/$run" 5> "$tmp/desc" > "$tmp/nipa.out" 2>&1
	echo "$? $(cat "$tmp/desc")"
}
is "$(nipa series~7)" "1 adds 4 guest memory accesses in the wrong address space" "NIPA: a failure"
is "$(nipa series~6)" "0 adds no guest memory access in the wrong address space, fixes 1" "NIPA: a pass"
is "$(nipa series~1)" "250 adds no guest memory access in the wrong address space; 2 things could not be analysed" "NIPA: a warning"
is "$(wc -l < "$tmp/desc")" 1 "NIPA: one line"
git checkout -q series

# SARIF
is "$(json "$tmp/sarif" "[sum(r['baselineState'] == s for r in d['runs'][0]['results']) for s in ('new', 'unchanged', 'absent')]")" \
	"[8, 2, 1]" "SARIF: baselineState of each"
modules=$build/node_modules
schema=$modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json
if command -v node > /dev/null && [ -e "$schema" ] && [ -d "$modules/ajv-draft-04" ]; then
	cat > "$tmp/validate.js" <<'END'
	const [modules, schema, file] = process.argv.slice(2);
	const Ajv = require(modules + '/ajv-draft-04');
	const read = f => JSON.parse(require('fs').readFileSync(f, 'utf8'));
	const s = read(schema);
	delete s.$schema;
	const ajv = new (Ajv.default || Ajv)({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false });
	const ok = ajv.validate(s, read(file));
	if (!ok) console.log(ajv.errorsText());
	process.exit(ok ? 0 : 1);
END
	node "$tmp/validate.js" "$modules" "$schema" "$tmp/sarif" > "$tmp/out" 2>&1
	ok $? "SARIF: as the published schema has it" || sed 's/^/# /' "$tmp/out"
	sed 's/"baselineState": "new"/"baselineState": "fresh"/' "$tmp/sarif" > "$tmp/sarif.bad"
	node "$tmp/validate.js" "$modules" "$schema" "$tmp/sarif.bad" > /dev/null 2>&1
	is "$?" 1 "SARIF: the schema refuses another word"
else
	skip "SARIF: as the published schema has it" "npm install --prefix build ajv-draft-04 @microsoft/jest-sarif"
fi

# reviewdog keeps what is on lines of the diff: all of it must be
git diff -U0 base series | awk '
	/^\+\+\+ / { file = substr($2, 3) }
	/^@@/ { split(substr($3, 2), a, ","); line = a[1] }
	/^\+[^+]/ || /^\+$/ { print file ":" line++ }' > "$tmp/added"
python3 -c '
import json, sys
for l in open(sys.argv[1]):
    d = json.loads(l)
    print("%s:%d" % (d["location"]["path"], d["location"]["range"]["start"]["line"]))' "$tmp/rdjsonl" > "$tmp/places"
is "$(wc -l < "$tmp/places"),$(grep -vxFf "$tmp/added" "$tmp/places")" "8," "rdjsonl: what is new, on the patch's lines"

# GitLab
is "$(json "$tmp/codequality" "[len(d), sorted(d[0]), d[0]['severity'], len(set(i['fingerprint'] for i in d)), all(i['location']['lines']['begin'] > 0 for i in d)]")" \
	"[8, ['check_name', 'description', 'fingerprint', 'location', 'severity'], 'major', 8, True]" "Code Quality: the keys that GitLab wants, fingerprints of their own"

# The workflow's, job's and pipeline's own commands, in the shells that they get.
BASE=$(git rev-parse base)
HEAD=$(git rev-parse series)
mkdir -p "$tmp/work/builds"
ln -s "$b" "$tmp/work/builds/x86"
git clone -q . "$tmp/work/clone" 2> /dev/null
ln -s ../builds "$tmp/work/clone/builds"
# step FILE NAME: the text of "run: |" of that step
step()
{
	awk -v n="- name: $2" 'index($0, n) { on = 1; next } on && /run: \|/ { text = 1; next }
		text && /^          / { print substr($0, 11); next } text { exit }' "$1"
}
step "$ci/github.yml" review > "$tmp/step"
(cd "$tmp/work/clone" && git fetch -q origin "$HEAD" 2> /dev/null
 BASE=$BASE HEAD=$HEAD bash --noprofile --norc -eo pipefail "$tmp/step" > "$tmp/out" 2> "$tmp/err")
is "$?" 1 "GitHub: the step fails where something is new"
is "$(grep -c '^::error file=arch/x86/kvm/.*,line=[0-9]*,title=gfncheck::' "$tmp/out"),$(json "$tmp/work/clone/gfncheck.sarif" "d['version']")" \
	"6,2.1.0" "GitHub: annotations, and a file for its uploader"
(cd "$tmp/work/clone" && BASE=$(git rev-parse "$HEAD~7") HEAD=$(git rev-parse "$HEAD~6") \
	bash --noprofile --norc -eo pipefail "$tmp/step" > "$tmp/out" 2> "$tmp/err")
is "$?" 0 "GitHub: and passes where nothing is"
awk '/^  script:/ { on = 1; next } on && /^    - / { sub(/^    - /, ""); print; next } on { exit }' "$ci/gitlab-ci.yml" > "$tmp/script"
(cd "$tmp/work/clone" && CI_MERGE_REQUEST_DIFF_BASE_SHA=$BASE CI_COMMIT_SHA=$HEAD sh -e "$tmp/script" > "$tmp/out" 2> "$tmp/err")
is "$?,$(json "$tmp/work/clone/gl-code-quality-report.json" "len(d)")" 0,8 "GitLab: the job writes its report"
awk "/sh '''/ { on = 1; next } /'''/ { on = 0 } on" "$ci/Jenkinsfile" > "$tmp/script"
cat "$tmp"/mails/* > "$tmp/series.mbox"
(cd "$tmp/work/clone" && MBOX=$tmp/series.mbox BUILD=$b BASE=$BASE WORKSPACE=$PWD sh -xe "$tmp/script" > "$tmp/out" 2> "$tmp/err")
is "$?,$(grep -c '^From gfncheck' "$tmp/work/clone/reply.mbox")" 1,3 "Jenkins: the stage fails, and keeps the replies"

# a patchwork server
cat > "$tmp/patchwork.pl" <<'END'
use strict; use IO::Socket::INET;
my ($mbox, $log, $portfile) = @ARGV;
my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1', ReuseAddr => 1) or die;
my $port = $s->sockport;
open my $p, '>', "$portfile.new"; print $p $port; close $p; rename "$portfile.new", $portfile;
while (my $c = $s->accept) {
	my ($head, $len, $auth) = ('', 0, '');
	my $line = <$c> // next;
	while (my $h = <$c>) { last if $h eq "\r\n"; $len = $1 if $h =~ /^content-length: (\d+)/i; $auth = $1 if $h =~ /^authorization: (.*?)\r/i }
	my $body = ''; read $c, $body, $len if $len;
	my $out = '{}';
	if ($line =~ m{GET /api/series/7/}) { $out = qq({"mbox": "http://127.0.0.1:$port/series/7/mbox/", "patches": [{"id": 41}, {"id": 42}]}) }
	elsif ($line =~ m{GET /series/7/mbox/}) { local $/; open my $f, '<', $mbox; $out = <$f> }
	elsif ($line =~ m{POST (/api/patches/42/checks/)}) { open my $f, '>', $log; print $f "$1 $auth $body\n" }
	print $c "HTTP/1.1 200 OK\r\nContent-Length: ", length $out, "\r\nConnection: close\r\n\r\n$out";
	close $c;
}
END
if command -v curl > /dev/null; then
	perl "$tmp/patchwork.pl" "$tmp/series.mbox" "$tmp/post" "$tmp/port" &
	server=$!
	for _ in $(seq 50); do [ -e "$tmp/port" ] && break; sleep 0.1; done
	PATCHWORK_URL=http://127.0.0.1:$(cat "$tmp/port") PATCHWORK_TOKEN=secret GFNCHECK_BUILD=$b \
		GFNCHECK_TREE=$k/tree GFNCHECK_BASE=base "$ci/patchwork-check" --series 7 > "$tmp/out" 2> "$tmp/err"
	is "$?" 1 "patchwork: the series is fetched and reviewed"
	kill $server
	wait $server 2> /dev/null
	like "$(cat "$tmp/post" 2> /dev/null)" "/api/patches/42/checks/ Token secret state=fail&context=gfncheck&description=adds.8.guest" \
		"patchwork: its last patch gets a check"
else
	skip "patchwork: the series is fetched and reviewed" "curl is not installed"
fi

# a hook
git checkout -q -b hook base
cp "$ci/pre-commit" .git/hooks/pre-commit
echo 'int w(struct kvm_vcpu *vcpu) { u64 v; return kvm_read_guest(vcpu->kvm, 0, &v, 8); }' >> arch/x86/kvm/pmu.c
git commit -qam 'a bug' > "$tmp/out" 2>&1
is "$?" 1 "pre-commit: a bug is refused"
like "$(< "$tmp/out")" "pmu.c:3:[0-9]*: error" "pre-commit: and named"
sed -i 's/kvm_read_guest(vcpu->kvm/kvm_vcpu_read_guest(vcpu/' arch/x86/kvm/pmu.c
git commit -qam 'no bug' > "$tmp/out" 2>&1
is "$?,$(git log -1 --format=%s)" "0,no bug" "pre-commit: what is right is committed"

done_testing
