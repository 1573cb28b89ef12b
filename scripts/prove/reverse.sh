# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# The conversion, backwards: calls of vCPU forms become calls of the VM forms on
# the vCPU's kvm. For those who want to see the conversion put them right:
# tests/roundtrip.sh does so byte for byte, gfn-prove --mutate at run time.
#
# Needs $top, the checkout, $tmp, a scratch folder, and $jobs.

# The renamed accessors that the tree has in both forms: "vm_form vcpu_form".
forms() # TREE
{
	sed -nE 's/^ACCESSOR\((\w+), RENAME, "(\w+)".*/\1 \2/p' "$top/checker/tables/accessors.def" |
	while read -r vm vcpu; do
		grep -qE "\b$vm\(struct kvm \*" "$1/include/linux/kvm_host.h" &&
			grep -qE "\b$vcpu\(struct kvm_vcpu \*" "$1/include/linux/kvm_host.h" &&
			echo "$vm $vcpu"
	done
}

# The reverse semantic patch: one rule for each form.
reverse()
{
	local vm vcpu

	while read -r vm vcpu; do
		cat <<-END
		@@
		struct kvm_vcpu O;
		struct kvm_vcpu *V;
		@@
		(
		- $vcpu
		+ $vm
		  (
		- &O
		+ O.kvm
		  , ...)
		|
		- $vcpu
		+ $vm
		  (
		- V
		+ V->kvm
		  , ...)
		)
		END
	done
}

# The same by name, where vcpu is a variable. A call stays whose next line was
# not aligned with it, and would be by accident.
# shellcheck disable=SC2016
reverse_header='
	my %vm = reverse map { split } split /\n/, $ENV{FORMS};
	my $re = join "|", keys %vm;
	sub width {
		my $n = 0;
		$n = $_ eq "\t" ? $n + 8 - $n % 8 : $n + 1 for split //, shift;
		return $n;
	}
	for my $file (@ARGV) {
		open(my $f, "<", $file) or die;
		my @lines = <$f>;
		for my $i (0 .. $#lines) {
			next unless $lines[$i] =~ /^(.*)\b($re)\((\w+)([,)].*)$/s;
			my ($call, $var, $tail) = ("$1$vm{$2}(", $3, $4);
			my ($indent) = ($lines[$i + 1] // "") =~ /^(\s*)/;
			next if $tail !~ /;$/ && width($indent) == width($call);
			$lines[$i] = "$call$var->kvm$tail";
		}
		open($f, ">", $file) or die;
		print $f @lines;
	}'

# Reverse the .c files of x86 KVM by the patch.
reverse_tree() # TREE FORMS [FOLDER]
{
	local re

	reverse < "$2" > "$tmp/reverse.cocci"
	re=$(awk '{ print $2 }' "$2" | paste -sd '|')
	(
		cd "$1" || exit
		grep -rlE "\b($re)\(" arch/x86/kvm "${@:3}" --include='*.c' |
			xargs -P "$jobs" -n 1 spatch --local-includes --include-headers-for-types \
				--max-width 200 --in-place --sp-file "$tmp/reverse.cocci" > /dev/null 2> "$tmp/spatch.log"
		# spatch puts a space behind a cast in front of what it renames.
		find arch/x86/kvm -name '*.c' -exec sed -i -E \
			"s/\(void\) ($(awk '{ print $1 }' "$2" | paste -sd '|'))\(/(void)\1(/" {} +
	)
}

# And its headers, of which Coccinelle cannot parse the templates, by name. What
# includes them is many units to verify, so not every tree has this done.
reverse_headers() # TREE FORMS
{
	(
		cd "$1" || exit
		find arch/x86/kvm -name '*.h' -print0 | FORMS=$(cat "$2") xargs -0 -r perl -i -e "$reverse_header"
	)
}
