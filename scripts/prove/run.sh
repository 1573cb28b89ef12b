# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-prove: the scenarios, as the only program of a kernel in QEMU.

# Seconds, for a boot and for each scenario of it.
BOOT_LIMIT=60
SCENARIO_LIMIT=25

# One static program has all scenarios; it lists them, too.
build_init()
{
	INIT=$WORK/init
	gcc -O2 -g -Wall -static -fno-toplevel-reorder -o "$INIT" "$SCENARIOS"/*.c >"$WORK/init.log" 2>&1 ||
		die "cannot compile the scenarios in $SCENARIOS:" "$(cat "$WORK/init.log")"
	"$INIT" --list | sort >"$WORK/scenarios" || die "$INIT does not list its scenarios"
}

# initrd KVM SCENARIO...
initrd()
{
	local module

	printf '%s\n' "${@:2}" >"$WORK/names"
	{
		echo "dir /dev 0755 0 0"
		echo "nod /dev/console 0600 0 0 c 5 1"
		echo "file /init $INIT 0755 0 0"
		echo "file /scenarios $WORK/names 0644 0 0"
		for module in "$1"/*.ko; do
			echo "file /${module##*/} $module 0644 0 0"
		done
	} >"$WORK/initrd.list"
	"$OUT/obj/usr/gen_init_cpio" "$WORK/initrd.list" >"$WORK/initrd" || die "cannot write $WORK/initrd"
}

# run_scenarios KVM RESULTS SCENARIO...: boot with these modules. RESULTS gets a
# line for each: name, as0|vcpu|untold, what was seen
run_scenarios()
{
	local kvm=$1 results=$2 log=$OUT/console.log name line

	shift 2
	initrd "$kvm" "$@"
	say 2 "booting for $# scenarios"
	timeout $((BOOT_LIMIT + $# * SCENARIO_LIMIT)) "$QEMU" -accel tcg -cpu EPYC,+svm -smp 2 -m 512 \
		-nodefaults -no-user-config -display none -no-reboot -serial stdio -monitor none \
		-kernel "$KERNEL" -initrd "$WORK/initrd" \
		-append "console=ttyS0 quiet panic=-1 tsc=reliable clocksource=tsc" \
		</dev/null 2>&1 | tr -d '\r' >"$log"
	grep -q '^PROVE' "$log" ||
		die "the kernel did not run its scenarios; the end of $log:" "$(tail -n 20 "$log")"
	for name; do
		line=$(sed -n "s/^PROVE\t\($name\t.*\)/\1/p" "$log")
		echo "${line:-$name	untold	the kernel did not come so far: $(sed -n '/BUG\|Oops\|panic/{p;q}' "$log")}"
	done >"$results"
}
