#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# gfncheck review: what each patch of a series adds, on a small kernel made here.
# takes: 12 s
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# shellcheck source=tests/review/kernel.sh
. "$(dirname "$0")/review/kernel.sh"

# Run gfncheck review; $out, $err and $status are what came of it.
review()
{
	catch "$gfncheck" review -p "$b" -q "$@"
	out=$(sed 's/([0-9a-f]\{12\})/(COMMIT)/' "$tmp/out")
}

# All files of the repository and its work tree, and when they were written.
git_state()
{
	find . -type f -printf '%p %T@ %s\n' | sort
}

make_series
before=$(git_state)


# The report without the sentences, which are tested elsewhere, and without the
# way to each call.
brief()
{
	sed -E 's/^([^ ]*: )(error|warning|note): [a-z_]+\(\) .*(\[[a-z-]*\])$/\1\2 \3/
		s/ \([0-9a-f]{12}\)$//; s/^([0-9]+ patch.* on )[0-9a-f]{12}:/\1BASE:/' |
		grep -vE 'note: (on behalf|kvm_device\.kvm|kvm = |kvm_get_vcpu|vcpu is|cpu is|nothing that|[a-z_]+(->[a-z_]+)?\(.* is called)'
}

review base..series
is "$status" 1 "a series: exit status 1"
brief < "$tmp/out" > "$tmp/brief"
cat > "$tmp/want" <<'END'
[PATCH 1/8] KVM: x86: one of each
arch/x86/kvm/x86.c:41:9: error [vcpu-direct]
arch/x86/kvm/x86.c:49:9: error [vcpu-alias]
arch/x86/kvm/x86.c:56:9: error [vcpu-callers]
arch/x86/kvm/x86.c:68:9: note [vcpu-foreign]
[PATCH 2/8] KVM: x86: fix one
arch/x86/kvm/emulate.c:8: note: fixed by this patch: kvm_write_guest(vcpu->kvm, gpa, &v, sizeof(v)) [vcpu-direct]
[PATCH 3/8] KVM: x86: move one
arch/x86/kvm/emulate.c:15:8: note: not new: moved from arch/x86/kvm/x86.c:24, old_bug(): kvm_read_guest(cpu->kvm, gpa, &v, sizeof(v)) [vcpu-direct]
[PATCH 4/8] KVM: x86: rename a file
arch/x86/kvm/insn.c:15:8: note: not new: moved from arch/x86/kvm/emulate.c:15, old_bug(): kvm_read_guest(cpu->kvm, gpa, &v, sizeof(v)) [vcpu-direct]
arch/x86/kvm/Makefile: note: the patch changes what is compiled: the commands are still those of the build; code that this turns on, or compiles otherwise, is not seen
[PATCH 5/8] KVM: x86: add files
arch/x86/kvm/added.c:6:9: error [vcpu-direct]
arch/x86/kvm/vmx/evmcs.c:6:9: error [vcpu-direct]
arch/x86/kvm/stray.c: note: not analysed: a new file that no Makefile names: it has no compile command
arch/x86/kvm/xen.c: note: not analysed: a new file, named in arch/x86/kvm/Makefile for CONFIG_KVM_XEN, which is off in this build
arch/x86/kvm/Makefile: note: the patch changes what is compiled: the commands are still those of the build; code that this turns on, or compiles otherwise, is not seen
[PATCH 6/8] KVM: x86: edit a header
arch/x86/kvm/x86.c:16:1: note [vcpu-mixed]
arch/x86/kvm/x86.c:28: note: the patch makes it so with this line: return read_vm(vcpu->kvm, gpa);
arch/x86/kvm/x86.h:9:9: error [vcpu-direct]
[PATCH 7/8] KVM: x86: break it
arch/x86/kvm/x86.c:62:9: note [unknown]
arch/x86/kvm/x86.c:62:9: note: changed by this patch: it was vcpu-callers before
arch/x86/kvm/x86.c:67: note: the patch makes it so with this line: return helper(vcpu->kvm, gpa) + nonsense;
arch/x86/kvm/x86.c:46:9: note: not new: moved from arch/x86/kvm/x86.c:40, new_direct(): kvm_read_guest(vcpu->kvm, gpa, &v, 1) [vcpu-direct]
arch/x86/kvm/x86.c:39: note: not analysed: new_direct(): does not parse: use of undeclared identifier 'this'
arch/x86/kvm/x86.c:67: note: not analysed: new_callers(): does not parse: use of undeclared identifier 'nonsense'
[PATCH 8/8] KVM: x86: repair it
arch/x86/kvm/x86.c:8:1: note [vcpu-mixed]
arch/x86/kvm/x86.c:8:1: note: changed by this patch: it was vcpu-callers before
arch/x86/kvm/x86.c:85: note: the patch makes it so with this line: return read_table(dev->kvm, arg);
8 patches on BASE: 8 new, 2 changed, 1 fixed, 3 moved, 4 newly not analysed
END
same "$tmp/brief" "$tmp/want" "each patch has its own, and no other"
like "$out" "x86.c:46: note: kvm = vcpu->kvm" "with the way from the vCPU to the call"
is "$err" "" "nothing on stderr"
cp "$tmp/out" "$tmp/range"
is "$(git_state)" "$before" "the repository, its refs, index and work tree are as they were"
is "$(find "$XDG_CACHE_HOME" -name run)" "" "no patch is left in the cache"
is "$(cat "$XDG_CACHE_HOME"/gfncheck/review/*/tree/arch/x86/kvm/x86.c)" "$(git show base:arch/x86/kvm/x86.c)" \
	"the tree in the cache is the base again"

