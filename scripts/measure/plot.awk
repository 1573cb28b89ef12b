# SPDX-License-Identifier: GPL-2.0-only
# "group BUILD" and "bar KIND RATIO LABEL" lines in, an SVG with a bar for each out;
# the colours follow the reader's scheme. date: the day it was measured.
{ line[NR] = $0 }
$1 == "group" { h += 30 }
$1 == "bar" { h += 18; if ($3 > max) max = $3 }
END {
	max = max > 1 ? max : 1
	left = 230; width = 480
	print "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 780 " h + 60 "\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">"
	print "<title>CPU time as a ratio to clang -fsyntax-only, " date "</title>"
	print "<style>"
	print "rect.page{fill:#fff}text{fill:#222}line{stroke:#ccc}"
	print ".own{fill:#2a6fbb}.other{fill:#8a8f98}text.group{font-weight:bold}"
	print "@media(prefers-color-scheme:dark){rect.page{fill:#15181c}text{fill:#dde}line{stroke:#3a3f47}"
	print ".own{fill:#6cb0f5}.other{fill:#7d838c}}"
	print "</style>"
	print "<rect class=\"page\" width=\"100%\" height=\"100%\"/>"
	print "<text x=\"10\" y=\"20\" class=\"group\">CPU time, clang -fsyntax-only = 1 (" date ")</text>"
	step = max > 2 ? 1 : 0.25
	for (t = 0; t <= max; t += step) {
		x = left + t / max * width
		printf "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"30\" y2=\"%d\"/>\n", x, x, h + 36
		printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%g</text>\n", x, h + 52, t
	}
	y = 30
	for (i = 1; i <= NR; i++) {
		n = split(line[i], w, " ")
		if (w[1] == "group") {
			y += 30
			printf "<text x=\"10\" y=\"%d\" class=\"group\">%s</text>\n", y - 8, w[2]
			continue
		}
		name = line[i]
		sub(/^bar [^ ]+ [^ ]+ /, "", name)
		printf "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", left - 8, y + 10, name
		len = w[3] / max * width
		printf "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"13\"/>\n", name ~ /^gfncheck/ ? "own" : "other", left, y, len < 1 ? 1 : len
		printf "<text x=\"%.1f\" y=\"%d\">%s</text>\n", left + len + 6, y + 11, w[3]
		y += 18
	}
	print "</svg>"
}
