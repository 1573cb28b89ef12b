# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-prepare: the tools, and how a kbuild of any age is told to use them.

# tool NAME: the LLVM tool as kbuild will call it
tool()
{
	case $LLVM in
	-*)	echo "$1$LLVM" ;;
	*/)	echo "$LLVM$1" ;;
	*)	echo "$1" ;;
	esac
}

check_tools()
{
	local missing='' version='' pair cmd

	case $LLVM in -*) version=$LLVM ;; esac
	for pair in make:make flex:flex bison:bison bc:bc flock:util-linux \
		    "$(tool clang):clang$version" "$(tool ld.lld):lld$version" \
		    "$(tool llvm-ar):llvm$version" \
		    "$(tool llvm-nm):llvm$version" \
		    "$(tool llvm-objcopy):llvm$version" \
		    "$(tool llvm-readelf):llvm$version"; do
		cmd=${pair%%:*}
		command -v "$cmd" >/dev/null ||
			missing+="  $cmd (Debian package ${pair#*:})"$'\n'
	done
	[ -z "$missing" ] || die "these tools are missing:" "${missing%$'\n'}"
	# Kbuild asks the compiler what it can do by compiling /dev/null.
	[ -c /dev/null ] ||
		die "/dev/null is no device: kbuild would take each answer for a no" \
		    "Something replaced it. As root: rm /dev/null; mknod -m 666 /dev/null c 1 3"
}

# --- Those of one build ------------------------------------------------------

# Kbuild says so itself, in later trees, and LLVM= then means all of the tools.
# Before 5.18 it did not know a suffix or a folder, before 5.7 no LLVM= at all.
takes_llvm()
{
	grep -q 'LLVM_SUFFIX' "$TREE/Makefile"
}

clang_target()
{
	case $BUILD in
	arm)		echo arm-linux-gnueabi ;;
	arm64)		echo aarch64-linux-gnu ;;
	loongarch)	echo loongarch64-linux-gnusf ;;
	mips*)		echo mipsel-linux-gnu ;;
	powerpc-book3s_32 | powerpc-e500v2)
			echo powerpc-linux-gnu ;;
	powerpc*)	echo powerpc64le-linux-gnu ;;
	riscv)		echo riscv64-linux-gnu ;;
	s390)		echo s390x-linux-gnu ;;
	x86)		echo x86_64-linux-gnu ;;
	esac
}

# The compiler as the tree has to be told of it.  Where a tree does not say
# that the kernel is no PIE, it is written for a compiler that makes none, and
# every question that kbuild asks of another is answered with "no".
set_compiler()
{
	COMPILER=$(tool clang)
	takes_llvm || COMPILER+=" --target=$(clang_target)"
	takes_llvm || grep -q 'fno-PIE' "$TREE/Makefile" || COMPILER+=" -fno-pie"
}

# The tools as words for make, in TOOLS
set_tools()
{
	if takes_llvm; then
		TOOLS=(LLVM="$LLVM")
		return
	fi
	TOOLS=(HOSTCC="$(tool clang)" HOSTCXX="$(tool clang++)"
	       LD="$(tool ld.lld)" AR="$(tool llvm-ar)" NM="$(tool llvm-nm)"
	       OBJCOPY="$(tool llvm-objcopy)" OBJDUMP="$(tool llvm-objdump)"
	       READELF="$(tool llvm-readelf)" STRIP="$(tool llvm-strip)")
}

# Kbuild had clang call GNU's assembler, of which there is none here for another
# architecture: all that kbuild then asks the compiler is answered with "no".
assembler_options()
{
	takes_llvm || cat "$TREE/Makefile" "$TREE"/scripts/Makefile.clang 2>/dev/null |
		grep -oE -e '-f?no-integrated-as' | sort -u
}

# Objtool and what links against libelf are not needed to print commands; a
# variable on the command line overrides the one from the configuration in
# the makefiles, and leaves it alone in the code.
kmake()
{
	local cc=()

	takes_llvm || cc=(CC="$COMPILER")
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u KBUILD_OUTPUT -u KCFLAGS \
	    -u KBUILD_EXTMOD -u KBUILD_VERBOSE -u KCONFIG_CONFIG -u CROSS_COMPILE \
	    CCC_OVERRIDE_OPTIONS="#${DROPPED[*]/#/ x}" \
	    make -C "$TREE" O="$OBJ" ARCH="$ARCH" "${TOOLS[@]}" "${cc[@]}" \
	    -j"$MAKE_JOBS" CONFIG_OBJTOOL= CONFIG_STACK_VALIDATION= "$@" </dev/null
}

# --- What a tree older than the compiler needs -------------------------------
#
# A cure is tried when make has failed with its symptom, and holds for all that
# is made from there on:
#   COMPILER  gets another option, in the commands that are listed too
#   WORDS     for make, in what is made, not in what is listed
#   DROPPED   options that clang does not know, written for gcc; clang leaves
#             them out by itself when its CCC_OVERRIDE_OPTIONS say so.  Those
#             for another assembler are among them from the start.

# What clang says of an option that it does not know, one option a line
unknown_options()
{
	sed -nE "s/^[^:]*clang[^:]*: error: (unknown argument|unsupported option|unknown target CPU):? '(-[^' ]+)'.*/\2/p
		 s/^[^:]*clang[^:]*: error: unsupported argument '([^' ]+)' to option '(-[^' ]+)'.*/\2\1/p" \
		"$1" | sort -u
}

# is_new WORD LIST...: whether a cure has not been tried
is_new()
{
	local word=$1 tried

	shift
	for tried; do
		[ "$tried" != "$word" ] || return 1
	done
}

# cure LOG: take one more cure against what make's log says; its name in CURE
cure()
{
	local option

	for option in $(unknown_options "$1"); do
		is_new "$option" "${DROPPED[@]}" || continue
		DROPPED+=("$option")
		CURE="without $option"
	done
	[ -z "$CURE" ] || return 0

	# Clang checks inline assembler, as it assembles itself, and in an old
	# tree a structure's offset ("->NAME $4 ...") is no assembler's line.
	cure_with WORDS KCFLAGS=-fno-integrated-as "$1" \
		  '<inline asm>:[0-9]+:[0-9]+: note: instantiated' ||
	# Clang gives itself out for gcc 4.2.
	cure_with COMPILER -fgnuc-version=4.9 "$1" \
		  '[Cc]ompiler is too old|GCC.* too old' ||
	# A variable that two files of a host program define (dtc's yylloc).
	cure_with WORDS HOSTCC="$(tool clang) -fcommon" "$1" \
		  'duplicate symbol: |multiple definition of '
}

# cure_with COMPILER|WORDS WORD LOG SYMPTOM
cure_with()
{
	grep -Eq "$4" "$3" || return 1
	if [ "$1" = COMPILER ]; then
		[[ " $COMPILER " != *" $2 "* ]] || return 1
		COMPILER+=" $2"
	else
		is_new "$2" "${WORDS[@]}" || return 1
		WORDS+=("$2")
	fi
	CURE="with $2"
}

# curing GOAL: make it, with what helps where it fails
curing()
{
	while ! kmake "${WORDS[@]}" "$@" >"$LOG.tmp" 2>&1; do
		cat "$LOG.tmp" >>"$LOG"
		CURE=
		cure "$LOG.tmp" || return 1
		say 2 "$BUILD: $STEP: tried again $CURE"
	done
	cat "$LOG.tmp" >>"$LOG"
}
