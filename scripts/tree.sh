# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Kernel trees, for the scripts: what one is, and trees of links to one, of which
# only the folders are real in which something is changed.

# kernel_version TREE: such as 6.12.117, by its Makefile
kernel_version()
{
	awk '$2 == "=" { v[$1] = $3 }
	     /^NAME/ { exit }
	     END { print v["VERSION"] "." v["PATCHLEVEL"] "." v["SUBLEVEL"] \
			 v["EXTRAVERSION"] }' "$1/Makefile"
}

# link_all FROM TO: make folder TO, if it is not there, with a link to all of FROM
link_all()
{
	mkdir -p "$2" && find -H "$1" -mindepth 1 -maxdepth 1 ! -name .git -exec ln -sfn -t "$2" {} +
}

# own_dir ROOT FOLDER: it, and what leads to it, become folders of that tree of links
own_dir()
{
	local target

	case $2 in */*) own_dir "$1" "${2%/*}" || return ;; esac
	target=$(readlink "$1/$2") || return 0
	rm "$1/$2" && link_all "$target" "$1/$2"
}
