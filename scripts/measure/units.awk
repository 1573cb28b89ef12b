# SPDX-License-Identifier: GPL-2.0-only
# A compile database as bash: one file for each unit, with DIR, FILE and ARGS.
# out: the folder they go to; quote: an apostrophe.
function sh(s) { gsub(quote, quote "\\" quote quote, s); return quote s quote }
function value() {
	if (depth > 1 && key == "arguments")
		args = args " " sh(str)
	else if (key == "directory")
		dir = str
	else if (key == "file")
		file = str
}
function unit(  f) {
	if (file !~ /\.c$/)
		return
	f = sprintf("%s/%04d", out, ++n)
	printf "DIR=%s\nFILE=%s\nARGS=(%s)\n", sh(dir), sh(file), args > f
	close(f)
}
{
	text = $0
	while (match(text, /["{}:,\[\]]/)) {
		c = substr(text, RSTART, 1)
		text = substr(text, RSTART + 1)
		if (c == "\"") {
			str = ""
			while (match(text, /["\\]/)) {
				str = str substr(text, 1, RSTART - 1)
				c = substr(text, RSTART, 1)
				e = substr(text, RSTART + 1, 1)
				text = substr(text, RSTART + (c == "\"" ? 1 : 2))
				if (c == "\"")
					break
				str = str (e == "n" ? "\n" : e == "t" ? "\t" : e)
			}
			if (after)
				value()
			else
				key = str
		} else if (c == "{") {
			file = dir = args = ""
			after = 0
		} else if (c == "}") {
			unit()
			after = 0
		} else if (c == ":") {
			after = 1
		} else if (c == ",") {
			if (depth < 2)
				after = 0
		} else {
			depth += c == "[" ? 1 : -1
		}
	}
}
