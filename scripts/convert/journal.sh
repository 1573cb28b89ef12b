# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-convert: writing to the tree, so that it is the old one or the new one.
#
# $TREE/.gfn-convert is the journal.  It has the new files and the originals
# before the tree is touched, and is there until all is done:
#
#   new/N, old/N  the content that file number N gets, and the original
#   list          a line "N, checksum of the new content, file" for each; while
#                 it is there, whoever finds the journal puts the originals back
#   done          the tree is the new one: only the journal is left to remove
#   beside        files outside of the tree that go if the originals come back
#   torn.N        a file that could not be renamed into place, and may be cut
#
# The files of the tree are only ever renamed, so that each is whole.

JOURNAL_NAME=.gfn-convert

# Nobody else converts this tree. The lock is on the folder itself: it leaves
# nothing behind, and ends with the process, however that ends. What a killed
# run has started lives on for a moment, and has the lock while it does.
lock_tree()
{
	exec 9<"$TREE" || die "$TREE cannot be read"
	flock -w 3 -E 75 9 && return
	[ $? -ne 75 ] || die "another $PROG is at work on $TREE"
	echo "$PROG: warning: $TREE cannot be locked; see that nobody else converts it" >&2
}

checksum()
{
	sha256sum <"$1" 2>/dev/null
}

# --- Putting the originals back ----------------------------------------------

# put_back N FILE: the original takes the file's place. Where nothing can be
# renamed any more it is written over; the mark says so to who comes after.
put_back()
{
	local old=$JOURNAL/old/$1 file=$TREE/$2

	rm -f "$JOURNAL/back"
	{ ln "$old" "$JOURNAL/back" || cp -p "$old" "$JOURNAL/back"; } 2>/dev/null &&
		mv -f -T "$JOURNAL/back" "$file" 2>/dev/null ||
		{ : >"$JOURNAL/torn.$1" && cp -p "$old" "$file"; } 2>/dev/null
	cmp -s "$old" "$file"
}

# put_all_back: every file of the journal; a line for each that is not as it was
put_all_back()
{
	local n sum file

	[ -f "$JOURNAL/list" ] || return 0
	while IFS=$'\t' read -r n sum file; do
		cmp -s "$JOURNAL/old/$n" "$TREE/$file" && continue
		if [ ! -e "$JOURNAL/torn.$n" ] && [ "$(checksum "$TREE/$file")" != "$sum" ]; then
			echo "  $TREE/$file: was changed since; the original is $JOURNAL/old/$n"
		elif ! put_back "$n" "$file"; then
			echo "  $TREE/$file: cannot be written; the original is $JOURNAL/old/$n"
		fi
	done <"$JOURNAL/list"
}

# What was put beside the tree is of no use without what it is about.
remove_beside()
{
	local file

	[ -f "$JOURNAL/beside" ] || return 0
	while read -r file; do
		rm -f -- "$file"
	done <"$JOURNAL/beside"
}

# The tree as it was before, or exit status 3 and what is to be done by hand.
# Not to be interrupted.
roll_back()
{
	local left

	trap '' INT TERM HUP
	left=$(put_all_back)
	if [ -n "$left" ]; then
		steps_done
		printf '%s\n' "$PROG: these files are not as they were:" "$left" \
			"Once they can be written, or have what they should:" \
			"  $PROG --tree $TREE --recover" >&2
		WRITING=
		exit 3
	fi
	remove_beside
	rm -f "$JOURNAL/list"
	rm -rf "$JOURNAL"
	WRITING=
}

# A run that was killed left a journal: true where there was one, and the tree
# is whole again.
recover()
{
	[ -d "$JOURNAL" ] || return 1
	if [ -f "$JOURNAL/done" ]; then
		rm -rf "$JOURNAL" || die "cannot remove $JOURNAL"
		echo "$PROG: an earlier run had converted $TREE, and was ended while it cleaned up" >&2
		return 0
	fi
	if [ -f "$JOURNAL/list" ]; then
		roll_back
		echo "$PROG: an earlier run was ended while it wrote to $TREE, which is as it was before it" >&2
		return 0
	fi
	remove_beside
	rm -rf "$JOURNAL" || die "cannot remove $JOURNAL"
	return 1
}