review --terse base..series
is "$(grep -c . <<< "$out")" 8 "--terse: a line for each new one"
is "$(grep -c 'note: [^k]' <<< "$out")" 0 "--terse: no notes"

# the same as mails
git format-patch -q -o "$tmp/mails" --cover-letter --base=base base..series
cat "$tmp"/mails/* > "$tmp/series.mbox"
review "$tmp/series.mbox"
is "$status" 1 "a mailbox: exit status 1"
sed 's/ ([0-9a-f]*)$//; s/ on [0-9a-f]*:/:/' "$tmp/range" > "$tmp/a"
sed 's/ on [0-9a-f]*:/:/' "$tmp/out" > "$tmp/b"
same "$tmp/a" "$tmp/b" "a mailbox is told its base, and gives the same report"
review --base base - < "$tmp/series.mbox"
sed 's/ on [a-z]*:/:/' "$tmp/out" > "$tmp/b"
same "$tmp/a" "$tmp/b" "so does standard input"
# as mails come: of Outlook, of a thread with two versions, in any order, twice
mime() # ENCODING: the first mail of the mailbox so
{
	perl -MMIME::Base64 -MMIME::QuotedPrint -0777 -ne '
		($h, $b) = split /\n\n/, $_, 2;
		$h =~ s/^(Content-|MIME-).*\n?//mg;
		$b =~ s/\n/\r\n/g if "'"$1"'" eq "base64";
		printf "%s\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: %s\n\n%s",
			$h =~ s/\s+\z//r, "'"$1"'", "'"$1"'" eq "base64" ? encode_base64($b) : encode_qp($b)' "$tmp"/mails/0001*
}
for encoding in base64 quoted-printable; do
	mime $encoding > "$tmp/mime"
	review --base base "$tmp/mime"
	is "$status" 1 "a mail in $encoding"
done
sed 's/$/\r/' "$tmp"/mails/0001* > "$tmp/crlf"
review --base base "$tmp/crlf"
is "$status" 1 "a mail with CR LF"
git format-patch -q -v2 -o "$tmp/v2" --cover-letter --base=base base..series
{
	cat "$tmp"/mails/*
	cat "$tmp"/v2/v2-000[5-8]* "$tmp"/v2/v2-000[0-4]* "$tmp"/v2/v2-0003*
	sed 's/^Subject: /Subject: Re: /; s/+/+ /' "$tmp"/v2/v2-0002*
} > "$tmp/thread"
"$gfncheck" review -p "$b" "$tmp/thread" > "$tmp/out" 2> "$tmp/err"
sed 's/ on [0-9a-f]*:/:/; s/^\[PATCH v2/[PATCH/' "$tmp/out" > "$tmp/b"
same "$tmp/a" "$tmp/b" "a thread: the newest version, in its order, each mail once, no replies"
like "$(cat "$tmp/err")" "versions up to 2 of the series: only that one is reviewed" "and that is said"
sed 's/^From: .*/&\nMessage-Id: <one@example.org>/' "$tmp"/mails/0001* > "$tmp/m1"
cat "$tmp/m1" "$tmp/m1" > "$tmp/twice"
review --base base "$tmp/twice"
like "$out" "1 patch on base" "a mail that came twice"
git diff base series~7 | "$gfncheck" review -q -p "$b" --base base - > "$tmp/out"
is "$?" 1 "a diff without a mail"

