# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash source-path=SCRIPTDIR
# make install: all is there, it works from there, and uninstall leaves nothing.
. "$(dirname "$0")/lib.sh"
unset MAKEFLAGS MFLAGS MAKELEVEL

dest=$tmp/dest
usr=$dest/usr

# The binary under test as it is: -o keeps make from building another.
run_make() # TARGET
{
	make -s -C "$top" -o "$gfncheck" BIN="$gfncheck" DESTDIR="$dest" PREFIX=/usr "$1" \
		> "$tmp/$1.log" 2>&1
	ok $? "make $1" || sed 's/^/# /' "$tmp/$1.log"
}

# there DIR FILE...: are they in DIR, and links to something?
there()
{
	local dir=$1 f missing=
	shift
	for f; do
		[ -s "$usr/$dir/${f##*/}" ] || missing+=" ${f##*/}"
	done
	is "$missing" "" "$dir has what it should have"
}

run_make install
mapfile -t tools < <(cd "$top/scripts" && ls gfn-*)
there bin gfncheck "${tools[@]}"
there lib/gfncheck/cocci "$top"/cocci/*.cocci "$top"/cocci/macros.h
there share/man/man1 "$top"/docs/man/*.1
there share/doc/gfncheck "$top"/README.md "$top"/docs/*.md
there share/bash-completion/completions gfncheck "${tools[@]}"
is "$(grep -rlF "$dest" "$usr" | head)" "" "no file names the staging folder"
is "$(find "$usr" -xtype l)" "" "no link leads nowhere"
is "$(find "$usr" -type l -lname '/*')" "" "links are relative, so that DESTDIR can move"
is "$(find "$usr" -perm /022 ! -type l)" "" "nobody but the owner can write"

for tool in gfncheck "${tools[@]}"; do
	"$usr/bin/$tool" --help 2>&1 | grep -qi "usage: $tool"
	ok $? "the installed $tool --help"
done
for tool in gfncheck "${tools[@]}"; do
	# shellcheck disable=SC2016
	bash -c 'cd "$1" && . "./$2" && complete -p "$2"' - \
		"$usr/share/bash-completion/completions" "$tool" > "$tmp/log" 2>&1
	ok $? "completion of $tool" || sed 's/^/# /' "$tmp/log"
done

# From elsewhere, and without a gfncheck or semantic patches to be found by chance.
mini_kernel "$tmp/k" 1
unset GFNCHECK COCCI
if command -v spatch > /dev/null; then
	diff=$(cd / && "$usr/bin/gfn-convert" --no-sparse --tree "$tmp/k/tree" \
		--build "$tmp/k/b/x86" --dry-run 2> "$tmp/log")
	ok $? "the installed gfn-convert works" || sed 's/^/# /' "$tmp/log"
	like "$diff" '\+.*kvm_vcpu_read_guest\(vcpu, gpa' "it finds gfncheck and the semantic patch"
else
	skip "the installed gfn-convert works" "no spatch"
	skip "it finds gfncheck and the semantic patch" "no spatch"
fi

run_make install	# over itself
run_make uninstall
is "$(find "$dest" ! -type d)" "" "uninstall leaves nothing"
is "$(find "$dest" -name '*gfn*')" "" "nor folders of its own"
run_make uninstall	# twice does no harm

done_testing
