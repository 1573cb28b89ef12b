#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# gfn-prepare's errors, and what it does before kbuild is called. No kernel is
# needed: the trees are fakes whose Makefile prints what kbuild would. TAP.
# takes: 4 s

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

prepare=$top/scripts/gfn-prepare

# result STATUS NAME: ok, and what gfn-prepare said where it is not
result()
{
	ok "$1" "$2" || sed 's/^/# /' "$tmp/out" "$tmp/err"
}

# expect NAME STATUS PATTERN ARGUMENT...: run gfn-prepare; errors go to stderr,
# everything else to stdout.
expect()
{
	local name=$1 status=$2 pattern=$3 stream=out

	shift 3
	[ "$status" -eq 0 ] || stream=err
	"$prepare" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	[ $? -eq "$status" ] && grep -Eq -e "$pattern" "$tmp/$stream"
	result $? "$name"
}

# fake_tree NAME: the least that passes for a kernel tree with KVM on x86
fake_tree()
{
	local tree=$tmp/$1

	mkdir -p "$tree"/arch/x86/{include/asm,kvm} "$tree/virt/kvm" \
		 "$tree/drivers/vfio"
	touch "$tree"/{Kconfig,virt/kvm/Kconfig}
	touch "$tree"/{arch/x86/kvm/{x86.c,unbuilt.c,Makefile},virt/kvm/kvm_main.c}
	printf 'config KVM\n\ttristate "KVM"\nconfig KVM_XEN\n\tbool "Xen"\n' \
		>"$tree/arch/x86/kvm/Kconfig"
	printf '# define KVM_MAX_NR_ADDRESS_SPACES\t2\n' \
		>"$tree/arch/x86/include/asm/kvm_host.h"
	echo 'EXPORT_SYMBOL_GPL(kvm_get_kvm);' >"$tree/virt/kvm/kvm_main.c"
	echo 'kvm_get_kvm(kvm);' >"$tree/drivers/vfio/user.c"
	touch "$tree/drivers/vfio/Makefile"
	fake_makefile >"$tree/Makefile"
}

# A kbuild that compiles nothing and would compile three files.
fake_makefile()
{
	cat <<'END'
VERSION = 6
PATCHLEVEL = 99
SUBLEVEL = 1
EXTRAVERSION = -rc2
NAME = Fake
CC = clang$(LLVM)
export LLVM_SUFFIX = $(LLVM)
defconfig:
	@mkdir -p $(O); touch $(O)/.config
olddefconfig:
	@[ ! -f rules ] || sh rules $(O)/.config
prepare:
cc = set -e; echo '  CC $(1)'; $(CC) -mweird -Wp,-MMD,.x.d -I./include \
	-DKBUILD_MODNAME='"kvm_\a"' -DS="a \" b" -c -o $(1:.c=.o) \
	$(CURDIR)/$(1) ; fixdep x 'clang-fake -c y.c' > y
arch/x86/kvm/:
	$(call cc,arch/x86/kvm/x86.c)
	$(call cc,arch/x86/kvm/../../../virt/kvm/kvm_main.c)
drivers/vfio/:
	$(call cc,drivers/vfio/user.c)
	$(call cc,drivers/vfio/other.c)
.PHONY: arch/x86/kvm/ drivers/vfio/
END
}