# a patch that does not apply
sed 's/^-#endif/-#no such line/; s/^ u64 read_vm(struct kvm \*kvm/ u64 read_vms(struct kvm *kvm/' "$tmp"/mails/0006* > "$tmp/bad"
cat "$tmp"/mails/000[1-5]* "$tmp/bad" "$tmp"/mails/000[78]* > "$tmp/bad.mbox"
review --base base "$tmp/bad.mbox"
is "$status" 2 "a patch that does not apply: exit status 2"
like "$out" "PATCH 5/6.*added.c:6:9: error.*PATCH 6/6. KVM: x86: edit a header.*error: the patch does not apply: patch failed: arch/x86/kvm/x86.[ch]:[0-9]*; it and" \
	"it is named with git's words; those before it are reported"

# the base's facts are kept, and those of patches with them
"$gfncheck" review -v -p "$b" base..series 2>&1 > /dev/null | grep 'units parsed' > "$tmp/parsed"
is "$(grep -c ': 0 units parsed' "$tmp/parsed")" 8 "a second review parses only what has errors"
git checkout -q -b touch base
echo 'int more;' >> arch/x86/kvm/pmu.c
commit 'touch a file'
echo '/* no more */' >> arch/x86/kvm/x86.h
commit 'touch a header'
is "$("$gfncheck" review -v -p "$b" base..touch 2>&1 | sed -n 's/: \([0-9]*\) units parsed.*/ \1/p' | tr '\n' ' ')" \
	"base 0 touch a file 0 touch a header 2 " "a header's edit parses the units that include it and no others"

# a header that an old #include now finds before another
git checkout -q -b shadow base
mkdir -p arch/x86/kvm/svm
echo '#include "svm/ops.h"' > arch/x86/kvm/inner.h
mkdir -p include/svm && echo '#define OF(vcpu) ((struct kvm *)0)' > include/svm/ops.h
{ echo '#include <linux/kvm_host.h>'; echo '#include "inner.h"'; echo 'int sh(struct kvm_vcpu *vcpu) { u64 v; return kvm_read_guest(OF(vcpu), 0, &v, 8); }'; } > arch/x86/kvm/pmu.c
commit 'a unit'
review HEAD
is "$status" 0 "before the header comes: 0"
echo '#define OF(vcpu) ((vcpu)->kvm)' > arch/x86/kvm/svm/ops.h
commit 'a header that nobody edits an #include for'
review HEAD
is "$status" 1 "a header that shadows another one: 1"
like "$out" "pmu.c:3:[0-9]*: error: .*vcpu-direct" "the unit that finds it is parsed again"
git rm -q arch/x86/kvm/svm/ops.h
commit 'and goes'
review HEAD
like "$out" "pmu.c:3:.* it was vcpu-direct before" "and again when it goes"
review HEAD~2..HEAD
is "$(grep -c 'pmu.c:3:.*error\|pmu.c:3:.* it was vcpu-direct before' <<< "$out")" 2 "in one series too"

# exit status
review series~4..series~3
is "$status" 1 "a new finding: 1"
review series~6..series~5
is "$status" 0 "a call that moved: 0"
git checkout -q -b unseen base
printf '#include <linux/kvm_host.h>\nint nothing(void);\n' > arch/x86/kvm/stray.c
commit stray
review unseen
is "$status" 3 "nothing new, but a file without a command: 3"
git checkout -q -b ifdef base
printf '#ifdef CONFIG_NONE\nint f_none(struct kvm_vcpu *vcpu)\n{\n\tu64 v;\n\n\treturn kvm_read_guest(vcpu->kvm, 0, &v, 8);\n}\n#endif\n' >> arch/x86/kvm/x86.c
commit ifdef
review HEAD
is "$status" 3 "a call under an #ifdef that no build has: 3"
like "$out" "x86.c:41: note: not analysed: f_none.*under #ifdef CONFIG_NONE" "it is named"
git checkout -q -b otherarch base
mkdir -p arch/arm64/kvm
echo 'int x;' > arch/arm64/kvm/mmu.c
commit arm64
review HEAD
is "$status" 3 "a file of another architecture: 3"
like "$out" "arch/arm64/kvm/mmu.c: note: not analysed: the patch touches it, and no build of its architecture" "it is named"
git checkout -q -b docs base
echo text > README
commit docs
review HEAD
is "$status" 0 "a patch that touches no code: 0"
review nosuch..HEAD
is "$status" 2 "a range that is not there: 2"
like "$err" "nosuch..HEAD.*neither a mailbox nor a range" "it is named"
review
is "$status" 2 "no series: 2"
review --base docs base..HEAD
is "$status" 2 "--base with a range: 2"

