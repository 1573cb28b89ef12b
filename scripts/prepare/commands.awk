# SPDX-License-Identifier: GPL-2.0
#
# Read what make -n printed: split each line that compiles something into
# words as the shell does, find the compiler's command among them, and print
# it as an entry of the compile database.  Left out are the option that would
# write a .d file, those that the compiler does not know, and what comes twice.
#
# Variables: tree and obj, the folders; cc, the compiler; kvm, what paths of KVM
# match; dropped, options to leave out; outside, a list of other files wanted; built, where what is built goes.

function json(s)
{
	gsub(/\\/, "&&", s)
	gsub(/"/, "\\\"", s)
	return "\"" s "\""
}

function normal(path)
{
	while (sub(/\/[^\/]+\/\.\.\//, "/", path)) {}
	gsub(/\/\.\//, "/", path)
	return path
}

# take(n): the next n characters of the rest of the line
function take(n,	s)
{
	s = substr(rest, 1, n)
	rest = substr(rest, n + 1)
	return s
}

# next_word(): 1 and WORD, or 0 at the end of a command
function next_word(	c, any)
{
	word = ""
	sub(/^[ \t]+/, "", rest)
	while (rest != "" && rest !~ /^[ \t]/) {
		c = substr(rest, 1, 1)
		if (c ~ /[;&|]/)
			break
		any = 1
		if (c == "\047") {
			take(1)
			word = word take(index(rest, "\047") - 1)
			take(1)
		} else if (c == "\"") {
			take(1)
			quoted()
		} else if (c == "\\") {
			take(1)
			word = word take(1)
		} else {
			match(rest, /^[^ \t;&|"\\\047]+/)
			word = word take(RLENGTH)
		}
	}
	return any
}

# quoted(): the rest of a string in double quotes, into WORD
function quoted(	c)
{
	while (rest != "" && (c = take(1)) != "\"") {
		if (c == "\\" && rest ~ /^["\\$`]/)
			c = take(1)
		word = word c
	}
}

# command(): read one simple command, its words in W[1..n]
function command(	n)
{
	while (next_word())
		w[++n] = word
	sub(/^[ \t]*[;&|]+/, "", rest)
	return n
}

function unit(n,	file, rel, i, args, entry)
{
	file = normal(w[n] ~ /^\// ? w[n] : obj "/" w[n])
	rel = index(file, tree) == 1 ? substr(file, length(tree) + 1) : ""
	if (rel !~ kvm && !(rel in wanted))
		return
	print rel >built
	if (rel !~ /\.c$/)
		return
	for (i = 1; i < n; i++)
		if (w[i] !~ /^-Wp,-MM?D,/ && !(w[i] in unknown))
			args = args json(w[i]) ", "
	entry = sprintf("{\n  \"directory\": %s,\n  \"file\": %s,\n" \
			"  \"arguments\": [%s%s]\n}",
			json(obj), json(file), args, json(file))
	if (!printed[entry]++)
		printf "%s%s", units++ ? ",\n" : "[\n", entry
}

BEGIN {
	while ((getline file <outside) > 0)
		wanted[file]
	printf "" >built
	split(dropped, option)
	for (i in option)
		unknown[option[i]]
}
index($0, cc " ") && / -[cS] / && /\.[cS] *(;|$)/ {
	rest = $0
	while (rest != "") {
		n = command()
		if (n && w[1] == cc && w[n] ~ /\.[cS]$/)
			unit(n)
	}
}
END { print units ? "\n]" : "[]" }