# fake_tools: every tool that is asked for, of an LLVM named "-fake"
fake_tools()
{
	local tool

	mkdir -p "$tmp/bin"
	for tool in clang ld.lld llvm-ar llvm-nm llvm-objcopy llvm-readelf; do
		printf '#!/bin/sh\necho fake\n' >"$tmp/bin/$tool-fake"
	done
	for tool in flex bison bc; do
		command -v "$tool" >/dev/null ||
			printf '#!/bin/sh\n' >"$tmp/bin/$tool"
	done
	chmod +x "$tmp"/bin/*
	PATH=$tmp/bin:$PATH
}

test_arguments()
{
	expect "--help teaches" 0 'Exit status: 0' --help
	expect "no arguments" 2 '--tree is missing'
	expect "no --arch" 2 '--arch is missing' --tree "$tmp/tree"
	expect "no --out" 2 '--out is missing' --tree "$tmp/tree" --arch x86
	expect "an option without its value" 2 '--out needs a value' --out
	expect "an unknown option" 2 "unknown argument '--frob'" --frob
	expect "-j that is no number" 2 "'many' is no number" \
		--tree "$tmp/tree" --arch x86 --out "$tmp/out.d" -j many
}

test_trees()
{
	expect "a tree that is not there" 2 'no such directory' \
		--tree "$tmp/none" --arch x86 --out "$tmp/out.d"
	mkdir "$tmp/empty"
	expect "a folder that is no kernel tree" 2 'not a kernel tree' \
		--tree "$tmp/empty" --arch x86 --out "$tmp/out.d"
	fake_tree dirty
	mkdir -p "$tmp/dirty/include/generated"
	expect "a tree that was built in names the cure" 2 'mrproper' \
		--tree "$tmp/dirty" --arch x86 --out "$tmp/out.d"
	grep -q -e '--clean-copy' "$tmp/err"
	result $? "... and the way round it"
	fake_tree 'bl ank'
	expect "a tree with a blank in its path" 2 'blanks' \
		--tree "$tmp/bl ank" --arch x86 --out "$tmp/out.d"
	expect "--out inside the tree" 2 'inside the kernel tree' --llvm -fake \
		--tree "$tmp/tree" --arch x86 --out "$tmp/tree/build"
	[ ! -e "$tmp/tree/build" ]
	result $? "... and the tree is left as it was"
}

test_architectures()
{
	expect "an unknown architecture lists the known" 2 'Known are: x86 arm64' \
		--tree "$tmp/tree" --arch vax --out "$tmp/out.d"
	expect "an unknown build lists the known" 2 "unknown build 'x86-foo'" \
		--tree "$tmp/tree" --arch x86-foo --out "$tmp/out.d"
	expect "an architecture without KVM, by name" 2 'no KVM for loongarch' \
		--tree "$tmp/tree" --arch x86,loongarch --out "$tmp/out.d"
	expect "--list prints this tree's builds" 0 '^x86$' \
		--tree "$tmp/tree" --list
	[ "$(wc -l <"$tmp/out")" -eq 1 ]
	result $? "... and no other"
	expect "missing tools come with their package" 2 \
		'clang-none \(Debian package clang-none\)' --llvm -none \
		--tree "$tmp/tree" --arch x86 --out "$tmp/out.d"
}

# build NAME STATUS PATTERN ARGUMENT...: of the fake tree
build()
{
	expect "$1" "$2" "$3" --tree "$tmp/tree" --out "$tmp/build" \
		--llvm -fake --arch x86 "${@:4}"
}

file_has()
{
	grep -qF -e "$2" "$tmp/build/x86/$1"
	result $? "$1 has $2"
}

test_build()
{
	build "a build" 0 '^x86: 3 units, 1 files of KVM not built$'
	file_has compile_commands.json "\"file\": \"$tmp/tree/virt/kvm/kvm_main.c\""
	file_has compile_commands.json "$tmp/tree/drivers/vfio/user.c"
	file_has compile_commands.json '"-DKBUILD_MODNAME=\"kvm_\\a\""'
	file_has compile_commands.json '"-DS=a \" b"'
	file_has not_built.txt arch/x86/kvm/unbuilt.c
	file_has build.info address_spaces=2
	file_has build.info kernelversion=6.99.1-rc2
	file_has fragment.config CONFIG_KVM=m
	file_has fragment.config CONFIG_KVM_XEN=y
	! grep -q -e '-MMD' -e other.c "$tmp/build/x86/compile_commands.json"
	result $? "no option that writes a .d file, no file that is not KVM's"
	build "is kept when nothing changed" 0 '\(kept\)'
	build "is made again with --force" 0 'not built$' --force
	touch "$tmp/tree/arch/x86/kvm/new.c"
	build "is made again when KVM has a new file" 0 ' 2 files'
}

# break_step GOAL: make this goal of the fake kbuild fail
break_step()
{
	fake_makefile | awk -v goal="$1:" '{ print }
		$1 == goal { print "\t+@echo the reason >&2; exit 1" }' \
		>"$tmp/tree/Makefile"
}

test_failing_steps()
{
	break_step olddefconfig
	build "configure fails: the step is named" 2 'x86: configure failed'
	break_step prepare
	build "prepare fails: the step is named" 2 'x86: prepare failed'
	grep -q 'the reason' "$tmp/err"
	result $? "... and the log's end is shown"
	break_step arch/x86/kvm/
	build "list fails: the step is named" 2 'x86: list failed'
	[ ! -e "$tmp/build/x86/.stamp" ]
	result $? "... and the build does not pass for a finished one"
	fake_makefile >"$tmp/tree/Makefile"
	build "starts again after that" 0 'not built$'
}

# A kbuild that cannot make the vDSO, which comes after all else.
test_no_vdso()
{
	fake_makefile | sed 's/^prepare:$/prepare: vdso_prepare/' >"$tmp/tree/Makefile"
	cat >>"$tmp/tree/Makefile" <<'END'
prepare0:
	@[ ! -f $(O)/broken ] || { echo the reason; exit 1; }
vdso_prepare: prepare0
	@echo "ld.lld: error: unknown argument '-fPIC'"; exit 1
END
	build "the vDSO cannot be made: it is left out" 0 'not built$' --force
	touch "$tmp/build/x86/obj/broken" "$tmp/tree/arch/x86/kvm/vdso.c"
	build "... and what comes before it is not" 2 'the reason'
	rm "$tmp/build/x86/obj/broken" "$tmp/tree/arch/x86/kvm/vdso.c"
	sed -i 's|^drivers/vfio/:|& other.o arch/vdso.so.dbg|' "$tmp/tree/Makefile"
	printf 'other.o: %s\n\t:\n' "$tmp/tree/Makefile" >>"$tmp/tree/Makefile"
	build "... nor is what wraps it" 0 '^x86: 2 units' --force
	sed -i 's|^other.o:|& gone.c|' "$tmp/tree/Makefile"
	build "... but what else cannot be made" 2 'gone.c' --force
	fake_makefile >"$tmp/tree/Makefile"
}

# Kbuild of 5.4 does nothing for a folder that it is not asked for alone, and
# prints what is in one when it is asked for the folder that holds it.
test_one_folder()
{
	{
		fake_makefile
		# shellcheck disable=SC2016
		echo '# single-build=$(if $(filter-out $@/, $(single-no-ko)),1)'
		printf 'ifneq ($(words $(MAKECMDGOALS)),1)\ncc = :\nendif\n'
		printf 'drivers/vfio/: drivers/\ndrivers/:\n\t%s\n.PHONY: drivers/\n' \
			'$(call cc,drivers/vfio/user.c)'
	} >"$tmp/tree/Makefile"
	build "a kbuild that makes one folder at a time" 0 '^x86: 3 units' --force
	fake_makefile >"$tmp/tree/Makefile"
}

# listing DIR: what is in it, with the files' times, contents and modes
listing()
{
	(cd "$1" && find . -printf '%p %m %T@ %l ' -type f -exec cksum {} \;)
}

test_clean_copy()
{
	local copy=$tmp/build/tree tree=$tmp/dirty

	mkdir -p "$tree/.git" "$tree/arch/arm64/include/generated"
	touch "$tree"/{.config,include/generated/autoconf.h,arch/x86/kvm/x86.o}
	printf 'mrproper:\n\trm -rf .config include/generated %s *.o */*/*/*.o\n' \
		'arch/$(ARCH)/include/generated' >>"$tree/Makefile"
	listing "$tree" >"$tmp/before"
	build "a clean copy of a tree that was built in" 0 'not clean: working on' \
		--tree "$tree" --clean-copy
	file_has build.info "tree=$copy"
	[ ! -e "$copy/.config" ] && [ ! -e "$copy/arch/x86/kvm/x86.o" ] &&
		[ ! -e "$copy/.git" ]
	result $? "the copy is clean"
	[ "$tree/Makefile" -ef "$copy/Makefile" ]
	result $? "... and takes no room"
	listing "$tree" | cmp -s "$tmp/before"
	result $? "... and nothing of the tree was written to"
	build "the copy's builds are kept" 0 'kept' --tree "$tree" --clean-copy
	rm "$tree/arch/x86/kvm/unbuilt.c"
	build "the copy follows the tree" 0 ' 0 files' --tree "$tree" --clean-copy
	sed -i 's/^\trm .*/\t:/' "$tree/Makefile"
	build "a copy that does not become clean" 2 'mrproper leaves .config' \
		--tree "$tree" --clean-copy
}