# identity
identity() # NAME STATUS REGEX; the work tree has the change
{
	review --worktree
	is "$status" "$2" "$1: exit status"
	like "$out" "$3" "$1"
	git checkout -q .
}
git checkout -q -b ident base
sed -i 's/^return kvm_read_guest(vcpu->kvm, gpa, &v, sizeof(v));/kvm_read_guest(vcpu->kvm, gpa, \&v, sizeof(v));\n&/' arch/x86/kvm/x86.c
identity "an identical call before a known one is new" 1 "1 new, 0 changed, 0 fixed, 0 moved"
sed -i 's/^return kvm_read_guest(vcpu->kvm, gpa, &v, sizeof(v));/&\nreturn kvm_read_guest(vcpu->kvm, gpa, \&v, sizeof(v));/' arch/x86/kvm/x86.c
identity "an identical call behind a known one is new" 1 "1 new, 0 changed, 0 fixed, 0 moved"
sed -i 's/^int old_bug.*/int old_bug(struct kvm_vcpu *v0, gpa_t gpa, int more)/; /^int old_bug/,/^}/{s/vcpu->kvm/v0->kvm/;s/u64 v;/u64 x = 0;/;s/&v, sizeof(v)/\&x, sizeof(x)/}' arch/x86/kvm/x86.c
identity "locals with other names" 0 ": 0 new, 0 changed, 0 fixed, 0 moved"
sed -i 's/kvm_read_guest(vcpu->kvm, gpa, &v, sizeof(v))/kvm_read_guest(vcpu->kvm, gpa + 8,\n\t\t\t      \&v, sizeof(v))/' arch/x86/kvm/x86.c
identity "a call that is edited in its place" 0 ": 0 new, 0 changed, 0 fixed, 0 moved"
{ sed -n '/^int old_bug/,/^}/p' arch/x86/kvm/x86.c; echo; } > "$tmp/f"
sed -i '/^int old_bug/,/^}/d' arch/x86/kvm/x86.c
sed -i "3r $tmp/f" arch/x86/kvm/x86.c
identity "a function that moves in its file" 0 "moved from arch/x86/kvm/x86.c:24.*: 0 new, 0 changed, 0 fixed, 1 moved"
sed -i 's/return read_vm(dev->kvm, arg);/return 0;/; s/^long dev_attr/u64 peek(struct kvm_vcpu *vcpu)\n{\n\treturn read_vm(vcpu->kvm, 0);\n}\n\n&/' arch/x86/kvm/x86.c
identity "a helper whose last VM caller goes" 1 "x86.c:16:1: error: .*vcpu-callers.*x86.c:34: note: the patch makes it so with this line: return read_vm.vcpu->kvm, 0.;"
git checkout -q -b mixed series
sed -i 's/return read_vm(dev->kvm, arg);/return 0;/' arch/x86/kvm/x86.c
review --worktree
is "$status" 1 "mixed that becomes certain is worse: 1"
like "$out" "changed by this patch: it was vcpu-mixed before.*x86.c:[0-9]*: note: the patch makes it so by taking this line out: return read_vm.dev->kvm, arg.;" "it is a change, and the line that went is named"
git checkout -q .

# what is not committed
git checkout -q -b work base
echo 'int w(struct kvm_vcpu *vcpu) { u64 v; return kvm_read_guest(vcpu->kvm, 0, &v, 8); }' >> arch/x86/kvm/pmu.c
git add -A
echo 'int w2(struct kvm_vcpu *vcpu) { u64 v; return kvm_read_guest(vcpu->kvm, 1, &v, 8); }' >> arch/x86/kvm/pmu.c
before=$(git_state)
review --worktree
is "$(grep -c 'pmu.c.*error' <<< "$out")" 2 "--worktree: staged or not"
review --staged
is "$(grep -c 'pmu.c.*error' <<< "$out")" 1 "--staged: only what is staged"
is "$(git_state)" "$before" "neither writes to the index"
git checkout -qf work

