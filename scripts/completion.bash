# SPDX-License-Identifier: GPL-2.0-only
# bash completion for gfncheck, gfn-prepare, gfn-convert, gfn-prove
# and gfn-install-cocci.

# The value that the last OPTION in front of the cursor has.
__gfn_option()
{
	local i value=
	for ((i = 1; i < COMP_CWORD; i++)); do
		[ "${COMP_WORDS[i]}" = "$1" ] || continue
		value=${COMP_WORDS[i + 1]}
		# bash makes three words of --tree=DIR
		[ "$value" != = ] || value=${COMP_WORDS[i + 2]}
	done
	printf '%s\n' "${value/#\~/$HOME}"
}

__gfn_words()
{
	local IFS=$' \t\n'
	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
}

__gfn_paths()	# -d or -f [PREFIX]
{
	compopt -o filenames
	mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
}

# Files of the tree that the build is of, named below it.
__gfn_tree_files()
{
	local tree build
	tree=$(__gfn_option --tree)
	build=$(__gfn_option -p)
	[ -n "$tree" ] || tree=$(sed -n 's/^tree=//p' "${build:-.}/build.info" 2>/dev/null)
	if [ -z "$tree" ] || [ ! -d "$tree" ]; then
		__gfn_paths -f
		return
	fi
	compopt -o filenames -o nospace
	mapfile -t COMPREPLY < <(cd "$tree" && compgen -f -- "$cur" |
		while IFS= read -r f; do
			if [ -d "$f" ]; then echo "$f/"; else echo "$f"; fi
		done)
}

# Split "--option=value" and "--option = value" alike into prev and cur.
__gfn_init()
{
	cur=${COMP_WORDS[COMP_CWORD]}
	prev=${COMP_WORDS[COMP_CWORD - 1]}
	if [ "$cur" = = ]; then
		cur=
	elif [ "$prev" = = ] && [ "$COMP_CWORD" -gt 1 ]; then
		prev=${COMP_WORDS[COMP_CWORD - 2]}
	fi
}

# The words that are commands, as --help shows them.
__gfn_commands()
{
	"${COMP_WORDS[0]}" --help 2>/dev/null |
		sed -nE 's/^ +gfncheck \[-p DIR\]\.\.\. ([a-z]+).*/\1/p' | paste -sd ' '
}

__gfn_formats()
{
	"${COMP_WORDS[0]}" --help 2>/dev/null | sed -nE '/^ +--format=/{s/.*FORMAT +//; s/,//g; p}'
}

_gfncheck()
{
	local cur prev words
	__gfn_init
	words=$(__gfn_commands)
	case $prev in
	-p|--build) __gfn_paths -d; return ;;
	--tree) __gfn_paths -d; return ;;
	-W) __gfn_words "by-design unknown vm-as0"; return ;;
	--format)
		case " ${COMP_WORDS[*]} " in
		*" review "*) __gfn_words "text terse oneline mailback zeroday b4 b4json sarif rdjsonl
			codequality github fixup" ;;
		*) __gfn_words "$(__gfn_formats)" ;;
		esac
		return ;;
	--severity) __gfn_words "error warning note"; return ;;
	--color) __gfn_words "always never auto"; return ;;
	--baseline|--write-baseline|--facts|-o|--output|review) __gfn_paths -f; return ;;
	--base) return ;;
	-j|--jobs|--error-exitcode|callers) return ;;
	esac
	case $cur in
	-*) __gfn_words "-p -W -j -o -q -v -h --build --tree --all-sites --baseline
		--write-baseline --discover --format --output --summary --color --error-exitcode --severity
		--quiet --verbose --jobs --facts --no-cache --no-pch --exhaustive --timeout --memory --time-limit --dry-run --expect --unparsed --strict
		--base --worktree --staged --terse --mailback --help
		--version"
		return ;;
	esac
	__gfn_tree_files
	if [ "$COMP_CWORD" = 1 ] || [[ $prev != -* && " ${COMP_WORDS[*]} " != *" "@(${words// /|})" "* ]]; then
		mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$words" -- "$cur")
	fi
}

# Architectures and builds: as the tree tells, which is asked once it is known.
__gfn_archs()
{
	local tree list
	tree=$(__gfn_option --tree)
	[ -z "$tree" ] || list=$("${COMP_WORDS[0]}" --tree "$tree" --list 2>/dev/null | cut -d' ' -f1)
	__gfn_words "all x86 arm64 s390 powerpc mips riscv loongarch arm $list"
}

_gfn_prepare()
{
	local cur prev
	__gfn_init
	case $prev in
	--tree|--out) __gfn_paths -d; return ;;
	--arch) __gfn_archs; return ;;
	--llvm|-j|--jobs) return ;;
	esac
	__gfn_words "--tree --arch --out --jobs --llvm --clean-copy --force --list --quiet --verbose --help"
}

_gfn_convert()
{
	local cur prev
	__gfn_init
	case $prev in
	--tree|-o) __gfn_paths -d; return ;;
	--build) __gfn_paths -d; return ;;
	-j|--jobs) return ;;
	esac
	__gfn_words "--tree --build --dry-run --force --thread --introduce --recover --cc --signoff --no-sparse
		--jobs --help"
}

_gfn_prove()
{
	local cur prev
	__gfn_init
	case $prev in
	--tree|--build|--out|--scenarios) __gfn_paths -d; return ;;
	--site) __gfn_tree_files; return ;;
	--markdown) __gfn_paths -f; return ;;
	--llvm|-j|--jobs) return ;;
	esac
	__gfn_words "--tree --build --site --mutate --out --scenarios --markdown --llvm --list --jobs
		--quiet --verbose --help"
}

_gfn_spread()
{
	local cur prev
	__gfn_init
	case $prev in
	-p|--tree|-o) __gfn_paths -d; return ;;
	--engine) __gfn_words "parallel slurm none"; return ;;
	-j|--retries) return ;;
	esac
	__gfn_words "-p --tree -o --engine -j --retries --help"
}

_gfn_install_cocci()
{
	local cur prev
	__gfn_init
	case $cur in
	-*) __gfn_words "--dry-run --help" ;;
	*) __gfn_paths -d ;;
	esac
}

complete -F _gfncheck gfncheck
complete -F _gfn_prepare gfn-prepare
complete -F _gfn_convert gfn-convert
complete -F _gfn_prove gfn-prove
complete -F _gfn_spread gfn-spread
complete -F _gfn_install_cocci gfn-install-cocci
