# SPDX-License-Identifier: GPL-2.0
#
# Which options have to change so that those of KVM that are off can be on?
# Reads Kconfig files and prints lines for .config.  A wanted option that needs
# a member of a choice (another processor) or something that cannot be asked
# for (another architecture) is left alone.
#
# Variables: config, the .config; wanted, the options to turn on; unwanted, those
# to leave off whatever needs them; module, the value for what can be a module.
#
# What is not seen is a menu or an "if" around the "source" of a file: an option
# in there may stay off, which costs that option and nothing else.

function trim(s)
{
	sub(/^[ \t]+/, "", s)
	sub(/[ \t]+$/, "", s)
	return s
}

# both(a, b): "a && b", either of which may be empty
function both(a, b)
{
	return a == "" ? b : b == "" ? a : "(" a ") && (" b ")"
}

function either(a, b)
{
	return a == "" || b == "" ? "" : "(" a ") || (" b ")"
}

# part(e, op): what stands in front of the first OP outside of brackets; TAIL is
# what follows it.  "" if there is none.
function part(e, op,	i, c, depth)
{
	for (i = 1; i <= length(e); i++) {
		c = substr(e, i, 1)
		if (c == "(")
			depth++
		else if (c == ")")
			depth--
		else if (!depth && substr(e, i, 2) == op) {
			tail = substr(e, i + 2)
			return substr(e, 1, i - 1)
		}
	}
	return ""
}

# inner(e): without blanks and brackets around all of it
function inner(e,	i, c, depth)
{
	e = trim(e)
	while (e ~ /^\(.*\)$/) {
		depth = 0
		for (i = 1; i < length(e); i++) {
			c = substr(e, i, 1)
			depth += (c == "(") - (c == ")")
			if (!depth)
				return e
		}
		e = trim(substr(e, 2, length(e) - 2))
	}
	return e
}