# missing NAME CONFIG EXPECTED: what missing.awk changes in CONFIG for KVM_NEW
missing()
{
	# shellcheck disable=SC2086
	printf '%s\n' $2 | sed 's/^/CONFIG_/' >"$tmp/config"
	awk -v config="$tmp/config" -v module=m -v wanted='KVM KVM_NEW' \
	    -v unwanted=NEVER -f "$top/scripts/prepare/missing.awk" "$tmp/Kconfig" |
		tr '\n' ' ' | sed 's/CONFIG_//g; s/ $//' >"$tmp/out"
	[ "$(cat "$tmp/out")" = "$3" ]
	result $? "options: $1"
}

# depends EXPRESSION: KVM_NEW needs this
depends()
{
	cat >"$tmp/Kconfig" <<-END
		config KVM
		 	tristate "KVM"
		config KVM_NEW
		 	bool "New"
		 	depends on KVM
		 	depends on $1
		 	help
		 	  depends on NOTHING that a help text says
		menu "A menu"
		 	depends on MENU
		config HOST
		 	bool "Host"
		endmenu
		config MENU
		 	tristate "Menu" if EXPERT
		config ALLOC
		 	def_bool (ISOLATION && COMPACTION) || NEVER
		config COMPACTION
		 	bool "Compaction"
		config ISOLATION
		 	bool
		config HOTPLUG
		 	bool "Hotplug"
		 	select ISOLATION
		config NEVER
		 	bool "Never"
		config CORE
		 	bool
		config EXEC
		 	bool "Exec"
		 	select CORE
		config LOOP
		 	bool "Loop"
		 	depends on KVM_NEW
		choice
		config CPU_A
		 	bool "A"
		config CPU_B
		 	bool "B"
		endchoice
	END
}

