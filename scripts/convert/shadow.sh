# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-convert: the work folder, and trees of links in it.
#
# Nothing is written to the kernel tree before all is verified. Until then the
# work is done on trees whose folders are real where a file differs, and links
# elsewhere; and on builds of them.

make_work()
{
	WORK=$(mktemp -d "${TMPDIR:-/tmp}/gfn-convert.XXXXXX") || exit 2
	WORK=$(cd "$WORK" && pwd -P)
	SHADOW=$WORK/tree
}

# The tree that becomes the converted one, and builds of it.
make_shadow()
{
	link_all "$BASE" "$SHADOW" || die "cannot write to $WORK"
	copy_builds shadow "$SHADOW"
	[ -d "$WORK/build.tree" ] || copy_builds tree "$TREE"
	mapfile -t SHADOW_ARGS < <(build_args shadow)
	mapfile -t DIRECT < <(awk -F'\t' '$6 && $5 == "direct" { print $1 }' "$WORK/plan" | sort -u)
}

# put FROM ROOT FILE: a file of a tree of links gets the content of FROM
put()
{
	own_dir "$2" "${3%/*}" || die "cannot write to $WORK"
	case $(readlink -f "$2/${3%/*}") in
	"$WORK"/*) ;;
	*) die "$2/$3 is not in the shadow; this is a bug, please report it" ;;
	esac
	rm -f "$2/$3"
	cp "$1" "$2/$3" || die "cannot write to $WORK"
}

# absolute BUILD: its compile database, with no path that leads into the tree
# by way of "..", since those would miss the shadow
absolute()
{
	perl -MJSON::PP -MFile::Spec -e '
		my ($build) = @ARGV;
		my $dir;
		# A command line as a shell splits it; assignments before it are for env.
		sub words {
			my ($line, @w) = shift;
			while ($line =~ /\G\s*((?:[^\s\x27"\\]|\x27[^\x27]*\x27|"(?:[^"\\]|\\.)*"|\\.)+)/gs) {
				my ($word, $w) = ($1, "");
				while ($word =~ /\G(?:\x27([^\x27]*)\x27|"((?:[^"\\]|\\.)*)"|\\(.)|([^\\\x27"]))/gs) {
					my ($single, $double, $escaped, $plain) = ($1, $2, $3, $4);
					$double =~ s/\\([\$`"\\\n])/$1 eq "\n" ? "" : $1/ges if defined $double;
					$escaped = "" if defined $escaped && $escaped eq "\n";
					$w .= $single // $double // $escaped // $plain;
				}
				push @w, $w;
			}
			unshift @w, "env" if @w && $w[0] =~ /^\w+=/;
			return \@w;
		}
		sub path {
			my $p = File::Spec->rel2abs($_[0], $dir);
			while ($p =~ s{/(?!\.\./)[^/]+/\.\./}{/}) {}
			return $p;
		}
		open(my $f, "<", "$build/compile_commands.json") or die "$build: $!\n";
		local $/;
		my $db = decode_json(<$f>);
		for my $u (@$db) {
			$dir = File::Spec->rel2abs($u->{directory}, $build);
			$u->{directory} = $dir;
			$u->{arguments} //= words($u->{command});
			delete $u->{command};
			s{^(-I|-isystem|-iquote|-include)?(\.\./.*)}{($1 // "") . path($2)}e
				for @{$u->{arguments}};
			$u->{file} = path($u->{file});
		}
		print JSON::PP->new->pretty->canonical->encode($db);
		' "$1"
}

# copy_builds NAME ROOT: the builds in $WORK/build.NAME, of the tree in ROOT
copy_builds()
{
	local dir name i=0

	for dir in "${BUILDS[@]}"; do
		name=$WORK/build.$1/$((i++))/${dir##*/}
		mkdir -p "$name"
		absolute "$dir" >"$name/all.json" || die "$dir: cannot read compile_commands.json"
		sed "s|$(sed_quote "$TREE")\([/\"]\)|$(sed_quote "$2")\1|g" "$name/all.json" \
			>"$name/compile_commands.json"
		rm "$name/all.json"
		[ ! -f "$dir/build.info" ] ||
			sed "s|^tree=.*|tree=$(sed_quote "$2")|" "$dir/build.info" >"$name/build.info"
	done
}

# build_args NAME: options for gfncheck, one a line
build_args()
{
	printf -- '-p\n%s\n' "$WORK/build.$1"/*/*
}

sed_quote()
{
	# shellcheck disable=SC2001
	sed 's/[][\\.*^$|&]/\\&/g' <<<"$1"
}