# holds(e): whether this is so in the configuration.  What a shell or a compiler
# is asked for is taken for true.
function holds(e,	a, b, s)
{
	e = inner(e)
	if ((a = part(e, "||")) != "") {
		b = tail
		return holds(a) || holds(b)
	}
	if ((a = part(e, "&&")) != "") {
		b = tail
		return holds(a) && holds(b)
	}
	if (e ~ /^![^=]/)
		return !holds(substr(e, 2))
	if (e ~ /^\$\(/ || e == "y" || e == "m" || e == "")
		return 1
	if (split(e, s, /[ \t]*!?=[ \t]*/) == 2) {
		a = (s[1] in value) ? value[s[1]] : "n"
		return e ~ /!=/ ? a != s[2] : a == s[2]
	}
	return e in value && value[e] ~ /^[ym]$/
}

# want(e): change what makes it hold; 0 if that cannot be
function want(e,	a, b, s)
{
	e = inner(e)
	if (holds(e))
		return 1
	if ((a = part(e, "||")) != "") {
		b = tail
		return want(a) || want(b)
	}
	if ((a = part(e, "&&")) != "") {
		b = tail
		return want(a) && want(b)
	}
	if (e ~ /^![^=]/)
		return refuse(substr(e, 2))
	if (split(e, s, /[ \t]*!?=[ \t]*/) == 2) {
		if ((s[2] == "n") != (e ~ /!=/))
			return turn_off(s[1])
		return turn_on(s[1], s[2] == "n" ? "" : s[2])
	}
	return turn_on(e, "")
}

function refuse(e,	a, b)
{
	e = inner(e)
	if (!holds(e))
		return 1
	if ((a = part(e, "||")) != "") {
		b = tail
		return refuse(a) && refuse(b)
	}
	if ((a = part(e, "&&")) != "") {
		b = tail
		return refuse(a) || refuse(b)
	}
	return e ~ /^![^=]/ ? want(substr(e, 2)) : turn_off(e)
}

# change(sym, v): until this goal is given up
function change(sym, v)
{
	if (v != value[sym])
		changed[++n_changed] = sym " " value[sym]
	value[sym] = v
	return 1
}

function give_up(n,	was)
{
	for (; n_changed > n; n_changed--) {
		split(changed[n_changed], was, " ")
		value[was[1]] = was[2]
	}
	return 0
}

function turn_on(sym, v,	i, n, from)
{
	if (!(sym in type) || sym in never || sym in busy || sym in member)
		return 0
	n = n_changed
	busy[sym]
	i = want(depends[sym]) && (prompt[sym] || turn_on_from_outside(sym))
	delete busy[sym]
	if (!i)
		return give_up(n)
	return change(sym, v != "" ? v : type[sym] == "tristate" ? module : "y")
}

# One that cannot be asked for is on by its default or by who selects it: one of
# those that could be on as it is, else any.
function turn_on_from_outside(sym,	i, n, s)
{
	if (sym in defaults && want(defaults[sym]))
		return 1
	n = split(selectors[sym], s, " ")
	for (i = 1; i <= n; i++)
		if (prompt[s[i]] && holds(depends[s[i]]) && turn_on(s[i], ""))
			return 1
	for (i = 1; i <= n; i++)
		if (turn_on(s[i], ""))
			return 1
	return 0
}

function turn_off(sym,	i, n, s)
{
	if (sym in member || sym in goal || sym in busy)
		return 0
	if (prompt[sym])
		return change(sym, "n")
	n = split(selectors[sym], s, " ")
	busy[sym]
	for (i = 1; i <= n && !(holds(s[i]) && !turn_off(s[i])); i++) {}
	delete busy[sym]
	return n && i > n && change(sym, "n")
}

# --- Reading Kconfig ---------------------------------------------------------

BEGIN {
	while ((getline line <config) > 0)
		if (split(line, f, "=") == 2 && f[1] ~ /^CONFIG_/)
			value[substr(f[1], 8)] = f[2]
	split(unwanted, f, " ")
	for (i in f)
		never[f[i]]
	n_goals = split(wanted, goals, " ")
	for (i in goals)
		goal[goals[i]]
}
FNR == 1 {
	level = help = choice = menu = 0
	sym = ""
}
# Help is what is indented more than the word.
help {
	match($0, /^[ \t]*/)
	if (NF && RLENGTH < help)
		help = 0
	else
		next
}
/\\$/ {
	joined = joined substr($0, 1, length($0) - 1) " "
	next
}
{
	line = joined $0
	joined = ""
	sub(/[ \t]#.*/, "", line)
	$0 = line
}
$1 == "config" || $1 == "menuconfig" {
	sym = $2
	around = ""
	for (i = 1; i <= level; i++)
		around = both(around, condition[i])
	if (sym in depends)
		depends[sym] = either(depends[sym], around)
	else
		depends[sym] = around
	menu = 0
	if (choice)
		member[sym]
	next
}
$1 ~ /^(choice|endchoice|if|endif|menu|endmenu|comment|source)$/ {
	sym = ""
	menu = $1 == "menu"
	choice += ($1 == "choice") - ($1 == "endchoice")
	if ($1 == "if" || $1 == "menu")
		condition[++level] = menu ? "" : \
			trim(substr(line, index(line, "if") + 2))
	else if ($1 ~ /^end(if|menu)$/)
		level--
	next
}
$1 == "help" || $1 == "---help---" {
	help = match(line, /[^ \t]/) + 1
	next
}
$1 == "depends" {
	line = trim(substr(line, index(line, " on ") + 4))
	if (sym != "")
		depends[sym] = both(depends[sym], line)
	else if (menu)
		condition[level] = both(condition[level], line)
	next
}
sym == "" { next }
$1 ~ /^(def_)?(bool|tristate)$/ {
	type[sym] = $1 ~ /tristate/ ? "tristate" : "bool"
	if ($1 !~ /^def_/ && NF > 1)
		prompt[sym] = 1
}
$1 == "prompt" { prompt[sym] = 1 }
$1 ~ /^def_/ || $1 == "default" {
	line = trim(substr(line, index(line, $1) + length($1)))
	if (line ~ /^n([ \t]|$)/)
		next
	if (match(line, /(^|[ \t])if[ \t]/)) {
		e = substr(line, RSTART + RLENGTH)
		line = trim(substr(line, 1, RSTART - 1))
		line = line == "y" || line == "m" ? e : both(line, e)
	}
	if (sym in defaults)
		defaults[sym] = either(defaults[sym], line)
	else
		defaults[sym] = line
}
$1 == "select" { selectors[$2] = selectors[$2] " " sym }

END {
	for (i = 1; i <= n_goals; i++)
		if (!holds(goals[i]))
			turn_on(goals[i], "")
	for (i = 1; i <= n_changed; i++) {
		split(changed[i], f, " ")
		if (prompt[f[1]] && !done[f[1]]++)
			print value[f[1]] == "n" ? "# CONFIG_" f[1] " is not set" : \
				"CONFIG_" f[1] "=" value[f[1]]
	}
}
