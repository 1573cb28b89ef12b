#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What somebody may put into a tree that is to be checked: each is an error of
# its own file, within the limits of time and memory, leaks nothing, and the
# rest goes on.
# takes: 7 s
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

kernel=$tmp/k
kvm=$kernel/tree/arch/x86/kvm
mini_kernel "$kernel" 2
good=$(cat "$kvm/u0.c")
echo secret-of-another > "$tmp/secret.h"

# The bad unit is u0.c; the good one must be reported whatever that holds.
check() # NAME REGEX [OPTION...]: what is said of the bad one
{
	local name=$1 want=$2 t0=$SECONDS status
	shift 2
	"$gfncheck" -q --no-cache --timeout 10 --memory 1024 -p "$kernel/b/x86" "$@" > "$tmp/out" 2> "$tmp/err"
	status=$?
	[ "$status" = 1 ] && [ $((SECONDS - t0)) -lt 60 ] && grep -q 'u1.c:5:16: error' "$tmp/out" &&
		! grep -aq 'secret-of\|root:' "$tmp/out" "$tmp/err" &&
		grep -aEq "$want" "$tmp/out"
	ok $? "$name" || sed 's/^/# /' "$tmp/out" "$tmp/err" | cut -c 1-200 | head -20
	rm -f "$kvm/u0.c"
	printf '%s\n' "$good" > "$kvm/u0.c"
}

bad() # stdin: the text of the bad unit
{
	rm -f "$kvm/u0.c"
	cat > "$kvm/u0.c"
}

# Which files are read is for Landlock to say.
"$gfncheck" --no-cache -p "$kernel/b/x86" > "$tmp/out" 2>&1
if grep -q 'has no Landlock' "$tmp/out"; then landlock=0; else landlock=1; fi
outside() # NAME REGEX
{
	if [ "$landlock" = 1 ]; then check "$@"; else skip "$1" "this kernel has no Landlock"; fi
}

with() # TEXT: the bad unit is that, and then the good one
{
	printf '%s\n%s\n' "$1" "$good" | bad
}

with "#include \"$tmp/secret.h\""
outside "a file out of the tree" 'u0.c:1: note: not analysed: does not parse'
with '#include "../../../../secret.h"'
outside "a file out of the tree by .." 'u0.c:1: note: not analysed: does not parse'
ln -s "$tmp/secret.h" "$kvm/link.h"
with '#include "link.h"'
outside "a link out of the tree" 'u0.c:1: note: not analysed: does not parse'
with "const unsigned char x[] = {
#embed \"$tmp/secret.h\"
};"
outside "#embed of a file out of the tree" 'u0.c:2: note: not analysed: does not parse'
with "#if __has_include(\"$tmp/secret.h\")
#error there
#endif"
outside "__has_include of a file out of the tree" 'u0.c.*note: not analysed|u0.c:8:16: error'

