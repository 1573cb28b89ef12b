#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The command line: what it takes, and what it says when it cannot work. Every
# error must name what it is about, and the exit status must be 2.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# Run gfncheck; $out, $err and $status are what came of it.
run()
{
	catch "$gfncheck" "$@"
}

trouble() # NAME REGEX ARG...
{
	local name=$1 regex=$2
	shift 2
	run "$@"
	is "$status" 2 "$name: exit status 2"
	like "$err" "$regex" "$name: says so"
	is "$out" "" "$name: nothing on stdout"
}

compdb() # TEXT: a build with that compile database
{
	mkdir -p "$tmp/broken"
	printf '%s' "$1" > "$tmp/broken/compile_commands.json"
}

mini_kernel "$tmp/k"
b=$tmp/k/b/x86

run --version
is "$status" 0 "--version: exit status"
like "$out" '^gfncheck [0-9].*clang version' "--version: its own, and libclang's"
run --help
is "$status" 0 "--help: exit status"
like "$out" 'usage: gfncheck .*Examples:.*gfncheck -p ' "--help: usage and examples"

trouble "unknown option" "--frobnicate" --frobnicate
trouble "option without its argument" "-p needs an argument" -p
trouble "-j 0" "-j: '0' is not a number" -p "$b" -j 0
trouble "-j many" "-j: 'many' is not a number" -p "$b" -j many
trouble "-j 2x" "'2x'" -p "$b" -j 2x
trouble "unknown format" "--format: 'yaml'.*json" -p "$b" --format=yaml
trouble "unknown -W" "-W: 'all'" -p "$b" -W all
trouble "explain without a place" "explain FILE:LINE" -p "$b" explain

mkdir "$tmp/empty"
cd "$tmp/empty" || exit 1
trouble "no compile database here" "compile_commands.json: No such file.*gfn-prepare"
cd "$top" || exit 1
trouble "no such build" "$tmp/none.*No such file.*gfn-prepare" -p "$tmp/none"
trouble "no compile database" "empty/compile_commands.json.*gfn-prepare" -p "$tmp/empty"
compdb ''
trouble "empty compile database" "compile_commands.json:1:.*gfn-prepare" -p "$tmp/broken"
compdb $'[\n{ "file": \n'
trouble "truncated compile database" "compile_commands.json:[23]:[0-9]+: not a compile database" -p "$tmp/broken"
compdb '{"a": 1}'
trouble "not an array" "no array" -p "$tmp/broken"
compdb '[]'
trouble "empty array" "no command compiles a C file" -p "$tmp/broken"
compdb '[{"directory": "/", "file": "a.S", "command": "cc a.S"}]'
trouble "no C file" "no command compiles a C file" -p "$tmp/broken"
compdb '[{"directory": "/", "command": "cc a.c"}]'
trouble "entry without file" 'entry 1 has no "file"' -p "$tmp/broken"
compdb '[{"file": "a.c", "command": "cc a.c"}]'
trouble "entry without directory" 'entry 1 has no "directory"' -p "$tmp/broken"
compdb '[{"file": "a.c", "directory": "/"}]'
trouble "entry without command" 'entry 1 has no "arguments" or "command"' -p "$tmp/broken"
compdb '[{"file": "a.c", "directory": "/", "arguments": [1]}]'
trouble "arguments that are no strings" 'entry 1 has no' -p "$tmp/broken"
compdb '[{"file": "kvm/gone.c", "directory": "/nowhere", "arguments": ["cc", "kvm/gone.c"]}]'
trouble "no unit there" "nothing analysed" -p "$tmp/broken" --tree "$tmp" --no-cache
trouble "tree that is not there" "cannot find the kernel tree $tmp/no" -p "$b" --tree "$tmp/no"
trouble "path that is not there" "cannot find nosuch.c" -p "$b" nosuch.c
trouble "report that cannot be written" "$tmp/no/o" -p "$b" -o "$tmp/no/o"
trouble "baseline that is not there" "$tmp/no" -p "$b" --baseline "$tmp/no"

