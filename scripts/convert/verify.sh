# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-convert: what must hold of the result.

# split_commands: for each unit of each build, its folder and its arguments,
# each ended by NUL, in $WORK/unit/N; and a line N, file, architecture in
# $WORK/units
split_commands()
{
	mkdir -p "$WORK/unit"
	perl -MJSON::PP -e '
		my ($out, $tree, @builds) = @ARGV;
		my $n = 0;
		for my $build (@builds) {
			open(my $f, "<", "$build/compile_commands.json") or die "$build: $!\n";
			my $arch = "";
			if (open(my $i, "<", "$build/build.info")) {
				/^arch=(.*)/ and $arch = $1 while <$i>;
			}
			local $/;
			for my $u (@{decode_json(<$f>)}) {
				my @args = @{$u->{arguments}};
				my @keep;
				# What it writes is left out: objects and dependencies.
				while (defined(my $a = shift @args)) {
					next if $a =~ /^(-c|-MM?D|-MP|-Wp,-MM?D.*|-o.+|-M[FTQ].+)$/;
					shift(@args), next if $a =~ /^(-o|-M[FTQ])$/;
					push @keep, $a;
				}
				$n++;
				print join("\t", $n, $u->{file} =~ s{^\Q$tree\E/}{}r, $arch), "\n";
				open(my $o, ">", "$out/$n") or die "$out/$n: $!\n";
				print $o "$_\0" for $u->{directory}, @keep;
				close($o) or die "$out/$n: $!\n";
			}
		}' "$WORK/unit" "$TREE" "$WORK"/build.tree/*/* >"$WORK/units" || die "cannot read a compile database"
}

# unit_command N 0|1: cd, and set COMMAND, for the tree or for its shadow
unit_command()
{
	local args

	mapfile -d '' -t args <"$WORK/unit/$1"
	[ "$2" -eq 0 ] || { args=("${args[@]//"$TREE/"/"$SHADOW/"}"); args=("${args[@]/%"$TREE"/"$SHADOW"}"); }
	cd "${args[0]}" || return
	COMMAND=("${args[@]:1}")
}

# unit_includes N: the files of the tree that the unit reads
unit_includes()
{
	unit_command "$1" 0 || return
	"${COMMAND[@]}" -M -MT x 2>/dev/null | tr -s ' ' '\n' | grep -F "$TREE/" |
		sed "s|^$(sed_quote "$TREE")/||" >"$WORK/unit/$1.deps"
}

# units_near FILE...: those that can read one of the headers; another
# architecture's is only read by arm64, which has code below arch/arm
units_near()
{
	printf '%s\n' "$@" | awk -F'\t' '
		NR == FNR { split($0, a, "/"); arch[a[1] == "arch" && a[2] != "arm" ? a[2] : "any"]; next }
		"any" in arch || $3 == "" || $3 in arch { print $1 }' - "$WORK/units"
}