test_options()
{
	depends 'HOST'
	missing "what it depends on, and the menu around that" KVM=m \
		'MENU=m HOST=y KVM_NEW=y'
	missing "only what is off" 'KVM=m MENU=y' 'HOST=y KVM_NEW=y'
	missing "nothing, where it is on" 'KVM=m KVM_NEW=y' ''
	depends 'ALLOC'
	missing "a default, and who selects" KVM=m \
		'HOTPLUG=y COMPACTION=y KVM_NEW=y'
	depends '!CORE && HOST=y'
	missing "who selects is turned off" 'KVM=m MENU=y CORE=y EXEC=y' \
		'# EXEC is not set HOST=y KVM_NEW=y'
	depends 'CPU_B || NEVER'
	missing "no member of a choice, nothing unwanted" 'KVM=m CPU_A=y' ''
	depends 'HOST && ELSEWHERE'
	missing "nothing for one that cannot be on" 'KVM=m MENU=y' ''
	depends 'LOOP'
	missing "what depends on itself" KVM=m ''
	depends '!KVM'
	missing "none that is wanted is turned off" KVM=m ''
}

# A tree whose KVM_NEW needs HOST
test_missing_options()
{
	local tree=$tmp/more

	fake_tree more
	printf 'config KVM_NEW\n\tbool "New"\n\tdepends on HOST\n' \
		>>"$tree/arch/x86/kvm/Kconfig"
	printf 'config HOST\n\tbool "Host"\n' >"$tree/Kconfig"
	echo 'grep -q ^CONFIG_HOST=y $1 || sed -i /KVM_NEW/d $1' >"$tree/rules"
	build "an option that needs another" 0 'not built$' --tree "$tree"
	file_has obj/.config CONFIG_HOST=y
	file_has obj/.config CONFIG_KVM_NEW=y
	file_has fragment.config CONFIG_HOST=y
	echo '! grep -q ^CONFIG_HOST=y $1 || sed -i /KVM_XEN/d $1' >>"$tree/rules"
	build "one that would cost another" 0 'not built$' --tree "$tree" --force
	! grep -q ^CONFIG_HOST "$tmp/build/x86/obj/.config"
	result $? "... is not turned on"
	file_has obj/.config CONFIG_KVM_XEN=y
}

