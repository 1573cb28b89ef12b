# SPDX-License-Identifier: GPL-2.0-only
# Lines of results in; out come medians, as "BUILD KIND WALL CPU RATIO-CPU RATIO-WALL
# RATIO-KVM-CPU" and, with the sums of the medians, the same of a build "sum".
function median(name,  n, i, j, t, v) {
	n = split(list[name], v, " ")
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && v[j - 1] + 0 > v[j] + 0; j--) {
			t = v[j]; v[j] = v[j - 1]; v[j - 1] = t
		}
	return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}
function add(what, x) { list[$1 " " $2 " " what] = list[$1 " " $2 " " what] " " x }
{
	if (!(($1 " " $2) in seen)) {
		seen[$1 " " $2] = 1
		order[++n] = $1 " " $2
	}
	add("wall", $4); add("cpu", $5); add("kvm", $6)
	add("rc", $5 / $8); add("rw", $4 / $7); add("rk", $6 / $9)
}
END {
	for (i = 1; i <= n; i++) {
		k = order[i]
		split(k, p, " ")
		w = median(k " wall"); c = median(k " cpu"); m = median(k " kvm")
		printf "%s %.3f %.3f %.4f %.4f %.4f\n", k, w, c, median(k " rc"),
			median(k " rw"), median(k " rk")
		if (!(p[2] in W))
			kinds[++nk] = p[2]
		W[p[2]] += w; C[p[2]] += c; M[p[2]] += m
	}
	for (i = 1; i <= nk; i++) {
		k = kinds[i]
		printf "sum %s %.3f %.3f %.4f %.4f %.4f\n", k, W[k], C[k], C[k] / C["clang"],
			W[k] / W["clang"], M[k] / M["clang"]
	}
}
