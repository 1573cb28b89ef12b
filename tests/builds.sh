#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Compile databases as they are found: of cross compilers, with flags that
# libclang does not know, response files, symbolic links, of another tree.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

run()
{
	catch "$gfncheck" "$@" --no-cache
}

# compdb DIR WORD... FILE: a build of that one file
compdb()
{
	local dir=$1 sep='' w
	shift
	mkdir -p "$dir"
	{
		printf '[{"directory": "%s", "file": "%s", "arguments": [' "$dir" "${*: -1}"
		for w; do
			printf '%s"%s"' "$sep" "$w"
			sep=', '
		done
		printf ']}]\n'
	} > "$dir/compile_commands.json"
}

mini_kernel "$tmp/k"
tree=$tmp/k/tree
asm_unit "$tree" arm64 x0 'hvc #0'
asm_unit "$tree" s390 '2' 'diag 2,4,0x500'
asm_unit "$tree" powerpc r3 'sc 1'
asm_unit "$tree" mips '$4' hypcall
asm_unit "$tree" riscv a0 ecall
asm_unit "$tree" x86 rax vmcall

# cross ARCH COMPILER FLAG...: analysed, for the architecture that it compiles for
cross()
{
	local arch=$1
	shift
	compdb "$tmp/b" "$@" "-I$tree/include" -c -o k.o "$tree/arch/$arch/kvm/k.c"
	run -p "$tmp/b" -v
	like "$out" "arch/$arch/kvm/k.c:6:[0-9]+: .*\[vcpu-direct\]" "$*: analysed"
	is "$(grep -c 'not analysed: .*parse' <<< "$out")" 0 "$*: all of it"
}
cross arm64 aarch64-linux-gnu-gcc-12 -mabi=lp64 -mno-outline-atomics -mindirect-branch=x
cross arm64 /opt/bin/aarch64-linux-gcc -march=armv8-a+nosuch
cross s390 s390x-linux-gnu-gcc -mfunction-return=thunk -mindirect-branch-table -march=z17 -mtune=z17
cross powerpc powerpc64-linux-gnu-gcc -m64 -mcpu=e6500 -mcall-aixdesc -mtraceback=no
cross mips mips64-linux-gnuabi64-gcc -march=loongson3a -mabi=64 -mno-branch-likely
cross riscv riscv64-linux-gnu-gcc -march=rv64imac_zicsr_zznosuch -mabi=lp64
cross x86 gcc -fsanitize=kernel-address -fasan-shadow-offset=0xdffffc0000000000 \
	-fsanitize=bounds-strict --param asan-globals=1 -fno-such-thing -mno-such-thing=3
like "$err" "k.c: ok; libclang does not take .*-mno-such-thing=3" "-v says what was left out"
is "$(grep -c -- '-fsanitize=kernel-address' <<< "$err")" 0 "and nothing else of that option"

# the target is told by the headers where the compiler's name does not
cross s390 gcc "-I$tree/arch/s390/include" -m64 -mbackchain
cross arm64 ccache cc "-I$tree/arch/arm64/include"

compdb "$tmp/b" gcc --target=nosuch-arch "-I$tree/include" "$tree/arch/x86/kvm/k.c"
run -p "$tmp/b"
is "$status" 2 "a target that libclang does not know: exit status"
like "$err" "nothing analysed: .*does not know the target nosuch-arch" "and its name"

# response files, one in the other; the last is not there
echo "-I$tree/include @more" > "$tmp/b/args"
echo "-DMORE='a b'" > "$tmp/b/more"
printf '#ifndef MORE\n#error no MORE\n#endif\n' >> "$tree/arch/x86/kvm/k.c"
compdb "$tmp/b" gcc @args -c "$tree/arch/x86/kvm/k.c"
run -p "$tmp/b"
like "$out" "x86/kvm/k.c:6:.*vcpu-direct" "a response file"
is "$(grep -c 'not analysed: .*parse' <<< "$out")" 0 "and one in it"
compdb "$tmp/b" gcc @args @none -c "$tree/arch/x86/kvm/k.c"
run -p "$tmp/b"
is "$status" 2 "a response file that is not there: exit status"
like "$err" "response file none " "and its name"

mkdir "$tmp/half"
sed '2s/"-Wall"/"@none"/' "$tmp/k/b/x86/compile_commands.json" > "$tmp/half/compile_commands.json"
run -p "$tmp/half"
is "$status" 1 "one of two: exit status"
like "$out" "arch/x86/kvm/u0.c: note: not analysed: the response file none" "one of two: said not to be analysed"
run -p "$tmp/half" arch/x86/kvm/u0.c
is "$status" 2 "a PATH with nothing analysed: exit status"
like "$err" "nothing analysed: arch/x86/kvm/u0.c: the response file none" "a PATH with nothing analysed: why"

# a database through symbolic links: one name for each file
ln -s k "$tmp/link"
sed "s|$tmp/k/|$tmp/link/|g" "$tmp/k/b/x86/compile_commands.json" > "$tmp/b/compile_commands.json"
run -p "$tmp/b" arch/x86/kvm
is "$(sed -n 's/:.*vcpu-direct]$//p' <<< "$out" | tr '\n' ' ')" "arch/x86/kvm/u0.c arch/x86/kvm/u1.c " \
	"symbolic links: findings below the tree, and for a PATH"
