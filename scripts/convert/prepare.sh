# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# gfn-convert: what comes before the conversion, on a tree of links
# of its own, the base: vCPU forms that the tree lacks, and signatures.

# What is converted: the tree, or a copy of it in which that was done.
prepare_base()
{
	BASE=$TREE
	mapfile -t BASE_ARGS < <(printf -- '-p\n%s\n' "${BUILDS[@]}")
	[ -n "$THREAD$INTRODUCE" ] || return 0
	BASE=$WORK/base
	link_all "$TREE" "$BASE" || die "cannot write to $WORK"
	copy_builds tree "$TREE"
	copy_builds base "$BASE"
	[ -z "$INTRODUCE" ] || introduce
	[ -z "$THREAD" ] || thread
	if [ ${#PREPARED[@]} -gt 0 ]; then
		mapfile -t BASE_ARGS < <(build_args base)
	else
		BASE=$TREE
	fi
}

# prepared FROM FILE: the base gets FROM's content, if that is another
prepared()
{
	! cmp -s "$1" "$BASE/$2" || return 0
	put "$1" "$BASE" "$2"
	PREPARED+=("$2")
}

# edit_plan FILE: standard input, with the edits that the plan has for it
edit_plan()
{
	perl -0777 -e '
		my ($plan, $file) = @ARGV;
		my $text = <STDIN>;
		open(my $p, "<", $plan) or die "$plan: $!\n";
		my @edits = map { [split /\t/] } grep { /^edit\t\Q$file\E\t/ } split /\n/, <$p>;
		for my $e (sort { $b->[2] <=> $a->[2] } @edits) {
			substr($text, $e->[2], $e->[3]) = $e->[4];
		}
		print $text;' "$WORK/thread.plan" "$1"
}

# thread_one FILE: what the semantic patch makes of it, in $WORK/thread
thread_one()
{
	local out=$WORK/thread/$1

	mkdir -p "${out%/*}"
	touch "$out.failed"
	cd "$BASE" || return
	spatch --local-includes --include-headers-for-types --max-width 100 \
		--sp-file "$WORK/thread.cocci" "$1" -o "$out" >/dev/null 2>"$out.log" </dev/null || return
	rm "$out.failed"
}

# parse_one FILE: the lines of it that spatch cannot parse, in $WORK/parse
parse_one()
{
	local out=$WORK/parse/$1

	mkdir -p "${out%/*}"
	cd "$BASE" || return
	# it parses the headers, too, and says of each what file it is in
	spatch --parse-c "$1" --verbose-parsing </dev/null 2>&1 |
		awk -F'"' -v f="$1" '/^ = File "/ && ($2 == f || $2 == "./" f) { print $3 }' |
		sed -nE 's/^, line ([0-9]+),.*/\1/p' >"$out.lines"
}

# plan_thread TREE: the semantic patch, and what gfncheck says of it
plan_thread()
{
	run "$GFNCHECK" -q -j "$JOBS" --tree "$1" "${BASE_ARGS[@]}" --unparsed "$WORK/thread.unparsed" \
		-o "$WORK/thread.cocci" thread >"$WORK/thread.plan" 2>"$WORK/gfncheck.log" ||
		die "gfncheck could not do its work:" "$(tail -n 20 "$WORK/gfncheck.log")"
	mapfile -t files < <(awk -F'\t' '$1 == "file" { print $2 }' "$WORK/thread.plan" | sort -u)
}

# unparsed FILE...: the lines of them that spatch cannot parse, for gfncheck
unparsed()
{
	local file line

	each parse_one "$@"
	for file; do
		while read -r line; do
			printf '%s\t%s\n' "$file" "$line"
		done <"$WORK/parse/$file.lines"
	done >"$WORK/thread.unparsed"
}

# A function that spatch cannot parse is left: plan again without those, which
# are all in the files of the first plan.
plan_parsed()
{
	unparsed
	plan_thread "$1"
	unparsed "${files[@]}"
	[ ! -s "$WORK/thread.unparsed" ] || plan_thread "$1"
}

# Signatures: gfncheck writes the semantic patch, spatch applies it. Calls in
# what spatch cannot parse, templates for one, are edited before that.
thread()
{
	local file files tree=$TREE

	step "looking for helpers to thread a vCPU through"
	[ ${#PREPARED[@]} -eq 0 ] || { tree=$BASE; mapfile -t BASE_ARGS < <(build_args base); }
	plan_parsed "$tree"
	mapfile -t THREADED < <(awk -F'\t' '$1 == "thread" { print $2 }' "$WORK/thread.plan")
	[ ${#THREADED[@]} -gt 0 ] || return 0
	while read -r file; do
		edit_plan "$file" <"$BASE/$file" >"$WORK/thread.edited" || die "cannot edit $file"
		prepared "$WORK/thread.edited" "$file"
	done < <(awk -F'\t' '$1 == "edit" { print $2 }' "$WORK/thread.plan" | sort -u)
	each thread_one "${files[@]}"
	for file in "${files[@]}"; do
		[ ! -f "$WORK/thread/$file.failed" ] ||
			die "spatch failed on $file:" "$(tail -n 20 "$WORK/thread/$file.log")"
		[ ! -f "$WORK/thread/$file" ] || prepared "$WORK/thread/$file" "$file"
	done
}

# The renamed accessors, as the semantic patch has them: VM form, vCPU form and,
# where there is one, memslot form.
renames()
{
	sed -nE 's/^\t"(\w+)": \("rename", "(\w+)", (None|"(\w+)"),.*/\1 \2 \4/p' "$COCCI"
}

# The accessors that have a memslot form rather than a vCPU form: VM form, and
# the names of the memslot form.
slot_forms()
{
	sed -nE 's/^\t"(\w+)": \("slot", (None|"[^"]*"), "([^"]*)",.*/\1 \3/p' "$COCCI"
}

# What --introduce adds, as Perl: HEADER SOURCE OUT RENAMES SLOT-FORMS; prints
# the forms.
# shellcheck disable=SC2016
INTRODUCE_FORMS='
	my ($hfile, $cfile, $out, $renames, $slots) = @ARGV;
	my (%vcpu, %slot, @order);
	for (split /\n/, $renames) {
		my ($vm, $form, $slot) = split;
		$vcpu{$vm} = $form;
		$slot{$vm} = $slot;
		push @order, $vm;
	}
	sub slurp {
		open(my $f, "<", shift) or die "$_[0]: $!\n";
		return <$f>;
	}
	sub spit {
		open(my $f, ">", shift) or die "$!\n";
		print $f shift or die "$!\n";
		close($f) or die "$!\n";
	}
	my ($h, $c) = (slurp($hfile), slurp($cfile));
	my @new = grep { $h =~ /\b$_\(struct kvm \*/ && "$h$c" !~ /\b$vcpu{$_}\(/ } @order;
	my %has = map { $_ => $vcpu{$_} } grep { "$h$c" =~ /\b$vcpu{$_}\(/ } @order;

	sub width {
		my $line = shift;
		1 while $line =~ s/\t/" " x (8 - $-[0] % 8)/e;
		return length $line;
	}

	# "type name(parameters)", broken as the kernel does
	sub head {
		my ($type, $name, $params) = @_;
		my $line = "$type$name(";
		my $width = length($line);
		my $pad = "\t" x ($width / 8) . " " x ($width % 8);
		my @lines = ($line);
		for my $a (grep { length } split /\s*,\s*/, $params) {
			my $sep = $lines[-1] =~ /\($/ && @lines == 1 || $lines[-1] =~ /^\s+$/ ? "" : ", ";
			if (width($lines[-1]) + length($a) > 78 && $sep) {
				$lines[-1] .= ",";
				push @lines, $pad . $a;
			} else {
				$lines[-1] .= $sep . $a;
			}
		}
		return join("\n", @lines) . ")";
	}

	# Is there a call in the text that is given the kvm, and no memslot?
	sub address_space_0 {
		my $text = shift;
		while ($text =~ /(?=\b(\w+)\s*(\((?:[^()]++|(?2))*\)))/g) {
			my ($name, $args) = ($1, $2);
			next if $name =~ /^(if|while|for|switch|return)$/;
			return 1 if $args =~ /\bvcpu->kvm\s*[,)]/ && $args !~ /slot/;
		}
		return 0;
	}

	# The body on the memslots of the vCPU, or undef where it would not be.
	sub body {
		my ($vm, $text, $rest) = @_;
		return "{\n\treturn kvm_memslots(vcpu->kvm);\n}\n" if $vm eq "kvm_memslots";
		$text =~ s/\b$_\(kvm\b/$has{$_}(vcpu/g for keys %has;
		$text =~ s/(?<!struct )(?<![\w>.])kvm\b(?!_)/vcpu->kvm/g;
		return $text unless address_space_0($text);
		return undef unless $slot{$vm} && $h =~ /\b$slot{$vm}\(/ && $has{gfn_to_memslot};
		my @args = map { /(\w+)$/ } split /\s*,\s*/, $rest;
		return "{\n\treturn $slot{$vm}($has{gfn_to_memslot}(vcpu, $args[0]), " .
		       join(", ", @args) . ");\n}\n";
	}

	my $params = qr/struct kvm \*kvm(?:,\s*([^{};]*?))?\)/;
	sub definition {
		my ($text, $vm) = @_;
		return $text =~ m{^((?:static inline )?\w[\w \*]*?)\b$vm\($params\n(\{\n.*?^\}\n)(?:\n?(EXPORT_SYMBOL\w*\($vm\);\n))?}ms ?
		       { type => $1, rest => $2 // "", text => $3, export => $4 // "", start => $-[0], end => $+[0] } : undef;
	}

	# One rests on another: take away what cannot be until the rest can.
	my (@can, $n);
	do {
		$n = @new;
		$has{$_} = $vcpu{$_} for @new;
		@can = grep {
			my $d = definition($c, $_) // definition($h, $_);
			$d && defined body($_, $d->{text}, $d->{rest});
		} @new;
		my %can = map { $_ => 1 } @can;
		for my $vm (grep { !$can{$_} } @new) {
			print "cannot\t$vcpu{$vm}\n";
			delete $has{$vm};
		}
		@new = @can;
	} while (@new < $n);

	for my $vm (@new) {
		my $inline = definition($h, $vm);
		my $d = $inline // definition($c, $vm);
		my $head = head($d->{type}, $vcpu{$vm}, "struct kvm_vcpu *vcpu, $d->{rest}");
		my $new = "\n$head\n" . body($vm, $d->{text}, $d->{rest}) .
			  $d->{export} =~ s/\($vm\)/($vcpu{$vm})/r;
		substr($inline ? $h : $c, $d->{end}, 0) = $new;
		$h =~ s{^\w[\w \*]*?\b$vm\($params;\n}{$&$head;\n}m unless $inline;
		print "introduce\t$vcpu{$vm}\n";
	}

	# Declare a memslot form beside its VM form.
	sub declare {
		my ($vm, $head) = @_;
		$h =~ s{^\w[\w \*]*?\b$vm\($params;\n}{$&$head;\n}m;
	}

	# A memslot form that is there, but static: for all to call, and to be exported
	# as its VM form is. Where callers clear what it may leave unset, it does that.
	sub publish {
		my ($vm, $name) = @_;
		my $slot = qr/(?:const )?struct kvm_memory_slot \*[^{};]*?/;
		$c =~ m{^(?:static )?(\w[\w \*]*?)(\s+|(?<=\*))$name\(($slot)\)\n(\{\n.*?^\}\n)}ms or return 0;
		my ($from, $len, $type, $space, $args, $body) = ($-[0], $+[0] - $-[0], $1, $2, $3, $4);
		my $clear = "\tif (async)\n\t\t*async = false;\n\n";
		my ($export) = $c =~ /^(EXPORT_SYMBOL\w*)\($vm\);\n/m;
		my $new = substr($c, $from, $len) =~ s/^static //r;
		my $other = $c =~ /^EXPORT_SYMBOL\w*\($name\);\n/m;
		if ($body !~ /\*async = false/ && index($c, $clear) >= 0) {
			$new =~ s/\n\n/\n\n$clear/ or return 0;
			substr($c, $from, $len) = $new;
			$from < index($c, $clear, $from + length($new)) or return 0;
			substr($c, index($c, $clear, $from + length($new)), length($clear)) = "";
		} else {
			substr($c, $from, $len) = $new;
		}
		substr($c, $from + length($new), 0) = "$export($name);\n" if $export && !$other;
		declare($vm, head($type . ($type =~ /\*$/ ? "" : " "), $name, $args =~ s/\s+/ /gr));
		return 1;
	}

	# The VM form on a memslot under another name, and the VM form as a wrapper of it.
	sub split_off {
		my ($vm, $name) = @_;
		my $d = definition($c, $vm) or return 0;
		my $text = $d->{text} =~ s/\bgfn_to_memslot\(kvm, gfn\)/slot/gr;
		return 0 if $text =~ /(?<!struct )\bkvm\b(?!_)/ || $text !~ /\bslot\b/ || $d->{rest} !~ /\bgfn\b/;
		my $head = head($d->{type}, $name, "struct kvm_memory_slot *slot, $d->{rest}");
		my $args = join ", ", map { /(\w+)$/ } split /\s*,\s*/, $d->{rest};
		my $wrapper = head($d->{type}, $vm, "struct kvm *kvm, $d->{rest}") .
			      "\n{\n\treturn $name(gfn_to_memslot(kvm, gfn), $args);\n}\n$d->{export}";
		substr($c, $d->{start}, $d->{end} - $d->{start}) =
			"$head\n$text" . $d->{export} =~ s/\($vm\)/($name)/r . "\n$wrapper";
		declare($vm, $head);
		return 1;
	}

	for (split /\n/, $slots) {
		my ($vm, $names) = split;
		my @names = split /\|/, $names;
		next unless $h =~ /\b$vm\(struct kvm \*/;
		next if grep { $h =~ /\b$_\((?:const )?struct kvm_memory_slot \*/ } @names;
		my ($done) = grep { publish($vm, $_) } @names;
		($done) = grep { split_off($vm, $_) } grep { $_ ne $vm && !/^__/ } @names unless $done;
		print $done ? "introduce\t$done\n" : "cannot\t$names[0]\n";
	}
	spit("$out/kvm_host.h", $h);
	spit("$out/kvm_main.c", $c);
'

# What was introduced is a patch of its own.
keep_introduced()
{
	local file

	for file in "${PREPARED[@]}"; do
		mkdir -p "$WORK/introduced.tree/${file%/*}"
		cp "$BASE/$file" "$WORK/introduced.tree/$file" || die "cannot write to $WORK"
	done
}

# vCPU forms for a tree that has none: each beside its VM form, with the body of
# that, on the vCPU's memslots. And the memslot forms that serve where there never
# was a vCPU form, as 4.2 has them.
introduce()
{
	step "introducing vCPU forms"
	mkdir -p "$WORK/introduce"
	perl -0777 -e "$INTRODUCE_FORMS" "$BASE/include/linux/kvm_host.h" "$BASE/virt/kvm/kvm_main.c" \
		"$WORK/introduce" "$(renames)" "$(slot_forms)" >"$WORK/introduced" || die "cannot introduce vCPU forms"
	prepared "$WORK/introduce/kvm_host.h" include/linux/kvm_host.h
	prepared "$WORK/introduce/kvm_main.c" virt/kvm/kvm_main.c
	keep_introduced
}