test_no_kvm()
{
	local tree=$tmp/more

	echo 'sed -i /KVM=/d $1' >"$tree/rules"
	build "KVM stays off in every configuration" 2 'x86: KVM stays off in every' \
		--tree "$tree" --force
	[ ! -e "$tmp/build/x86/compile_commands.json" ]
	result $? "... and no older database passes for a new one"
	mkdir -p "$tree"/arch/mips/{include/asm,kvm}
	touch "$tree"/arch/mips/{kvm/{Makefile,mips.c},include/asm/kvm_host.h}
	cp "$tree/arch/x86/kvm/Kconfig" "$tree/arch/mips/kvm/"
	cat >>"$tree/Makefile" <<'END'
loongson3_defconfig malta_kvm_defconfig:
	@mkdir -p $(O); echo '# $@' >$(O)/.config
arch/mips/kvm/:
	$(call cc,arch/mips/kvm/mips.c)
.PHONY: arch/mips/kvm/
END
	echo 'grep -q malta $1 || sed -i /KVM=/d $1' >"$tree/rules"
	build "KVM stays off in one of several" 0 '^mips: skipped, KVM stays off' \
		--tree "$tree" --arch mips
	grep -q '^mips-malta: 2 units' "$tmp/out"
	result $? "... and the other is made"
}

# old_makefile: kbuild before 5.7, for a gcc of its day.  "prepare" and the host
# programs fail as they do with clang; each says what it was given.
old_makefile()
{
	fake_makefile | sed '/^CC =\|LLVM_SUFFIX\|^prepare:/d
			     s/^defconfig:/&\n\t@echo "given $(HOSTCC), $(LD), $(CC)"/'
	cat <<'END'
prepare:
	@case "$$CCC_OVERRIDE_OPTIONS" in '#'*' x-mweird'*) ;; *) \
		echo "clang: error: unknown argument: '-mweird'"; exit 1 ;; esac
	@[ -n '$(KCFLAGS)' ] || { \
		echo '<inline asm>:2:1: note: instantiated into assembly here'; exit 1; }
	@case '$(HOSTCC)' in *-fcommon) ;; *) \
		echo 'ld.lld: error: duplicate symbol: yylloc'; exit 1 ;; esac
	@case '$(CC)' in *-fgnuc-version=*) ;; *) \
		echo '#error Your compiler is too old'; exit 1 ;; esac
	@[ ! -f $(O)/broken ] || { echo 'the reason'; exit 1; }
END
}

test_old_trees()
{
	old_makefile >"$tmp/tree/Makefile"
	build "a tree that does not know LLVM=" 0 'not built$' --force
	file_has log.configure "given clang-fake, ld.lld-fake, clang-fake --target=x86_64-linux-gnu -fno-pie"
	file_has compile_commands.json '"clang-fake", "--target=x86_64-linux-gnu", "-fno-pie", "-fgnuc-version=4.9"'
	! grep -q -e -mweird "$tmp/build/x86/compile_commands.json"
	result $? "what clang does not know is not in the commands"
	touch "$tmp/build/x86/obj/broken" "$tmp/tree/arch/x86/kvm/newer.c"
	build "what no cure helps against is an error" 2 'the reason'
	{ echo '# -fno-PIE -no-integrated-as'; old_makefile; } >"$tmp/tree/Makefile"
	sed -i "s/'#'\*/'#'*x-no-integrated-as*/" "$tmp/tree/Makefile"
	build "a tree that says that a kernel is no PIE" 0 'not built$' --force
	file_has compile_commands.json '"--target=x86_64-linux-gnu", "-fgnuc-version=4.9"'
	fake_makefile >"$tmp/tree/Makefile"
	build "a tree that knows LLVM= is given no more" 0 'not built$' --force
	file_has compile_commands.json '"clang-fake", "-mweird"'
}

fake_tools
fake_tree tree
test_arguments
test_trees
test_architectures
test_build
test_failing_steps
test_no_vdso
test_one_folder
test_clean_copy
test_options
test_missing_options
test_no_kvm
test_old_trees
done_testing