mkfifo "$kvm/fifo.h"
with '#include "fifo.h"'
check "a FIFO is included" 'u0.c: note: not analysed: it includes arch/x86/kvm/fifo.h: it is not a regular file'
ln -s /dev/zero "$kvm/zero.h"
with '#include "zero.h"'
check "/dev/zero is included" 'u0.c: note: not analysed: it includes arch/x86/kvm/zero.h: it is not a regular file'
rm "$kvm/u0.c"; ln -s /dev/zero "$kvm/u0.c"
check "a unit that is a link to /dev/zero" 'u0.c: note: not analysed: it is not a regular file'
rm "$kvm/u0.c"; mkfifo "$kvm/u0.c"
check "a unit that is a FIFO" 'u0.c: note: not analysed: it is not a regular file'
rm "$kvm"/*.h

# Each macro is the one before it twice: 2^30 calls.
{
	echo '#include <linux/kvm_host.h>'
	echo '#define A0 kvm_read_guest(vcpu->kvm, 0, p, 1),'
	for i in $(seq 30); do echo "#define A$i A$((i - 1)) A$((i - 1))"; done
	echo 'int f(struct kvm_vcpu *vcpu, void *p) { return A30 0; }'
} | bad
check "a macro bomb" 'u0.c: note: not analysed: (the parser|libclang)'
{
	echo '#include <linux/kvm_host.h>'
	echo 'int f(struct kvm_vcpu *vcpu, void *p) { return '
	head -c 100000 /dev/zero | tr '\0' '('
	echo 'kvm_read_guest(vcpu->kvm, 0, p, 1)'
	head -c 100000 /dev/zero | tr '\0' ')'
	echo '; }'
} | bad
check "100,000 brackets" 'u0.c:3: note: not analysed'
{
	printf '%s\n#if 0\n' "$good"
	for i in $(seq 20000); do printf 'kvm_read_guest(kvm, '; done
	printf '\n#endif\n'
} | bad
check "20,000 calls in each other, left out" 'u0.c:5:16: error'
{
	printf '%s\n' "$good"
	yes 'extern int a_declaration_that_is_there_very_often(int a, int b, int c);' | head -n 1000000
} | bad
check "a file of 70 MB" 'u0.c: note: not analysed: it is larger than 64 MiB'
with '#include "u0.c"'
check "a file that includes itself" 'u0.c.*not analysed: does not parse'
check "the whole run's limit does not change a short one" 'u0.c:5:16: error' --time-limit 100

# Siblings: what no text is, what has no end, and what the parser is told to do.
ask() # NAME TEXT [REGEX]: like check, for a few lines in front of the good unit
{
	with "$2"
	check "$1" "${3:-u0.c(:[0-9]+)?: note: not analysed}"
}
with '#include "/proc/self/mem"'
outside "the parser's own memory" 'u0.c:1: note: not analysed: does not parse'
with '#include "/proc/self/environ"'
outside "its environment" 'u0.c:1: note: not analysed: does not parse'
with "#define S \"$tmp/secret.h\"
#include S"
outside "a file out of the tree that a macro names" 'u0.c:2: note: not analysed: does not parse'
mkdir "$kvm/folder.h"
perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 1) or die' "$kvm/sock.h"
ask "a folder is included" '#include "folder.h"' 'u0.c:1: note: not analysed'
ask "a socket is included" '#include "sock.h"' 'u0.c: note: not analysed: it includes arch/x86/kvm/sock.h: it is not a regular file'
rm -rf "$kvm/folder.h" "$kvm/sock.h"
for ((i = 0; i < 300; i++)); do echo "#include \"d$((i + 1)).h\"" > "$kvm/d$i.h"; done
echo 'int end;' > "$kvm/d300.h"
ask "includes 300 deep" '#include "d0.h"' 'd[0-9]+.h:1: note: not analysed: does not parse: #include nested too deeply'
rm "$kvm"/d*.h
printf '#include "two.h"\n#include "two.h"\n' > "$kvm/two.h"
ask "a header that includes itself twice" '#include "two.h"' 'two.h:1: note: not analysed: does not parse: #include nested too deeply'
rm "$kvm/two.h"
for what in crash overflow_stack llvm_fatal_error parser_crash; do
	ask "#pragma clang __debug $what" "#pragma clang __debug $what" 'u0.c'
done
ask "a module is imported" '#pragma clang module import std' 'u0.c'
ask "the accessor's name is poisoned" '#pragma GCC poison kvm_read_guest'
ask "an array of 2^62 bytes" 'char big[1UL << 62];' 'u0.c'
ask "an initialiser for 10^9 elements" 'int z[] = { [0 ... 1000000000] = 1 };' 'u0.c'
ask ".incbin" "__asm__(\".incbin \\\"$tmp/secret.h\\\"\");" 'u0.c:6:16: error'

lots() # NAME TEXT NUMBER [REGEX]: the text so often, and then the good unit
{
	{
		yes "$2" | head -n "$3" | tr -d '\n'
		printf '\n%s\n' "$good"
	} | bad
	check "$1" "${4:-u0.c(:[0-9]+)?: note: not analysed}"
}
lots "an expression of 5 MB" '+ 1' 2000000 'u0.c'
lots "50,000 braces" 'int x = {{' 50000
lots "20,000 structs in each other" 'struct { ' 20000
lots "100,000 pointers" 'int *' 100000 'u0.c'
{ head -c 3000000 /dev/zero; printf '\n%s\n' "$good"; } | bad
check "3 MB of NUL" 'u0.c'
{ seq -f '#include "n%.0f.h"' 200000; printf '%s\n' "$good"; } | bad
check "200,000 files that are not there" 'u0.c(:[0-9]+)?: note: not analysed'
{ echo '#if 0'; seq -f '#include "n%.0f.h"' 200000; printf '#endif\n%s\n' "$good"; } | bad
check "and not looked for" 'u0.c:200007:16: error'

# What a terminal would obey, in a name.
name=$'e\033]0;x\007\033[31m.c'
cp "$kvm/u0.c" "$kvm/$name"
cp "$kernel/b/x86/compile_commands.json" "$tmp/db"
sed -i 's#/u0.c#/e\\u001b]0;x\\u0007\\u001b[31m.c#' "$kernel/b/x86/compile_commands.json"
for format in text html sarif rdjsonl; do
	"$gfncheck" -q --no-cache -p "$kernel/b/x86" --format=$format -o "$tmp/shown" > "$tmp/out" 2>&1
	[ -d "$tmp/shown" ] && cat "$tmp/shown"/* >> "$tmp/out"
	[ -f "$tmp/shown" ] && cat "$tmp/shown" >> "$tmp/out"
	! grep -q $'\033\|\007' "$tmp/out" && grep -q 'e.*31m.c' "$tmp/out"
	ok $? "no control character in $format"
	rm -rf "$tmp/shown"
done
cp "$tmp/db" "$kernel/b/x86/compile_commands.json"

sed -i "s#\"-Wall\"#\"-Xclang\", \"-dependency-file\", \"-Xclang\", \"$tmp/dep\", \"-Xclang\", \"-header-include-file\", \"-Xclang\", \"$tmp/hdr\"#" \
	"$kernel/b/x86/compile_commands.json"
check "flags that would write files" 'u0.c:5:16: error'
[ ! -e "$tmp/dep" ] && [ ! -e "$tmp/hdr" ]
ok $? "none is written"
done_testing
