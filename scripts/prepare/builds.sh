# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-prepare: the builds, and what each is configured with.
#
# A build is ARCH or ARCH-NAME: one architecture in one configuration.  There
# are several where one configuration cannot hold all of the KVM code.

builds_of()
{
	case $1 in
	powerpc)
		echo powerpc-book3s_64 powerpc-book3s_32 \
		     powerpc-e500mc powerpc-e500v2 ;;
	mips)	echo mips mips-malta ;;
	*)	echo "$1" ;;
	esac
}

# The first that the tree has.
base_config()
{
	local config

	for config in $(base_configs "$1"); do
		[ ! -f "$TREE/arch/$ARCH/configs/$config" ] || break
	done
	echo "$config"
}

base_configs()
{
	case $1 in
	mips)			echo loongson3_defconfig ;;
	mips-malta)		echo malta_kvm_defconfig ;;
	powerpc-book3s_64)	echo powernv_defconfig ppc64_defconfig ;;
	powerpc-book3s_32)	echo pmac32_defconfig ;;
	powerpc-e500mc)		echo corenet64_smp_defconfig ;;
	powerpc-e500v2)		echo mpc85xx_defconfig ;;
	arm)			echo multi_v7_defconfig ;;
	*)			echo defconfig ;;
	esac
}

# What KVM's own options and the users of KVM depend on.  The options of KVM
# themselves are read from the Kconfig files, see kvm_symbols().  What a tree
# does not have is ignored by kconfig.
needed_symbols()
{
	echo MODULES EXPERT DEBUG_KERNEL DEBUG_FS VIRTUALIZATION COMPAT \
	     PERF_EVENTS IOMMU_SUPPORT VFIO VFIO_GROUP VFIO_CONTAINER VFIO_PCI \
	     VFIO_MDEV KUNIT
	case $1 in
	x86)	echo HYPERVISOR_GUEST PARAVIRT HYPERV XEN CRYPTO \
		     CRYPTO_SHA256 X86_SGX CRYPTO_DEV_CCP CRYPTO_DEV_CCP_DD \
		     CRYPTO_DEV_SP_PSP AMD_MEM_ENCRYPT INTEL_TDX_HOST \
		     X86_X2APIC DRM DRM_I915 DRM_I915_GVT ;;
	arm64)	echo ACPI ARM_SDE_INTERFACE HW_PERF_EVENTS DEBUG_LIST ;;
	arm)	echo ARM_LPAE ;;
	s390)	echo PCI ZCRYPT S390_AP_IOMMU VFIO_AP VFIO_CCW \
		     PROTECTED_VIRTUALIZATION_GUEST ;;
	riscv)	echo RISCV_SBI RISCV_SBI_V01 RISCV_PMU RISCV_PMU_SBI ;;
	mips)	echo CPU_LOONGSON64 CPU_HAS_MSA ;;
	mips-malta)
		echo CPU_MIPS32_R5 CPU_HAS_MSA ;;
	powerpc-book3s_64)
		echo PPC_POWERNV PPC_PSERIES PPC_UV ZONE_DEVICE \
		     DEVICE_PRIVATE MEMORY_HOTPLUG MEMORY_HOTREMOVE \
		     PPC_TRANSACTIONAL_MEM PPC_64S_HASH_MMU SPAPR_TCE_IOMMU \
		     VIRT_CPU_ACCOUNTING_NATIVE GUEST_STATE_BUFFER_TEST ;;
	powerpc-e500v2)
		echo VIRT_CPU_ACCOUNTING_NATIVE TOOLCHAIN_DEFAULT_CPU ;;
	powerpc-*)
		echo VIRT_CPU_ACCOUNTING_NATIVE ;;
	esac
}

# What hides KVM code, costs time in "prepare", makes warnings into errors, or
# is a CPU that clang does not know or that has no virtualization.
unwanted_symbols()
{
	echo WERROR KVM_WERROR PPC_WERROR DEBUG_INFO_BTF MODVERSIONS \
	     GCC_PLUGINS RUST NO_HZ_FULL CONTEXT_TRACKING_USER_FORCE \
	     VIRT_CPU_ACCOUNTING_GEN LTO_CLANG_FULL LTO_CLANG_THIN CFI_CLANG
	case $1 in
	mips-malta)		echo CPU_MIPS32_R2 ;;
	powerpc-book3s_32)	echo SMP ;;
	powerpc-e500v2)		echo E500_CPU ;;
	esac
}

has_kvm()
{
	[ -f "$TREE/arch/$1/kvm/Kconfig" ]
}

# The builds of those architectures that have KVM in this tree.
known_builds()
{
	local arch

	for arch in $ARCHS; do
		has_kvm "$arch" && builds_of "$arch" | tr ' ' '\n'
	done
}

is_known_arch()
{
	case " $ARCHS " in *" $1 "*) return 0 ;; esac
	return 1
}

# select_builds LIST: names to builds, each once, in BUILDS
select_builds()
{
	local word

	BUILDS=
	if [ "$1" = all ]; then
		for word in $ARCHS; do
			has_kvm "$word" ||
				say 1 "$word: skipped, this tree has no KVM there"
		done
		BUILDS=$(known_builds)
		return
	fi
	for word in ${1//,/ }; do
		BUILDS+=" $(builds_named "$word")" || exit 2
	done
	BUILDS=$(tr -s ' ' '\n' <<<"$BUILDS" | awk 'NF && !seen[$0]++')
	[ -n "$BUILDS" ] || usage_error "--arch: no architecture given"
}

builds_named()
{
	local arch=${1%%-*} build

	is_known_arch "$arch" ||
		die "unknown architecture '$1'" "Known are: $ARCHS, all."
	has_kvm "$arch" ||
		die "this tree has no KVM for $arch: no $TREE/arch/$arch/kvm/Kconfig"
	if [ "$arch" = "$1" ]; then
		builds_of "$arch"
		return
	fi
	for build in $(builds_of "$arch"); do
		[ "$build" != "$1" ] || { echo "$build"; return; }
	done
	die "unknown build '$1'" "Known for $arch are: $(builds_of "$arch")."
}