# In UNITS, the numbers of those that read a changed file.
find_units()
{
	local file headers=()

	split_commands
	for file in "${FILES[@]}"; do
		cut -f 2 "$WORK/units" | grep -qxF "$file" || headers+=("$file")
	done
	if [ ${#headers[@]} -gt 0 ]; then
		step "looking for what includes ${headers[*]##*/}"
		mapfile -t UNITS < <(units_near "${headers[@]}")
		each unit_includes "${UNITS[@]}"
	fi
	mapfile -t UNITS < <({
		awk -F'\t' 'NR == FNR { f[$1]; next } $2 in f { print $1 }' \
			<(printf '%s\n' "${FILES[@]}") "$WORK/units"
		[ ${#headers[@]} -eq 0 ] ||
			(cd "$WORK/unit" && grep -lxF "$(printf '%s\n' "${headers[@]}")" -- *.deps |
				sed 's/\.deps$//')
	} | sort -nu)
	[ ${#UNITS[@]} -gt 0 ] || die "no unit of the builds has what would be changed:" "${FILES[*]}"
}

# Diagnostics of one unit without positions, so that they can be compared.
normal()
{
	grep -E '(^|[: ])(warning|error|fatal error):' |
		sed -E "s|$(sed_quote "$SHADOW")/\|$(sed_quote "$TREE")/||g; s/:[0-9]+(:[0-9]+)?:/:/" |
		sort
}

# messages FILE COMMAND...: what the command says, in FILE, and its exit status in
# FILE.status; a failure is never silent
messages()
{
	local out=$1 text status

	shift
	text=$("$@" </dev/null 2>&1)
	status=$?
	normal <<<"$text" >"$out"
	[ "$status" -eq 0 ] || [ -s "$out" ] ||
		echo "error: $1 ends with status $status: $(tail -n 1 <<<"$text")" >"$out"
	echo "$status" >"$out.status"
}

# What the compiler says of a unit after; and, where that is anything, what it
# said before, if that is not known yet.
say_clang()
{
	local i

	for i in 1 0; do
		[ "$i" -eq 1 ] || { [ -s "$WORK/unit/$1.clang.1" ] && [ ! -f "$WORK/unit/$1.clang.0" ]; } ||
			continue
		unit_command "$1" "$i" 2>/dev/null || COMMAND=(false "there is no folder for unit $1")
		messages "$WORK/unit/$1.clang.$i" "${COMMAND[@]}" -fsyntax-only
	done
}

# The same of sparse, called as kbuild calls it.
say_sparse()
{
	local i flags

	flags=(-D__linux__ -Dlinux -D__STDC__ -Dunix -D__unix__ -Wbitwise
	       -Wno-return-void -Wno-unknown-attribute)
	case $(tr '\0' ' ' <"$WORK/unit/$1") in
	*" --target=x86_64"*)	 flags+=(-D__x86_64__ --arch=x86_64) ;;
	*" --target=aarch64"*)	 flags+=(-D__aarch64__ --arch=arm64) ;;
	*" --target=s390x"*)	 flags+=(-D__s390__ -D__s390x__ --arch=s390x) ;;
	*" --target=riscv64"*)	 flags+=(-D__riscv -D__riscv_xlen=64 --arch=riscv64) ;;
	*" --target=powerpc64"*) flags+=(-D__powerpc64__ --arch=ppc64) ;;
	*" --target=powerpc"*)	 flags+=(-D__powerpc__ --arch=ppc) ;;
	*" --target=mips64"*)	 flags+=(-D__mips__ --arch=mips64) ;;
	esac
	for i in 1 0; do
		[ "$i" -eq 1 ] || [ -s "$WORK/unit/$1.sparse.1" ] || continue
		unit_command "$1" "$i" || return
		while [ "${COMMAND[0]##*/}" = env ] || [[ ${COMMAND[0]} =~ ^[A-Za-z_]+= ]]; do
			COMMAND=("${COMMAND[@]:1}")
		done
		messages "$WORK/unit/$1.sparse.$i" sparse "${flags[@]}" "${COMMAND[@]:1}"
	done
}

# new_messages TOOL N...: what TOOL says of these units after and did not before
new_messages()
{
	local n tool=$1

	shift
	for n in "$@"; do
		[ -f "$WORK/unit/$n.$tool.1" ] || die "$tool could not be run on unit $n"
		[ -s "$WORK/unit/$n.$tool.1" ] || continue
		[ -f "$WORK/unit/$n.$tool.0" ] || die "$tool could not be run on unit $n as it was"
		comm -13 "$WORK/unit/$n.$tool.0" "$WORK/unit/$n.$tool.1"
	done | sort -u
}

# failed_before TOOL N...: the units of which it can tell nothing
failed_before()
{
	local n tool=$1

	shift
	for n in "$@"; do
		[ "$(cat "$WORK/unit/$n.$tool.0.status" 2>/dev/null || echo 0)" -eq 0 ] || echo "$n"
	done
}

unit_file()
{
	awk -F'\t' -v n="$1" '$1 == n { print $2 }' "$WORK/units"
}

# files_of N...: the changed files that these units read
files_of()
{
	local n

	for n in "$@"; do
		unit_file "$n"
		cat "$WORK/unit/$n.deps" 2>/dev/null
	done | grep -xF "$(printf '%s\n' "${FILES[@]}")" | sort -u
}

