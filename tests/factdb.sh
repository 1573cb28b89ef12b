#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The fact base is a cache: killed, damaged, of another version, unwritable or
# shared, it may cost time and never changes the report.
# takes: 15 s
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

units=8
mini_kernel "$tmp/k" $units
b=$tmp/k/b/x86
tree=$tmp/k/tree
db=$tmp/facts.db

report() # ARG...: the report on stdout
{
	"$gfncheck" -p "$b" --all-sites --format=json "$@" 2> "$tmp/err"
}

parsed() # ARG...: how many units were parsed
{
	"$gfncheck" -p "$b" -v "$@" 2>&1 > /dev/null | sed -n 's/^\([0-9]*\) of .* units parsed.*/\1/p'
}

again() # NAME: with the base as it is, the report is what it must be
{
	report --facts "$db" > "$tmp/got"
	same "$tmp/want" "$tmp/got" "$1"
}

fresh()
{
	rm -f "$db" "$db"-* "$db".bad
	report --facts "$db" > /dev/null
}

report --no-cache > "$tmp/want"
like "$(cat "$tmp/want")" "direct_$((units - 1))" "without a base"
report --no-cache --no-pch > "$tmp/got"
same "$tmp/want" "$tmp/got" "without precompiled headers"
again "the first run with a base"
is "$(parsed --facts "$db")" 0 "the second run parses nothing"
again "the second run"

# what has changed is parsed again
touch "$tree/arch/x86/kvm/u3.c"
is "$(parsed --facts "$db")" 0 "a touched file is the same file"
echo "/* */" >> "$tree/arch/x86/kvm/u3.c"; sleep 0.02
is "$(parsed --facts "$db")" 1 "a changed file is parsed again"
is "$(parsed --facts "$db")" 0 "and then is not"
stamp=$(stat -c %y "$tree/arch/x86/kvm/u4.c")
sed -i 's/direct_4/DIRECT_4/' "$tree/arch/x86/kvm/u4.c"; sleep 0.02
touch -d "$stamp" "$tree/arch/x86/kvm/u4.c"
is "$(parsed --facts "$db")" 1 "the same size and time do not hide a change"
sed -i 's/DIRECT_4/direct_4/' "$tree/arch/x86/kvm/u4.c"
echo "/* */" >> "$tree/include/linux/kvm_host.h"; sleep 0.02
is "$(parsed --facts "$db")" $units "a changed header: all that include it"
sed -i 's/-Wall/-Wextra", "-DNEW/' "$b/compile_commands.json"
is "$(parsed --facts "$db")" $units "other flags: all"
is "$(parsed --facts "$db")" 0 "and then nothing"
is "$(sqlite3 "$db" "select count(*) from unit where name like 'arch/%'" 2>/dev/null || echo $units)" $units \
	"what the build no longer has is dropped"
mv "$tree/arch/x86/kvm/u5.c" "$tmp/u5.c"
report --facts "$db" > "$tmp/got"
is "$(grep -c '"function": "direct_5"' "$tmp/got")" 0 "no findings in a file that is gone"
mv "$tmp/u5.c" "$tree/arch/x86/kvm/u5.c"; sleep 0.02
report --no-cache > "$tmp/want"
again "and there they are again"

# an include that was missing appears
echo '#include "late.h"' >> "$tree/arch/x86/kvm/u6.c"
report --facts "$db" > "$tmp/got"
like "$(cat "$tmp/got")" 'not_analysed.*u6.c' "a missing header is told"
echo "int late;" > "$tree/arch/x86/kvm/late.h"; sleep 0.02
report --no-cache > "$tmp/want"
again "a header that appears"

# a file that an include would find before the one it found
mkdir -p "$tree/include/found" "$tree/first"
echo '#define FOUND kvm' > "$tree/include/found/a.h"
printf '#include "found/b.h"\n#include <found/a.h>\n' > "$tree/arch/x86/kvm/inner.h"
echo '#define INNER 1' > "$tree/include/found/b.h"
# shellcheck disable=SC2094 # sed has read it before it is written to
{
	echo '#include "inner.h"'
	sed 's/direct/shadow/; s/struct kvm_vcpu \*vcpu, /struct kvm *kvm, /; s/vcpu->kvm/FOUND/' "$tree/arch/x86/kvm/u7.c"
} >> "$tree/arch/x86/kvm/u7.c"
sed -i "s#\"-I$tree/include\"#\"-I$tree/first\", &#g" "$b/compile_commands.json"
sleep 0.02
appears() # NAME UNITS FILE TEXT
{
	parsed --facts "$db" > /dev/null
	is "$(parsed --facts "$db")" 0 "before $1"
	mkdir -p "$(dirname "$tree/$3")"
	echo "$4" > "$tree/$3"; sleep 0.02
	is "$(parsed --facts "$db")" "$2" "$1"
	report --no-cache > "$tmp/want"
	again "$1: as if afresh"
	rm "$tree/$3"; rmdir -p "$(dirname "$tree/$3")" 2> /dev/null
	is "$(parsed --facts "$db")" "$2" "and when it goes"
}
appears "a header beside the one that includes it" 1 arch/x86/kvm/found/b.h '#define kvm_read_guest(...) 0'
appears "a header in a folder that is looked at before" 1 first/found/a.h '#define FOUND ((struct kvm *)0)'
appears "the header that all share" $units first/linux/kvm_host.h '#include "../../include/linux/kvm_host.h"'
appears "a file that no include looks for" 0 include/other/a.h '#error'
rmdir "$tree/first" 2> /dev/null
report --no-cache > "$tmp/want"

