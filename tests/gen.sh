#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The semantic patches that are committed are those that gencocci writes, and
# gencocci says what it cannot do. TAP.

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

gencocci=${BUILD:-$top/build}/gencocci

if ! [ -x "$gencocci" ]; then
	echo "1..0 # SKIP there is no $gencocci"
	exit 0
fi

for template in "$top"/cocci/templates/*.in; do
	name=$(basename "$template" .in)
	"$gencocci" "$template" > "$tmp/$name"
	same "$top/cocci/$name" "$tmp/$name" "cocci/$name is up to date (else: make gen)"
done

for file in "$top"/cocci/*.cocci; do
	[ -e "$top/cocci/templates/${file##*/}.in" ]
	ok $? "${file##*/} has a template"
done

# Every place of the table is tried.
sed -n 's/^BY_DESIGN("\(\w*\)",.*/\1/p' "$top/checker/tables/bydesign.def" | sort -u > "$tmp/places"
while read -r name; do
	grep -qE "\b$name\(" "$top"/tests/cases/by-design*.c || echo "$name"
done < "$tmp/places" > "$tmp/untried"
is "$(cat "$tmp/untried")" "" "each function of bydesign.def is in tests/cases/by-design*.c"

mkdir "$tmp/out"
cp -r "$top/cocci/templates" "$tmp/out"
"$gencocci" -o "$tmp/out"
same "$top/cocci/kvm_vcpu_form.cocci" "$tmp/out/kvm_vcpu_form.cocci" "-o DIR writes the same"

printf 'one\n\t%%nothing%%\n' > "$tmp/bad.in"
err=$("$gencocci" "$tmp/bad.in" 2>&1 > "$tmp/bad")
is $? 2 "an unknown section is an error"
like "$err" "no section %nothing%" "the error names the section"
is "$(cat "$tmp/bad")" "" "nothing is written then"
err=$("$gencocci" "$tmp/none.in" 2>&1)
is $? 2 "a template that is not there is an error"
like "$err" "none.in: No such file" "the error names the template"
err=$("$gencocci" -o "$tmp/none" "$top"/cocci/templates/*.in 2>&1)
is $? 2 "a folder that is not there is an error"
err=$("$gencocci" -o "$tmp/none" 2>&1)
is $? 2 "so is one without templates"
"$gencocci" 2> /dev/null
is $? 2 "no template is bad usage"

done_testing
