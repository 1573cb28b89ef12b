# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-convert: what the patches and their cover letter say. log.pl has the words of
# a patch's log.

# builds_of ARCH: the builds of an architecture, or all
builds_of()
{
	local dir

	for dir in "${BUILDS[@]}"; do
		[ "$1" != all ] && ! grep -qx "arch=$1" "$dir/build.info" 2>/dev/null ||
			echo "${dir##*/}"
	done
}

# spaces_of ARCH: the most address spaces that a build of it has
spaces_of()
{
	local dir n most=1

	for dir in "${BUILDS[@]}"; do
		[ "$1" = all ] || grep -qx "arch=$1" "$dir/build.info" 2>/dev/null || continue
		n=$(sed -n 's/^address_spaces=//p' "$dir/build.info" 2>/dev/null)
		[ "${n:-1}" -le "$most" ] || most=$n
	done
	echo "$most"
}

# helpers_of DIFF: those whose signature changes in it
helpers_of()
{
	local name

	for name in "${THREADED[@]}"; do
		! grep -qE "^[-+].*\b$name\b" "$1" || echo "$name"
	done
}

# What gfn-prove saw on a kernel of this version, where it was run from this
# folder: the name of its table, or nothing
proof()
{
	local table

	table=build/prove/$(kernel_version "$TREE" 2>/dev/null)/table.txt
	[ ! -s "$table" ] || echo "$table"
}

# log_of N ARCH: its subject, an empty line, and its log; its diff is in $WORK/diff
log_of()
{
	local helpers

	mapfile -t helpers < <(helpers_of "$WORK/diff")
	perl "$PARTS/log.pl" "$WORK/patches/$1" "$(spaces_of "$2")" \
		"$(builds_of "$2" | paste -sd ' ')" "$(proof)" "${helpers[@]}"
}

# below_log N ARCH: what is of use while the patch is looked at, and not later
below_log()
{
	{
		echo "Found and rewritten by gfn-convert. Every unit that has a changed file parses" \
		     "without a new diagnostic in: $(builds_of "$2" | paste -sd ' ').${SPARSE:+ sparse says nothing new.}"
	} | fmt -w 72
	echo
}

# print_proof TABLE: what was seen of calls that are rewritten or left
print_proof()
{
	printf '\nSeen at run time by gfn-prove on %s; what has the vCPU form already is left out:\n\n' "$(kernel_version "$TREE")"
	awk '
		/^[^ ]/ { skip = / \[vCPU form\]$/ }
		!skip && NF { print "  " $0 }' "$1"
}

# The subjects of the patches, as git shortlog has them
shortlog()
{
	echo "$(author | sed 's/ <.*//') ($PATCHES):"
	sed 's/^/  /' "$WORK/subjects"
}

cover_message()
{
	local table

	fmt -w 72 <<-END
	Use the forms of the guest memory accessors that take a vCPU where KVM runs on behalf of one. Those that
	take a struct kvm look memory up in address space 0, whatever address space the vCPU is in.
	END
	echo
	grep -q $'^bug\t' "$WORK"/patches/*/info && fmt -w 72 <<-END
	Bugs come first, those that go wrong alike in one patch; then clean-ups, by architecture.
	END
	echo
	KEPT=thread.cocci summary
	table=$(proof)
	[ -z "$table" ] || print_proof "$table"
	echo
	shortlog
}