# damage
fresh
size=$(stat -c %s "$db")
for cut in 0 1 50 100 4096 5000 $((size / 2)) $((size - 4096)) $((size - 1)); do
	fresh
	truncate -s "$cut" "$db"
	again "cut to $cut bytes"
	again "cut to $cut bytes, the next run"
done
fresh
cp "$db" "$tmp/good.db"
bad=0
for ((i = 0; i < 40; i++)); do
	cp "$tmp/good.db" "$db"
	rm -f "$db"-* "$db".bad
	for ((j = 0; j < 20; j++)); do
		printf '%b' "\\x$(printf %x $((RANDOM % 256)))" |
			dd of="$db" bs=1 seek=$((RANDOM * 32768 % size + RANDOM % 4096)) \
				conv=notrunc status=none
	done
	report --facts "$db" > "$tmp/got"
	cmp -s "$tmp/want" "$tmp/got" || bad=$((bad + 1))
done
is $bad 0 "40 bases with 20 random bytes each"
{ head -c 100 "$tmp/good.db"; head -c 100000 /dev/urandom; } > "$db"
rm -f "$db"-* "$db".bad
again "a base of random bytes"
[ -f "$db.bad" ]
ok $? "is put aside, not deleted"
for file in /dev/urandom "$top/tests/factdb.sh"; do
	head -c 3000 "$file" > "$tmp/mine"
	cp "$tmp/mine" "$db"
	rm -f "$db"-* "$db".bad
	again "a file that is no fact base"
	same "$tmp/mine" "$db" "is left alone"
	like "$(cat "$tmp/err")" "facts.*: not a fact base, left alone" "and said to be none"
done
rm -f "$db"*
head -c 5000 /dev/urandom > "$db-wal"
again "a journal of random bytes"

# of another version, or somebody else's
if command -v sqlite3 > /dev/null; then
	fresh
	sqlite3 "$db" "pragma user_version = 999999; drop table site; update pack set data = x'00'"
	again "another schema"
	is "$(parsed --facts "$db")" 0 "is replaced"
	fresh
	sqlite3 "$db" "update unit set key = 'x' || key"
	again "other keys"
	fresh
	sqlite3 "$db" "drop table func"
	again "a missing table"
	rm -f "$db"*
	sqlite3 "$db" "create table mine (a); insert into mine values (1)"
	again "another program's database"
	like "$(cat "$tmp/err")" "left alone" "is not written to"
	is "$(sqlite3 "$db" "select count(*) from mine")" 1 "and keeps its content"
	fresh
	is "$(sqlite3 "$db" "select count(*) from site join unit on unit.id = site.unit
		where accessor = 'kvm_read_guest'")" $((units + 1)) "the tables can be queried"
	is "$(sqlite3 "$db" "pragma integrity_check; pragma foreign_key_check")" ok "and are sound"
else
	skip "other versions" "no sqlite3"
fi

# nowhere to write
rm -rf "$db"*
mkdir "$db"
again "a folder in its place"
like "$(cat "$tmp/err")" "no facts are kept" "is told"
rmdir "$db"
report --facts "$tmp/none/x.db" > "$tmp/got"
same "$tmp/want" "$tmp/got" "a folder that is not there"
fresh
chmod 444 "$db"
if [ "$(id -u)" = 0 ] && command -v setpriv > /dev/null; then
	chmod 755 "$tmp"
	chmod -R a+rX "$tmp"
	as=(setpriv --reuid 65534 --regid 65534 --clear-groups)
else
	as=()
fi
HOME=/nonexistent XDG_CACHE_HOME=/nonexistent "${as[@]}" "$gfncheck" -p "$b" --all-sites \
	--format=json --facts "$db" > "$tmp/got" 2> "$tmp/err"
same "$tmp/want" "$tmp/got" "a base that may only be read"
chmod 644 "$db"
(chmod 555 "$b" && HOME=/nonexistent XDG_CACHE_HOME=/nonexistent "${as[@]}" "$gfncheck" -p "$b" \
	--all-sites --format=json) > "$tmp/got" 2> "$tmp/err"
same "$tmp/want" "$tmp/got" "a build that may only be read"
chmod 755 "$b"

# killed at any moment
bad=0
rm -f "$db"*
for ((i = 0; i < 25; i++)); do
	"$gfncheck" -p "$b" --facts "$db" -j 3 > /dev/null 2>&1 &
	pid=$!
	sleep "0.$(printf %03d $((RANDOM % 300)))"
	{ kill -KILL "$pid"; wait "$pid"; } 2> /dev/null
	[ $((i % 5)) != 4 ] || rm -f "$db"*
	if [ $((i % 3)) = 2 ]; then
		report --facts "$db" > "$tmp/got"
		cmp -s "$tmp/want" "$tmp/got" || bad=$((bad + 1))
		echo "/* $i */" >> "$tree/arch/x86/kvm/late.h"
		sleep 0.02
	fi
done
is $bad 0 "killed 25 times"
again "after all that"

# several at once
bad=0
for ((i = 0; i < 5; i++)); do
	rm -f "$db"*
	for j in 1 2 3; do
		report --facts "$db" > "$tmp/got$j" 2> "$tmp/err$j" &
	done
	wait
	for j in 1 2 3; do
		cmp -s "$tmp/want" "$tmp/got$j" || bad=$((bad + 1))
	done
done
is $bad 0 "three runs at once, five times"
is "$(parsed --facts "$db")" 0 "leave a base that is complete"

done_testing
