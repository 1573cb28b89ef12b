#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Which calls of x86 in Linux 6.12 can be made in SMM, by hand (reach/x86-6.12.tsv,
# each with its reason), and what gfncheck says. What is never made there and not
# known to be is an error too many; the other way round a bug would be hidden.
# takes: 10 s
# slow: a kernel
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

why=$(debian_kernel 6.12) || { skip "reach of 6.12" "$why"; done_testing; }
"$gfncheck" -q -p "$kernels/b6.12/x86" --facts "$tmp/facts" --all-sites --format=json -o "$tmp/found.json"
[ $? = 1 ]
ok $? "6.12 is checked"
perl -MJSON::PP -e '
	my ($labels, $found) = @ARGV;
	my (%nth, %label, @wrong, @unproven, $n);
	local $/;
	open(my $f, "<", $labels) or die "$labels: $!\n";
	for (grep { !/^file\t/ } split /\n/, <$f>) {
		my ($file, $function, $accessor, $no, $reach, $reason) = split /\t/;
		$label{"$file $function $accessor $no"} = $reach;
	}
	open($f, "<", $found) or die "$found: $!\n";
	for my $s (sort { $a->{file} cmp $b->{file} || $a->{line} <=> $b->{line} } @{decode_json(<$f>)->{findings}}) {
		my $key = "$s->{file} $s->{function} $s->{accessor}";
		next if $s->{context} =~ /^(?:vm|unknown)$/;
		my $want = delete $label{$key . " " . ++$nth{$key}};
		next if defined $s->{by_design};
		push @wrong, "$key:$s->{line}: no label" if !defined $want;
		next if !defined $want;
		$n++;
		push @wrong, "$key:$s->{line}: can be made in SMM; said: $s->{reach}"
			if $want eq "can" && defined $s->{reach};
		push @unproven, "$key:$s->{line}" if $want eq "never" && !defined $s->{reach};
	}
	print "$n sites\n", map { "wrong: $_\n" } @wrong;
	print map { "unproven: $_\n" } @unproven;
' "$top/tests/reach/x86-6.12.tsv" "$tmp/found.json" > "$tmp/compared"
! grep '^wrong:' "$tmp/compared"
ok $? "nothing that can happen is called impossible"
! grep '^unproven:' "$tmp/compared"
ok $? "all that is never made in SMM is known to be"
like "$(cat "$tmp/compared")" '^[12][0-9] sites' "the sites that are not by design are compared"
done_testing
