# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-prepare: list the compile commands of one build.

# The functions that KVM's modules give to the rest of the kernel.
kvm_exports()
{
	find "$TREE/virt/kvm" "$TREE/arch/$ARCH/kvm" -name '*.c' -exec \
		sed -nE 's/^EXPORT_SYMBOL(_[A-Z_]+)?\((\w+)[,)].*/\2/p' {} +
}

# Files outside of KVM's folders that include its headers or call it.
outside_users()
{
	local dirs=()
	local dir

	for dir in "arch/$ARCH" block drivers fs init kernel lib mm net \
		   security sound virt; do
		[ ! -d "$TREE/$dir" ] || dirs+=("$dir")
	done
	kvm_exports >"$DEST/exports.tmp" || return
	(
		cd "$TREE" || exit
		grep -rl kvm --include='*.c' "${dirs[@]}" |
		grep -Ev "^(arch/$ARCH/kvm|virt/kvm)/|/asm-offsets\.c$" \
			>"$DEST/mention.tmp"
		xargs grep -lE '<(linux/kvm_host|asm/kvm_page_track)\.h>' \
			<"$DEST/mention.tmp"
		xargs grep -lwFf "$DEST/exports.tmp" <"$DEST/mention.tmp"
	) | sort -u
	rm -f "$DEST/exports.tmp" "$DEST/mention.tmp"
}

# The folder to give to make for one of these files.  A makefile that its
# parent includes (i915/gvt) is no folder of its own to kbuild.
kbuild_dir()
{
	local dir=${1%/*}

	while [ "${dir%/*}" != "$dir" ]; do
		if { [ -f "$TREE/$dir/Makefile" ] ||
		     [ -f "$TREE/$dir/Kbuild" ]; } &&
		   ! grep -qs "^ *-*include .*/${dir##*/}/Makefile" \
			   "$TREE/${dir%/*}/Makefile"; then
			break
		fi
		dir=${dir%/*}
	done
	echo "$dir/"
}

# Kbuild of 5.4 takes every other folder that it is asked for as one inside of this
# one, and finds nothing to do: there each is asked for alone.
makes_one_folder()
{
	# shellcheck disable=SC2016
	grep -qF 'single-build=$(if $(filter-out $@/, $(single-no-ko)),1)' \
		"$TREE/Makefile"
}

# What make -n says other than that there is no vDSO to wrap
other_errors()
{
	grep -F '***' "$LOG" |
		grep -vE "\] Error [0-9]+\$|No rule to make target '[^']*vdso"
}

# One job, so that the commands come in the same order each time.
print_commands()
{
	local goal

	if makes_one_folder && [ $# -gt 1 ]; then
		for goal; do
			print_commands "$goal" || return
		done
	elif [ -n "$NO_VDSO" ]; then
		kmake -n -j1 -k "$@" || ! other_errors >&2
	else
		kmake -n -j1 "$@"
	fi
}

list_commands()
{
	local file
	local -a dirs

	begin_step list
	outside_users >"$DEST/outside.tmp" || fail "cannot look for users of KVM"
	mapfile -t dirs < <(while read -r file; do kbuild_dir "$file"; done \
		<"$DEST/outside.tmp" | sort -u)
	rm -f "$OBJ/arch/$ARCH/kvm"/*.s
	print_commands "arch/$ARCH/kvm/" "${dirs[@]}" \
		>"$DEST/commands.tmp" 2>"$LOG" || fail "make -n"
}

commands_to_json()
{
	awk -v tree="$TREE/" -v obj="$OBJ" -v cc="$(tool clang)" \
	    -v dropped="${DROPPED[*]}" \
	    -v kvm="^(arch/[a-z0-9]+/kvm|virt/kvm)/" -v outside="$DEST/outside.tmp" \
	    -v built="$DEST/built.tmp" \
	    -f "$PARTS/commands.awk" "$DEST/commands.tmp"
}

write_database()
{
	commands_to_json >"$DEST/compile_commands.json.tmp" ||
		fail "cannot read what make -n printed"
	UNITS=$(grep -c '^  "file": ' "$DEST/compile_commands.json.tmp")
	[ "$UNITS" -gt 0 ] || fail "make -n printed no compile command"
}

# offsets(): structure offsets in assembler output, as kbuild's sed-offsets
offsets()
{
	sed -n 's:^[[:space:]]*\.ascii[[:space:]]*"\(.*\)".*:\1:
		/^->/ {
			s:->#\(.*\):/* \1 */:
			s:^->\([^ ]*\) [$#]*\([^ ]*\) \(.*\):#define \1 \2 /* \3 */:
			s:->::
			p
		}'
}

# Headers of KVM's own with such offsets (hyp_constants.h of arm64) are not a
# part of "prepare", and the makefiles have no goal for one alone.
kvm_headers()
{
	local dir=arch/$ARCH/kvm
	local header source

	begin_step headers
	while read -r header source; do
		grep -rqF "\"$header\"" --include='*.c' "$TREE/$dir" || continue
		curing "$dir/$source" || fail "make $dir/$source"
		offsets <"$OBJ/$dir/$source" >"$OBJ/$dir/$header" ||
			fail "cannot write $header"
	done < <(sed -nE 's|^\$\(obj\)/(\S+\.h): \$\(obj\)/(\S+\.s) .*|\1 \2|p' \
			"$TREE/$dir/Makefile")
}

# KVM's files that no command compiles.  Some are included by others.
not_built()
{
	(cd "$TREE" && find "arch/$ARCH/kvm" virt/kvm -name '*.[cS]') |
		sort -u | comm -23 - <(sort -u "$DEST/built.tmp")
}