# A unit that did not compile before says nothing of the edits: what no other
# unit reads is not verified, and left.
drop_unverified()
{
	local n bad=() good=() file why

	mapfile -t bad < <(failed_before clang "${UNITS[@]}")
	[ ${#bad[@]} -gt 0 ] || return 0
	mapfile -t good < <(comm -23 <(printf '%s\n' "${UNITS[@]}" | sort) <(printf '%s\n' "${bad[@]}" | sort))
	for n in "${bad[@]}"; do
		file=$(unit_file "$n")
		why=$(grep -m 1 'error:' "$WORK/unit/$n.clang.0" || head -n 1 "$WORK/unit/$n.clang.0")
		printf '%s\t%s\n' "$file" "$why" >>"$WORK/unverified"
	done
	for file in $(comm -13 <(files_of "${good[@]}") <(files_of "${bad[@]}")); do
		why=$(awk -F'\t' -v f="$file" '$1 == f { print $2; exit }' "$WORK/unverified")
		leave "$file" "not verified, since it did not compile before either${why:+: $why}"
	done
	UNITS=("${good[@]}")
}

# leave_new TOOL MESSAGES: leave the changed files that new messages are about;
# fails where a message is about none
leave_new()
{
	local line file

	while read -r line; do
		file=${line%%:*}
		case " ${LEFT[*]} " in *" $file "*) continue ;; esac
		case " ${FILES[*]} " in *" $file "*) ;; *) return 1 ;; esac
		leave "$file" "$1 says what it did not say before: ${line#*: }"
	done <<<"$2"
}

# verify_with NAME FUNCTION WHO: run FUNCTION on all units, and leave what WHO says
# something new of; then what is left must be as it was
verify_with()
{
	local new

	each "$2" "${UNITS[@]}"
	[ "$1" != clang ] || drop_unverified
	new=$(new_messages "$1" "${UNITS[@]}") || exit 2
	[ -n "$new" ] || return 0
	leave_new "$3" "$new" || die "$3 says what it did not say before:" "$new" "Nothing was changed."
	each "$2" "${UNITS[@]}"
	new=$(new_messages "$1" "${UNITS[@]}") || exit 2
	[ -z "$new" ] || die "$3 says what it did not say before:" "$new" "Nothing was changed."
}

verify_parse()
{
	step "parsing ${#UNITS[@]} units"
	verify_with clang say_clang "the compiler"
}

verify_sparse()
{
	local n

	[ -n "$SPARSE" ] || return 0
	step "running sparse on ${#UNITS[@]} units"
	verify_with sparse say_sparse sparse
	for n in $(failed_before sparse "${UNITS[@]}"); do
		unit_file "$n"
	done | sort -u >"$WORK/unread"
}

# Nothing is left to rewrite, which also says that a second run does nothing;
# and all was analysed that was before.
verify_nothing_left()
{
	local left lost

	step "looking for what is left"
	check "$SHADOW" "$WORK/after.json" --facts "$WORK/after.db" "${SHADOW_ARGS[@]}"
	plan "$WORK/after.json" >"$WORK/plan.after"
	mark_left "$WORK/plan.after"
	left=$(awk -F'\t' '$6 { print $1 ":" $2 ": " $4 "() [" $5 "]" }' "$WORK/plan.after")
	lost=$(awk -F'\t' 'NR == FNR { n += !$6; next } { n-- } END { print n }' \
		"$WORK/plan" "$WORK/plan.after")
	[ "$lost" -eq 0 ] || die "of the calls that were not rewritten, $lost cannot be found again" \
		"Nothing was changed."
	[ -z "$left" ] || die "a second run would change more:" "$left" "Nothing was changed."
	lost=$(comm -13 <(not_analysed "$WORK/before.json") <(not_analysed "$WORK/after.json"))
	[ -z "$lost" ] || die "this could be analysed before, and cannot be now:" "$lost" \
		"Nothing was changed."
}

verify_threaded()
{
	local files

	[ -n "$THREAD" ] || return 0
	step "looking for what is left to thread"
	mapfile -t files < <(cut -f 1 "$WORK/thread.unparsed" | sort -u)
	BASE=$SHADOW unparsed "${files[@]}"
	run "$GFNCHECK" -q -j "$JOBS" --tree "$SHADOW" --facts "$WORK/after.db" "${SHADOW_ARGS[@]}" \
		--unparsed "$WORK/thread.unparsed" -o "$WORK/after.cocci" thread >"$WORK/after.plan" 2>"$WORK/gfncheck.log" ||
		die "gfncheck could not do its work:" "$(tail -n 20 "$WORK/gfncheck.log")"
	! grep -q '^thread' "$WORK/after.plan" ||
		die "a second run would change more signatures:" "$(grep '^thread' "$WORK/after.plan")" \
		    "Nothing was changed."
}

not_analysed()
{
	perl -MJSON::PP -e '
		local $/;
		my $doc = decode_json(<STDIN>);
		print join(": ", grep { defined && length } @$_{qw(file function)}), "\n"
			for @{$doc->{not_analysed}}' <"$1" | sort -u
}
