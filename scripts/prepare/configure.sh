# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-prepare: configure one build.

# All options of KVM: those of its own Kconfig files, and those elsewhere with
# KVM in their name (VFIO_PCI_ZDEV_KVM, DRM_I915_GVT_KVMGT).  A tristate is
# made a module, as distributions do: kvm.ko and kvm-intel.ko are then two.
kvm_symbols()
{
	local dirs=()
	local dir

	for dir in "arch/$ARCH" drivers kernel lib virt; do
		[ ! -d "$TREE/$dir" ] || dirs+=("$TREE/$dir")
	done
	# shellcheck disable=SC2016
	find "${dirs[@]}" -name 'Kconfig*' -exec grep -l KVM {} + | sort |
	xargs awk '
		FNR == 1 { own = FILENAME ~ /\/kvm\/Kconfig$/ }
		$1 == "config" || $1 == "menuconfig" {
			sym = (own || $2 ~ /KVM/) ? $2 : ""
		}
		sym && $1 ~ /^(def_)?(bool|tristate)$/ {
			print "CONFIG_" sym "=" ($1 ~ /tristate/ ? "m" : "y")
			sym = ""
		}'
}

# VFIO's drivers are modules where KVM is one: they then have KVM's flags.
config_fragment()
{
	local sym kvm

	kvm_symbols >"$DEST/kvm.tmp" || return
	kvm=$(sed -n 's/^CONFIG_KVM=//p' "$DEST/kvm.tmp")
	cat "$DEST/kvm.tmp"
	rm -f "$DEST/kvm.tmp"
	for sym in $(needed_symbols "$BUILD"); do
		case $sym in
		VFIO_GROUP | VFIO_CONTAINER)		echo "CONFIG_$sym=y" ;;
		VFIO | VFIO_*)				echo "CONFIG_$sym=${kvm:-y}" ;;
		*)					echo "CONFIG_$sym=y" ;;
		esac
	done
	for sym in $(unwanted_symbols "$BUILD"); do
		echo "# CONFIG_$sym is not set"
	done
}

configure()
{
	begin_step configure
	mkdir -p "$OBJ" || fail "cannot make $OBJ"
	config_fragment >"$DEST/fragment.config" || fail "cannot read Kconfig"
	curing "$(base_config "$BUILD")" ||
		fail "make $(base_config "$BUILD")"
	cat "$DEST/fragment.config" >>"$OBJ/.config" || fail "cannot write .config"
	curing olddefconfig || fail "make olddefconfig"
	grep -Eq '^CONFIG_KVM=[ym]' "$OBJ/.config" ||
		fail "CONFIG_KVM stays off; something it depends on is missing"
}

prepare()
{
	begin_step prepare
	curing prepare || fail "make prepare"
}