# nothing of a patch is run, and nothing outside of the tree is read or written
git checkout -q -b hostile base
mkdir -p .git/hooks
printf '#!/bin/sh\ntouch %s/run-by-hook\n' "$tmp" | tee .git/hooks/{applypatch-msg,pre-applypatch,post-applypatch,post-checkout,post-index-change,pre-commit,reference-transaction} > /dev/null
chmod +x .git/hooks/*
git config filter.evil.smudge "touch $tmp/run-by-smudge; cat"
git config filter.evil.clean "touch $tmp/run-by-clean; cat"
git config diff.evil.textconv "touch $tmp/run-by-textconv; cat"
git config diff.evil.command "touch $tmp/run-by-diff; true"
git config merge.evil.driver "touch $tmp/run-by-merge"
printf '*.c filter=evil diff=evil merge=evil\n*.h filter=evil diff=evil\n' > "$tmp/attributes"
tree=$(git ls-tree base | {
	cat
	printf '100644 blob %s\t.gitattributes\n' "$(git hash-object -w --stdin < "$tmp/attributes")"
	printf '100644 blob %s\t.gitmodules\n' "$(printf '[submodule "x"]\n\tpath = x\n\turl = ext::touch %s/run-by-module\n' "$tmp" | git hash-object -w --stdin)"
	printf '120000 blob %s\tinclude2\n' "$(printf /etc | git hash-object -w --stdin)"
} | git mktree)
link=$(printf '%s/secret' "$tmp" | git hash-object -w --stdin)
echo 'TOP SECRET' > "$tmp/secret"
sub=$(git ls-tree base:arch/x86/kvm | { cat; printf '120000 blob %s\tlinked.h\n120000 blob %s\tstray.c\n' "$link" "$link"; } | git mktree)
export GIT_INDEX_FILE=$tmp/index
git read-tree "$tree"
git rm -qr --cached arch/x86/kvm && git read-tree --prefix=arch/x86/kvm/ "$sub"
{ git show base:arch/x86/kvm/pmu.c; echo '#include "linked.h"'; } > "$tmp/pmu.c"
git update-index --cacheinfo "100644,$(git hash-object -w --no-filters "$tmp/pmu.c"),arch/x86/kvm/pmu.c"
hostile=$(git commit-tree -p base -m hostile "$(git write-tree)")
unset GIT_INDEX_FILE
git config core.fsmonitor "touch $tmp/run-by-fsmonitor; true"
rm -f "$tmp"/run-by-*
review "$hostile"
git config --unset core.fsmonitor
is "$(ls "$tmp"/run-by-* 2> /dev/null)" "" "no hook, filter, textconv, driver or module of it is run"
is "$(grep -rl 'TOP SECRET' "$XDG_CACHE_HOME" "$tmp/out" "$tmp/err" 2> /dev/null)" "" "a link out of the tree is not followed"
is "$status" 3 "a file that needs it is not analysed"
is "$(find "$XDG_CACHE_HOME" -type l)" "" "no symbolic link is made"
for path in ../../../../escaped .git/hooks/escaped "$tmp/escaped"; do
	printf -- 'diff --git a/%s b/%s\nnew file mode 100644\n--- /dev/null\n+++ b/%s\n@@ -0,0 +1 @@\n+x\n' "$path" "$path" "$path" > "$tmp/escape.diff"
	review "$tmp/escape.diff"
	is "$status" 2 "a patch for $path: 2"
done
is "$(find / -xdev -name escaped -newer "$tmp/escape.diff" -not -path '/proc/*' 2> /dev/null)" "" "and nothing is written there"
rm -f .git/hooks/*

# another user's repository is git's to refuse
if [ "$(id -u)" = 0 ]; then
	mkdir "$tmp/theirs"
	git clone -q . "$tmp/theirs/tree"
	chown -R 12345 "$tmp/theirs/tree"
	review --tree "$tmp/theirs/tree" HEAD
	is "$status" 2 "another user's repository: 2"
	like "$err" "no git repository that can be read.*dubious ownership" "with git's words"
fi

# removed whatever happens
git checkout -qf work
"$gfncheck" review -q -p "$b" --no-cache base..series > "$tmp/out" 2> "$tmp/err" &
pid=$!
until [ -n "$(find "$XDG_CACHE_HOME" -name run 2> /dev/null)" ] || ! kill -0 $pid 2> /dev/null; do sleep 0.05; done
kill -TERM $pid
wait $pid
is "$?" 2 "ended by a signal: 2"
is "$(find "$XDG_CACHE_HOME" -name run)" "" "what it had is removed"
review base..series
sed 's/ ([0-9a-f]*)$//; s/ on [0-9a-f]*:/:/' "$tmp/out" > "$tmp/b"
same "$tmp/a" "$tmp/b" "and the next review is as good"

done_testing