run -p "$tmp/b" "$tmp/link/tree/arch/x86/kvm/u0.c" --format=json
like "$out" "\"tree\": \"$tree\"" "and the tree without them"
is "$(grep -c '"kvm_arg"' <<< "$out")" 1 "a PATH through the link"

# a tree of links to another one is a tree of its own
cp -rs "$tree" "$tmp/farm"
rm "$tmp/farm/arch/x86/kvm/u1.c"
sed '/kvm_vcpu_read_guest/d' "$tree/include/linux/kvm_host.h" > "$tmp/farm/include/linux/h"
mv "$tmp/farm/include/linux/h" "$tmp/farm/include/linux/kvm_host.h"
run -p "$tmp/k/b/x86" --tree "$tmp/farm" --format=json
is "$status" 1 "another tree: exit status"
like "$out" "\"tree\": \"$tmp/farm\"" "another tree: its name"
is "$(grep -c '"kvm_arg"' <<< "$out")" 1 "another tree: its files"
like "$out" 'no vCPU form in this tree' "another tree: its headers"
like "$out" '"not_analysed".*u1.c.*No such file' "another tree: what it lacks"

# and so is one with links to its folders, which gfn-convert works on
mkdir -p "$tmp/folders/arch"
ln -s "$tree/arch/x86" "$tmp/folders/arch/x86"
ln -s "$tree/include" "$tmp/folders/include"
sed "s|$tree/|$tmp/folders/|g; s|\.\./\.\./tree/|$tmp/folders/|g" "$tmp/k/b/x86/compile_commands.json" \
	> "$tmp/b/compile_commands.json"
run -p "$tmp/b" --tree "$tmp/folders"
is "$(sed -n 's/:.*vcpu-direct]$//p' <<< "$out" | tr '\n' ' ')" "arch/x86/kvm/u0.c arch/x86/kvm/u1.c " \
	"a tree of links to folders"

# a build in its tree: what is generated there is still read there
mkdir -p "$tree/include/generated"
echo '#define GENERATED 1' > "$tree/include/generated/autoconf.h"
sed -i '1i #include <generated/autoconf.h>\n#ifndef GENERATED\n#error no\n#endif' "$tree/arch/x86/kvm/u0.c"
compdb "$tmp/k/intree" gcc -include ./include/generated/autoconf.h -I./include arch/x86/kvm/u0.c
sed -i "s|$tmp/k/intree|$tree|" "$tmp/k/intree/compile_commands.json"
rm -r "$tmp/farm" && mkdir -p "$tmp/farm"
cp -r "$tree/arch" "$tree/include" "$tmp/farm" && rm -r "$tmp/farm/include/generated"
run -p "$tmp/k/intree" --tree "$tmp/farm"
like "$out" '^arch/x86/kvm/u0.c:9:.*vcpu-direct' "another tree, of a build in its own"
is "$(grep -c 'does not parse' <<< "$out")" 0 "another tree: what was generated"

mkdir "$tmp/nothing"
run -p "$tmp/k/b/x86" --tree "$tmp/nothing"
is "$status" 2 "a tree without the build's files: exit status"
like "$err" "nothing analysed: $tmp/nothing has none of the files that the build $tmp/k/b/x86 compiles in $tree" \
	"a tree without the build's files: says so"

# what is no database, or is named by its file
mkdir "$tmp/bom"
{ printf '\xef\xbb\xbf'; cat "$tmp/k/b/x86/compile_commands.json"; } > "$tmp/bom/compile_commands.json"
run -p "$tmp/bom"
is "$status" 1 "a byte order mark before the database"
mkdir "$tmp/pipe"
mkfifo "$tmp/pipe/compile_commands.json"
timeout 20 "$gfncheck" -p "$tmp/pipe" 2> "$tmp/err"
is "$?" 2 "a pipe: exit status"
like "$(cat "$tmp/err")" "pipe/compile_commands.json: not a compile database: no regular file" "a pipe: says so"
run -p "$tmp/k/b/x86/compile_commands.json"
is "$status" 1 "the file for its folder"
(cd "$tmp/k/b/x86" && "$gfncheck" -q -p compile_commands.json > /dev/null)
is "$?" 1 "the file for the current folder"
echo "-I$tree/include @args" > "$tmp/b/args"
compdb "$tmp/b" gcc @args -c "$tree/arch/x86/kvm/k.c"
run -p "$tmp/b"
is "$status $(grep -vc '^gfncheck: ' <<< "$err")" "2 0" "a response file that holds itself: in our words alone"

# headers that are not there, so that no function parses: what there is to say, and no success
compdb "$tmp/b" gcc -c "$tree/arch/x86/kvm/u1.c"
run -p "$tmp/b"
is "$status" 2 "no function parses: exit status"
like "$err" "nothing analysed: arch/x86/kvm/u1.c: does not parse: 'linux/kvm_host.h' file not found" "no function parses: why"
like "$out" "arch/x86/kvm/u1.c:1: note: not analysed" "no function parses: each of them"

done_testing