run -p "$b"
is "$status" 1 "findings: exit status 1"
like "$out" 'arch/x86/kvm/u0.c:5:[0-9]+: (warning|error): .*u1.c:5' "findings: both files"
run -p "$b" --error-exitcode=0
is "$status" 0 "--error-exitcode"
run -p "$b" arch/x86/kvm/u1.c
is "$status" 1 "PATH: findings"
is "$(grep -c 'u0.c' <<< "$out")" 0 "PATH: not the other file"
like "$out" "u1.c:5" "PATH: that file"
run -p "$b" include
is "$status" 0 "PATH without findings: exit status 0"
run -p "$b" "$tmp/k/tree/arch"
is "$status" 1 "absolute PATH"
mkdir -p "$tmp/k/tree/tools"
echo 'int x;' > "$tmp/k/tree/tools/x.c"
trouble "PATH that no command compiles" "nothing analysed: no command of x86 .*tools/x.c" -p "$b" tools/x.c
trouble "PATH without units" "nothing analysed: .*tools" -p "$b" arch tools
trouble "PATH that is empty" "a PATH is empty" -p "$b" ""
trouble "PATH outside the tree" "nothing analysed: /etc is outside the tree" -p "$b" /etc
(cd "$b" && "$gfncheck" > "$tmp/out" 2>&1)
is "$?" 1 "without -p: the current folder"
run -p "$b" --format=json
like "$out" '"findings": *\[' "JSON"
run -p "$b" --summary
like "$out" x86 "--summary"
"$gfncheck" -p "$b" > /dev/full 2> "$tmp/err"
is "$?" 2 "full disk: exit status 2"
like "$(cat "$tmp/err")" "No space left" "full disk: says so"
for words in summary "fix --dry-run" "explain arch/x86/kvm/u0.c:5" "callers direct_0" "--help"; do
	# shellcheck disable=SC2086
	"$gfncheck" -p "$b" $words > /dev/full 2> "$tmp/err"
	is "$? $(grep -c 'No space left' "$tmp/err")" "2 1" "$words: full disk"
done
run -p "$b" -o - --format=json
like "$out" '"findings": *\[' "-o -: standard output"
trouble "-o -: no folder" "writes a folder" -p "$b" -o - --format=html
run -p "$b" callers 'direct_0()'
is "$status" 0 "callers: f() is f"

# a run that is ended leaves nothing behind
mini_kernel "$tmp/slow" 4
for i in 0 1 2 3; do
	printf '#define A0 1,\n'
	for ((k = 1; k <= 20; k++)); do
		echo "#define A$k A$((k - 1)) A$((k - 1))"
	done
	echo 'static char slow[] = { A20 0 };'
done >> "$tmp/slow/tree/arch/x86/kvm/u0.c"
for sig in TERM HUP; do
	mkdir "$tmp/slow/$sig"
	TMPDIR=$tmp/slow/$sig "$gfncheck" -p "$tmp/slow/b/x86" --no-cache -q > /dev/null 2>&1 &
	pid=$!
	while [ -z "$(ls -A "$tmp/slow/$sig")" ] && kill -0 $pid 2> /dev/null; do
		sleep 0.05
	done
	kill -$sig $pid
	wait $pid
	is "$(kill -l $(($? - 128))) $(ls -A "$tmp/slow/$sig")" "$sig " "ended by SIG$sig: no file is left"
done

# what was not analysed, and a Makefile that the build does not know
mini_kernel "$tmp/strict"
sed -i 's/vcpu->kvm/0/' "$tmp"/strict/tree/arch/x86/kvm/u*.c
run -p "$tmp/strict/b/x86" --no-cache --strict
is "$status" 0 "--strict: all was analysed"
printf '#ifdef NO\nint f(struct kvm_vcpu *v) { return kvm_read_guest(v->kvm, 0, 0, 0); }\n#endif\n' >> "$tmp/strict/tree/arch/x86/kvm/u0.c"
run -p "$tmp/strict/b/x86" --no-cache
is "$status" 0 "without --strict"
run -p "$tmp/strict/b/x86" --no-cache --strict
is "$status" 3 "--strict: a call that no build has"
touch -d '+1 minute' "$tmp/strict/tree/arch/x86/kvm/Makefile"
run -p "$tmp/strict/b/x86" --no-cache
like "$err" "warning: arch/x86/kvm/Makefile is newer than the build x86" "a Makefile newer than the build"

# gcc's command line as one string, quoted for the shell
mkdir "$tmp/shell dir"
cat > "$tmp/shell dir/compile_commands.json" <<END
[{"directory": "$tmp/k/tree", "file": "arch/x86/kvm/u0.c",
  "command": "ccache x86_64-linux-gnu-gcc-12 '-I$tmp/k/tree/inc'lude -DKBUILD_MODNAME='\"kvm-intel\"' -DX=\\\\\"a\\\\ b\\\\\" -fconserve-stack -Wp,-MMD,x.d -c -o u0.o arch/x86/kvm/u0.c"}]
END
run -p "$tmp/shell dir" --format=json
is "$status" 1 "\"command\" form: findings"
like "$out" '"tree": *"'"$tmp/k/tree"'"' "tree from the units' paths"

# a file that ends in the middle
mini_kernel "$tmp/cut"
head -c 145 "$tmp/k/tree/arch/x86/kvm/u0.c" > "$tmp/cut/tree/arch/x86/kvm/u0.c"
run -p "$tmp/cut/b/x86" --format=json
is "$status" 1 "truncated source: the other file's findings"
like "$out" '"not_analysed": *\[.*"arch/x86/kvm/u0.c"' "truncated source: said not to be analysed"

# a unit that is gone
rm "$tmp/cut/tree/arch/x86/kvm/u0.c"
run -p "$tmp/cut/b/x86" --format=json
is "$status" 1 "missing source: the other file's findings"
like "$out" '"not_analysed": *\[.*"arch/x86/kvm/u0.c".*No such file' "missing source: said not to be analysed"

