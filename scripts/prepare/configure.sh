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

# --- What is still off -------------------------------------------------------

# The options that KVM's own Kconfig files have or its makefiles build by
wanted_symbols()
{
	local skip

	skip=$(unwanted_symbols "$BUILD" | tr ' ' '\n')
	{
		find "$TREE/arch/$ARCH/kvm" "$TREE/virt/kvm" -name 'Kconfig*' -exec \
			sed -nE 's/^(menu)?config[ \t]+(\w+).*/\2/p' {} +
		find "$TREE/arch/$ARCH/kvm" "$TREE/virt/kvm" -name 'Makefile*' \
			-exec grep -oE 'CONFIG_\w+' {} + | sed 's/.*CONFIG_//'
	} | sort -u | grep -vxF "$skip"
}

# Those of them that are on
wanted_on()
{
	grep -oE '^CONFIG_\w+=[ym]' "$OBJ/.config" |
		sed 's/^CONFIG_//; s/=.*//' | sort | comm -12 - "$DEST/wanted.tmp"
}

# What to change so that more of them can be on, as lines of .config
missing_symbols()
{
	local module

	module=$(sed -n 's/^CONFIG_KVM=//p' "$DEST/fragment.config")
	find "$TREE" -path "$TREE/arch/*" ! -path "$TREE/arch/Kconfig*" \
		! -path "$TREE/arch/$ARCH" ! -path "$TREE/arch/$ARCH/*" -prune -o \
		-name 'Kconfig*' -type f -print | sort |
	xargs awk -v config="$OBJ/.config" -v module="$module" \
		-v wanted="$(tr '\n' ' ' <"$DEST/wanted.tmp")" \
		-v unwanted="$(unwanted_symbols "$BUILD")" \
		-f "$PARTS/missing.awk"
}

# Each round keeps what it gains; where an option got lost by it, nothing of it.
complete_config()
{
	local round lost

	wanted_symbols >"$DEST/wanted.tmp" || fail "cannot read KVM's Kconfig"
	for round in 1 2 3; do
		missing_symbols >"$DEST/missing.tmp" || fail "cannot read Kconfig"
		[ -s "$DEST/missing.tmp" ] || return 0
		wanted_on >"$DEST/before.tmp"
		cp "$OBJ/.config" "$DEST/config.tmp" || fail "cannot write $DEST"
		cat "$DEST/missing.tmp" >>"$OBJ/.config"
		curing olddefconfig || fail "make olddefconfig"
		wanted_on >"$DEST/after.tmp"
		lost=$(comm -23 "$DEST/before.tmp" "$DEST/after.tmp")
		if [ -z "$lost" ] && ! cmp -s "$DEST/before.tmp" "$DEST/after.tmp"; then
			cat "$DEST/missing.tmp" >>"$DEST/fragment.config"
			continue
		fi
		mv "$DEST/config.tmp" "$OBJ/.config" || fail "cannot write .config"
		return 0
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
	complete_config
}

has_kvm_on()
{
	grep -Eq '^CONFIG_KVM=[ym]' "$OBJ/.config"
}

# The vDSO comes last, and nothing of KVM needs it: where it cannot be linked with
# these tools (its linker scripts and assembler are GNU's), all before it is enough.
prepare()
{
	begin_step prepare
	NO_VDSO=
	curing prepare && return
	NO_VDSO=1
	grep -q 'vdso_prepare\] Error' "$LOG.tmp" || fail "make prepare"
	say 2 "$BUILD: $STEP: tried again without the vDSO"
	curing prepare0 || fail "make prepare0"
}