# --- Writing ------------------------------------------------------------------

# write_error WHAT: nothing was touched yet
write_error()
{
	drop_journal
	die "cannot write $1" "Nothing was changed."
}

drop_journal()
{
	[ -z "$WRITING" ] && [ -d "$JOURNAL" ] && [ ! -f "$JOURNAL/list" ] || return 0
	remove_beside
	rm -rf "$JOURNAL"
}

# real_file FILE: the file of the tree that it is, if it is a link
real_file()
{
	local path

	path=$(readlink -f "$TREE/$1") || return
	case $path in
	"$TREE"/*) echo "${path#"$TREE/"}" ;;
	*) return 1 ;;
	esac
}

# journal_file N FILE: its new content, and the original
journal_file()
{
	local new=$JOURNAL/new/$1 old=$JOURNAL/old/$1 file dev

	file=$(real_file "$2") ||
		{ drop_journal; die "$TREE/$2 is a link that leads out of the tree" "Nothing was changed."; }
	dev=$(stat -c %d "$TREE/${file%/*}") && [ "$dev" = "$(stat -c %d "$JOURNAL")" ] && [ -w "$TREE/${file%/*}" ] ||
		write_error "$TREE/$file"
	ln "$TREE/$file" "$old" 2>/dev/null || cp -p "$TREE/$file" "$old" || write_error "$old"
	cp "$WORK/fixed/$2" "$new" && cp -p --attributes-only "$old" "$new" && touch "$new" ||
		write_error "$new"
	cmp -s "$WORK/fixed/$2" "$new" || write_error "$new"
	printf '%s\t%s\t%s\n' "$1" "$(checksum "$new")" "$file" >>"$JOURNAL/list.new" ||
		write_error "$JOURNAL/list"
}

# What undoes the conversion, beside a tree that has no git; and the semantic
# patch that changed signatures.
write_beside()
{
	local patch=$TREE.gfn-convert.patch i=1

	if ! has_git; then
		while [ -e "$patch" ]; do
			patch=$TREE.gfn-convert.$((++i)).patch
		done
		echo "$patch" >"$JOURNAL/beside" || write_error "$JOURNAL/beside"
		print_diff "${FILES[@]}" >"$patch" || write_error "$patch"
		UNDO="patch -R -p1 -d $TREE <$patch"
	fi
	[ ${#THREADED[@]} -eq 0 ] || cp "$WORK/thread.cocci" "$KEPT" || write_error "$KEPT"
}

# Everything that can run out of space or lack a permission comes before the
# first file of the tree is touched.
write_journal()
{
	local i

	JOURNAL=$TREE/$JOURNAL_NAME
	mkdir "$JOURNAL" "$JOURNAL/old" "$JOURNAL/new" || write_error "to $TREE"
	write_beside
	for i in "${!FILES[@]}"; do
		journal_file "$i" "${FILES[i]}"
	done
	sync "$JOURNAL"/new/* "$JOURNAL"/old/* "$JOURNAL"/list.new || write_error "$JOURNAL"
	WRITING=1
	mv -f "$JOURNAL/list.new" "$JOURNAL/list" && sync "$JOURNAL" && return
	WRITING=
	rm -f "$JOURNAL/list"
	write_error "$JOURNAL/list"
}

# Has anybody written to the tree meanwhile?
check_untouched()
{
	local file

	for file in "${FILES[@]}"; do
		cmp -s "$TREE/$file" "$WORK/orig/$file" ||
			die "$TREE/$file was changed by someone else meanwhile" \
			    "Nothing was changed. Run again."
	done
}

install_files()
{
	local n sum file

	step "writing"
	check_untouched
	write_journal
	while IFS=$'\t' read -r n sum file; do
		mv -f -T "$JOURNAL/new/$n" "$TREE/$file" && continue
		roll_back
		die "cannot write $TREE/$file; the tree is as it was"
	done <"$JOURNAL/list"
	sync "${FILES[@]/#/$TREE/}"
	: >"$JOURNAL/done" || { roll_back; die "cannot write to $JOURNAL; the tree is as it was"; }
	WRITING=
	rm -rf "$JOURNAL" || echo "$PROG: warning: cannot remove $JOURNAL, which is not needed any more" >&2
}
