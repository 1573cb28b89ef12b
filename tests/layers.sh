#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The checker's folders use each other as checker/layers says, by their #includes
# and by the calls in the object files, and files call each other in no circle.
# shellcheck source=tests/lib.sh
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
objects=$(realpath "${BUILD:-$top/build}")

# layers CHECKER OBJECTS: what is wrong, a line each, with the way it goes.
layers()
{
	perl "$top/tests/layers.pl" "$1" "$2"
}

if ! command -v nm > /dev/null; then
	skip "the folders use each other as checker/layers says" "nm is not installed"
	done_testing
fi

is "$(layers "$top/checker" "$objects")" "" "the folders use each other as checker/layers says"

# What breaks the rules is found: a copy of the sources with an offender in it.
offender() # WANT NAME: in $tmp/checker and $tmp/objects
{
	like "$(layers "$tmp/checker" "$tmp/objects" 2>&1 | grep -e offender -e "cannot read")" "$1" "$2"
	rm -rf "$tmp/checker" "$tmp/objects"
}
# copy FILE < SOURCE: links to all sources and objects, and one source more;
# copy FILE object: that is compiled, too
copy()
{
	local file=$1 folder

	cp -rs "$top/checker" "$tmp/checker"
	mkdir "$tmp/objects"
	for folder in "$top"/checker/*/; do
		folder=$(basename "$folder")
		[ ! -d "$objects/$folder" ] || cp -rs "$objects/$folder" "$tmp/objects/"
	done
	cat > "$tmp/checker/$file.c"
	[ -z "${2:-}" ] || ${CC:-cc} -c -o "$tmp/objects/$file.o" "$tmp/checker/$file.c"
}

copy base/offender <<< '#include "facts/facts.h"'
offender '^base/offender.c:1: includes facts/facts.h; base may use nothing$' "an include upwards"
copy link/offender <<< '#include "facts/valtab.h"'
offender 'link/offender.c:1: includes facts/valtab.h, which is not the public header facts/facts.h' \
	"an include past the public header"
copy report/offender <<< '#include "judge/judge.h"'
offender 'report/offender.c:1: includes judge/judge.h; report may use base text tables judge/finding.h' \
	"an include of more than the part that is meant"
copy text/offender object <<< 'extern void scan_unit(void); void offender(void) { scan_unit(); }'
offender 'text/offender calls scan_unit\(\) of scan/parse; text may use base' "a call without an include"
copy facts/the_offender object <<< 'extern void facts_unpack(void); void facts_init(void) { facts_unpack(); }'
offender 'a circle: facts/factpack calls facts_init\(\) of facts/the_offender, which calls facts_unpack\(\) of facts/factpack' \
	"a circle of files"
copy scan/the_offender object <<< 'extern void flow_init_var(void); void flow_call(void) { flow_init_var(); }'
offender 'a circle: scan/the_offender calls flow_init_var\(\) of scan/assign, which calls .*of scan/the_offender' \
	"a circle by way of the recursion"
copy base/offender < /dev/null
rm -f "$tmp/checker/layers"
offender 'cannot read' "without its table the test fails"

done_testing