# as CHECK= of kbuild
# shellcheck disable=SC2054
check=(-D__linux__ -Dlinux -m64 "-I$tmp/k/tree/include" -Wp,-MMD,x.d -Wall -Werror
       -fconserve-stack '-DKBUILD_MODNAME="kvm"' -c "$tmp/k/tree/arch/x86/kvm/u0.c")
run "${check[@]}"
is "$status" 0 "CHECK=: findings exit 0"
is "$out" "" "CHECK=: nothing on stdout"
like "$err" "arch/x86/kvm/u0.c:5:[0-9]+: " "CHECK=: findings on stderr"
run --error-exitcode=3 "${check[@]}"
is "$status" 3 "CHECK= with --error-exitcode"
run --error-exitcode=3 "-I$tmp" -c "$top/checker/base/util.c"
is "$status" 0 "CHECK= of a file without KVM"

# what is less severe is neither shown nor counted
run -p "$b" --severity=error
is "$status" 1 "--severity=error: exit status"
sed -i 's/address_spaces=2/address_spaces=1/' "$b/build.info"
run -p "$b"
like "$out" 'u0.c:5:[0-9]*: warning: ' "a warning"
run -p "$b" --severity=warning
is "$status" 1 "--severity=warning: exit status"
run -p "$b" --severity=error
is "$status" 0 "--severity=error, with warnings: exit status"
is "$(grep -c 'warning:' <<< "$out")" 0 "--severity=error, with warnings: none of them"
run -p "$b" --severity=error --all-sites --format=json
like "$out" '"findings": \[\]' "--severity=error --all-sites: no more"
trouble "--severity=fatal" "--severity: 'fatal' is not one of error" -p "$b" --severity=fatal

# links are followed, not replaced
echo old > "$tmp/report"
ln -s report "$tmp/link"
run -p "$b" -o "$tmp/link"
is "$(readlink "$tmp/link") $(grep -c u0.c "$tmp/report")" "report $(grep -c u0.c "$tmp/link")" "-o follows a link"
ln -s nothing-yet "$tmp/dangling"
run -p "$b" -o "$tmp/dangling"
like "$(readlink "$tmp/dangling") $(cat "$tmp/nothing-yet")" 'nothing-yet .*u0.c' "-o follows a link to nothing"
mini_kernel "$tmp/l" 2
mv "$tmp/l/tree/arch/x86/kvm/u0.c" "$tmp/l/tree/elsewhere.c"
ln -s "$tmp/l/tree/elsewhere.c" "$tmp/l/tree/arch/x86/kvm/u0.c"
run -p "$tmp/l/b/x86" fix
is "$status $(readlink "$tmp/l/tree/arch/x86/kvm/u0.c")" "0 $tmp/l/tree/elsewhere.c" "fix follows a link"
like "$(cat "$tmp/l/tree/elsewhere.c")" 'kvm_vcpu_read_guest' "fix edits what it leads to"

# a finding outside the tree is no reason not to edit the rest
mini_kernel "$tmp/o" 2
sed 's/direct_0/outside/' "$tmp/o/tree/arch/x86/kvm/u0.c" > "$tmp/outside.c"
sed -i "s|^]|,{\"directory\": \"$tmp\", \"file\": \"outside.c\", \"arguments\": [\"cc\", \"-I$tmp/o/tree/include\", \"outside.c\"]}\n]|" \
	"$tmp/o/b/x86/compile_commands.json"
run -p "$tmp/o/b/x86" fix
is "$status" 0 "fix with a file outside the tree"
like "$out" '2 calls rewritten in 2 files' "fix with a file outside the tree: the rest"
like "$err" "warning: $tmp/outside.c is outside the tree $tmp/o/tree: left as it is" "fix with a file outside the tree: says so"
run -p "$tmp/o/b/x86" "$tmp/outside.c"
is "$status" 1 "PATH of a unit outside the tree"

# a carriage return in a line does not make two of it
mini_kernel "$tmp/r" 1
sed -i '2s|^|/* a\rb */ |' "$tmp/r/tree/arch/x86/kvm/u0.c"
run -p "$tmp/r/b/x86"
like "$out" 'u0.c:5:[0-9]*: error' "a bare CR: the line"
run -p "$tmp/r/b/x86" explain arch/x86/kvm/u0.c:5
is "$status" 0 "a bare CR: explain"

# libclang itself writes to stderr when it crashes, and a C file can make it
printf '#include <linux/kvm_host.h>\n#pragma clang __debug crash\nint x(struct kvm *k) { return kvm_read_guest(k, 0, 0, 0); }\n' \
	> "$tmp/r/tree/arch/x86/kvm/u0.c"
run -p "$tmp/r/b/x86" -q --no-cache
is "$(grep -vc '^gfncheck: ' <<< "$err")" 0 "-q: nothing of libclang's on stderr"

done_testing
