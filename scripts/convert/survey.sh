# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-convert: what there is to do, as gfncheck says it.

# check TREE OUT ARGUMENT...: run gfncheck for all sites
check()
{
	local tree=$1 out=$2 status

	shift 2
	run "$GFNCHECK" -q -j "$JOBS" --tree "$tree" --format=json --all-sites "$@" \
		>"$out" 2>"$WORK/gfncheck.log"
	status=$?
	[ $status -le 1 ] || die "gfncheck could not do its work:" "$(tail -n 20 "$WORK/gfncheck.log")"
}

# plan JSON: a line for each call: file, line, column, accessor, context,
# 1 if it can be rewritten, why not, function, severity, what is done there, the
# functions of its file that lead to it, the name it gets, why it is never in SMM
plan()
{
	perl -MJSON::PP -e '
		local $/;
		my $doc = decode_json(<STDIN>);
		for my $f (@{$doc->{findings}}) {
			my $why = $f->{no_replacement} // "";
			$why = "address space 0 by design" if defined $f->{by_design};
			my ($form) = ($f->{replacement} // "") =~ /^(\w+)/;
			print join("\t", @$f{qw(file line column accessor context)},
				   $f->{rewritable} ? 1 : 0, $why, $f->{function} // "",
				   @$f{qw(severity effect)}, "@{$f->{entries}}",
				   $form // "", $f->{reach} // ""), "\n";
		}' <"$1" || die "cannot read what gfncheck said"
}

survey()
{
	step "looking for accessor calls"
	check "$BASE" "$WORK/before.json" "${BASE_ARGS[@]}"
	plan "$WORK/before.json" >"$WORK/plan"
	mapfile -t FILES < <({
		awk -F'\t' '$6 { print $1 }' "$WORK/plan"
		[ ${#PREPARED[@]} -eq 0 ] || printf '%s\n' "${PREPARED[@]}"
	} | sort -u)
}

# leave FILE WHY: it is not converted after all, and the rest is
leave()
{
	local file rest=()

	case " ${PREPARED[*]} " in
	*" $1 "*) die "$1: $2" "Other files need what --thread or --introduce does there." "Nothing was changed." ;;
	esac
	for file in "${FILES[@]}"; do
		[ "$file" = "$1" ] || rest+=("$file")
	done
	FILES=("${rest[@]}")
	LEFT+=("$1")
	printf '%s\t%s\n' "$1" "$2" >>"$WORK/left"
	put "$BASE/$1" "$SHADOW" "$1"
	mark_left "$WORK/plan"
	[ ${#FILES[@]} -gt 0 ] ||
		die "nothing could be converted:" "$(sed 's/\t/: /; s/^/  /' "$WORK/left")" "Nothing was changed."
}

# mark_left PLAN: what is in the files that are left is not rewritten
mark_left()
{
	[ -f "$WORK/left" ] || return 0
	awk -F'\t' -v OFS='\t' 'NR == FNR { why[$1] = $2; next }
		$1 in why && $6 { $6 = 0; $7 = why[$1] }
		{ print }' "$WORK/left" "$1" >"$1.new" && mv -f "$1.new" "$1" || die "cannot write to $WORK"
}
