#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# gfn-convert, killed KILLS times (100) at random moments, half of them while it
# writes: the tree is the old one or the new one, or the next run restores it.
# SEED repeats a run.
# takes: 55 s
# slow: a hundred kills
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/convert-lib.sh
. "$top/tests/convert-lib.sh"

KILLS=${KILLS:-100}
RANDOM=${SEED:=$$}
echo "# SEED=$SEED"

# Some small files, so that writing takes a while; no direct calls, which spatch
# would look at for longer than all the rest takes.
kernel "$tmp/k" <<'END'
#include <linux/kvm_host.h>
int f_0(struct kvm_vcpu *vcpu)
{
	struct kvm *kvm = vcpu->kvm;

	return gfn_to_hva(kvm, 1);
}
END
units=6
for ((i = 1; i < units; i++)); do
	sed "s/f_0/f_$i/" "$tmp/k/tree/arch/x86/kvm/u0.c" > "$tmp/k/tree/arch/x86/kvm/u$i.c"
done
mini_compdb "$tmp/k" $units > "$tmp/k/b/x86/compile_commands.json"
rm -rf "$tmp/k/tree/.git"
cp -a "$tmp/k/tree" "$tmp/old"

run() # ARG...: without git there is a patch beside the tree as well
{
	"$top/scripts/gfn-convert" --tree "$tmp/k/tree" --build "$tmp/k/b/x86" --no-sparse "$@"
}

tree_is() # FOLDER
{
	diff -r "$tmp/k/tree" "$1" > "$tmp/diff" 2>&1
}

# One run to its end: the new tree, and how long it takes.
start=${EPOCHREALTIME/./}
run > "$tmp/out" 2>&1 || { cat "$tmp/out"; exit 1; }
took=$(((${EPOCHREALTIME/./} - start) / 1000))
mv "$tmp/k/tree" "$tmp/new"
rm -f "$tmp/k/tree".*
echo "# a run takes $took ms"

# pause MS: without a process of its own, which would take longer than it waits
exec {never}<> <(:)
pause()
{
	read -rt "$(($1 / 1000)).$(printf %03d $(($1 % 1000)))" -u "$never" _
}

# Kill it, alone or with all that it started, after some time or when it writes.
kill_one() # NUMBER
{
	local pid whole=

	[ $(($1 % 4)) -ge 2 ] || whole=-
	setsid "$top/scripts/gfn-convert" --tree "$tmp/k/tree" --build "$tmp/k/b/x86" --no-sparse \
		> "$tmp/out" 2>&1 &
	pid=$!
	if [ $(($1 % 2)) -eq 0 ]; then
		pause $((RANDOM % took))
	else
		while kill -0 "$pid" 2>/dev/null && [ ! -e "$tmp/k/tree/.gfn-convert/list" ]; do
			pause 1
		done
		pause $((RANDOM % 25))
	fi
	kill -KILL -- "$whole$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
}

old=0 new=0 restored=0 bad=0
for ((k = 0; k < KILLS; k++)); do
	rm -rf "$tmp/k/tree" "$tmp/k/tree".*
	cp -a "$tmp/old" "$tmp/k/tree"
	kill_one $k
	if [ -e "$tmp/k/tree/.gfn-convert" ]; then
		journal=1
	else
		journal=
	fi
	if [ -z "$journal" ] && tree_is "$tmp/old"; then
		old=$((old + 1))
		continue
	elif [ -z "$journal" ] && tree_is "$tmp/new"; then
		new=$((new + 1))
		continue
	fi
	# Sometimes the next run is a whole one, which has to end with the new tree.
	if [ $((RANDOM % 8)) -eq 0 ]; then
		run > "$tmp/out2" 2>&1
		want=$tmp/new
	else
		run --recover > "$tmp/out2" 2>&1
		want=$tmp/old
	fi
	if tree_is "$want" || { tree_is "$tmp/new" && [ -n "$journal" ]; }; then
		restored=$((restored + 1))
	else
		bad=$((bad + 1))
		sed 's/^/# /' "$tmp/out2" "$tmp/diff" | head -20
	fi
	! ls -d "$tmp/k/tree/.gfn-convert" 2>/dev/null || bad=$((bad + 1))
done
echo "# $KILLS kills: $old times the old tree, $new times the new one, $restored times restored by the next run"
is "$bad" 0 "killed $KILLS times: each time the old tree, the new one, or restored"
ok $((restored == 0)) "and some of them came while it wrote"
done_testing
