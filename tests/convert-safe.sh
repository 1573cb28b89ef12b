#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# gfn-convert when something goes wrong: what it has written, what it says, and
# what the next run makes of it.
# takes: 20 s
# slow: a conversion for each thing that can go wrong
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/convert-lib.sh
. "$top/tests/convert-lib.sh"

# A kernel of four units, all to be converted. One call is direct; spatch looks at
# such for longer than all the rest takes.
family() # DIR
{
	local dir=$1 i

	kernel "$dir" <<-'END'
	#include <linux/kvm_host.h>
	int f_u0(struct kvm_vcpu *vcpu)
	{
		return gfn_to_hva(vcpu->kvm, 1);
	}
	END
	for i in 1 2 3; do
		cat > "$dir/tree/arch/x86/kvm/u$i.c" <<-END
		#include <linux/kvm_host.h>
		int f_u$i(struct kvm_vcpu *vcpu)
		{
			struct kvm *kvm = vcpu->kvm;

			return gfn_to_hva(kvm, 1);
		}
		END
	done
	mini_compdb "$dir" 4 > "$dir/b/x86/compile_commands.json"
	git -C "$dir/tree" add .
	git -C "$dir/tree" -c user.name=a -c user.email=a@b commit -qm more
}

# A command of our own before the real one: SCRIPT runs with $n, how often it was called.
fake() # NAME SCRIPT
{
	mkdir -p "$tmp/bin"
	cat > "$tmp/bin/$1" <<-END
	#!/bin/bash
	n=\$((\$(cat "$tmp/bin/.$1" 2>/dev/null || echo 0) + 1))
	echo \$n > "$tmp/bin/.$1"
	$2
	exec $(command -v "$1") "\$@"
	END
	chmod +x "$tmp/bin/$1"
}

with_fakes() # DIR ARG...
{
	rm -f "$tmp"/bin/.[a-z]*
	PATH=$tmp/bin:$PATH convert "$@"
}

strays() # DIR
{
	find "$1/tree" "$1/tree".* -name '*gfn-convert*' 2>/dev/null
}

family "$tmp/f"
before=$(sum "$tmp/f")

# Nothing can be renamed any more, from the second time on.
for first in 1 2 3 4; do
	fake mv "[ \$n -lt $first ] || exit 1"
	with_fakes "$tmp/f"
	is "$status" 2 "mv fails from number $first on: exit status"
	is "$(sum "$tmp/f")" "$before" "mv fails from number $first on: the tree is as it was"
	like "$err" "cannot write.*(as it was|Nothing was changed)" "mv fails from number $first on: and that is what it says"
	is "$(strays "$tmp/f")" "" "mv fails from number $first on: nothing is left behind"
done

# Nothing at all can be written any more, when half is done.
fake mv '[ $n -lt 3 ] || { : > "'"$tmp"'/bin/.broken"; exit 1; }'
fake cp '[ ! -e "'"$tmp"'/bin/.broken" ] || exit 1'
fake ln '[ ! -e "'"$tmp"'/bin/.broken" ] || exit 1'
with_fakes "$tmp/f"
is "$status" 3 "the originals cannot be put back: exit status"
like "$err" "not as they were:.*arch/x86/kvm/u0.c: cannot be written; the original is .*--recover" \
	"the originals cannot be put back: says which, where they are, and what to do"
rm -rf "${tmp:?}/bin"
convert "$tmp/f" --dry-run
is "$status" 2 "then: a dry run refuses"
like "$err" "ended while it wrote.*--recover" "then: and says what to do"
convert "$tmp/f" --recover
is "$status $(sum "$tmp/f")" "0 $before" "then: --recover puts them back"
is "$(strays "$tmp/f")" "" "then: and removes the journal"
convert "$tmp/f" --recover
like "$status $out" "^0 There is nothing to recover" "--recover without a cause says so"

# No space, before the first file is touched.
fake cp 'case $* in *.gfn-convert/new*) exit 1 ;; esac'
with_fakes "$tmp/f"
is "$status $(sum "$tmp/f")" "2 $before" "no space for the new files: the tree is as it was"
like "$err" "cannot write.*Nothing was changed" "no space for the new files: says so"
is "$(strays "$tmp/f")" "" "no space for the new files: nothing is left behind"
rm -rf "${tmp:?}/bin"

# A file that somebody else changes while the originals are put back is theirs.
fake mv '[ $n -lt 3 ] || { echo theirs > "'"$tmp"'/f/tree/arch/x86/kvm/u0.c"; exit 1; }'
with_fakes "$tmp/f"
is "$status" 3 "changed by someone else meanwhile: exit status"
like "$err" "u0.c: was changed since; the original is" "changed by someone else meanwhile: says which"
is "$(cat "$tmp/f/tree/arch/x86/kvm/u0.c")" theirs "changed by someone else meanwhile: and leaves it"
cp "$tmp/f/tree/.gfn-convert/old/0" "$tmp/f/tree/arch/x86/kvm/u0.c"
rm -rf "${tmp:?}/bin"
convert "$tmp/f" --recover
is "$status $(sum "$tmp/f")" "0 $before" "changed by someone else meanwhile: once put right, it is over"

# Signals, while it writes and while it works; also where this test runs with some
# of them ignored, as under nohup, which no shell can take back.
for signal in TERM INT HUP; do
	fake mv '[ $n -lt 3 ] || { kill -'$signal' $PPID; sleep 0.1; }'
	DEFAULT_SIGNALS=1 with_fakes "$tmp/f"
	is "$status $(sum "$tmp/f")" "2 $before" "SIG$signal while it writes: the tree is as it was"
	like "$err" "ended by a signal \\(SIG$signal\\).Nothing was changed" "SIG$signal while it writes: says so"
	is "$(strays "$tmp/f")" "" "SIG$signal while it writes: nothing is left behind"
done
rm -rf "${tmp:?}/bin"
fake spatch 'sleep 60'
PATH=$tmp/bin:$PATH "$top/scripts/gfn-convert" --tree "$tmp/f/tree" --build "$tmp/f/b/x86" > "$tmp/out" 2>&1 &
until [ -e "$tmp/bin/.spatch" ] || ! kill -0 $! 2> /dev/null; do sleep 0.1; done
kill -TERM $!
start=$SECONDS
wait $!
status=$?
is "$status $(sum "$tmp/f")" "2 $before" "SIGTERM while a child works: the tree is as it was"
ok $((SECONDS - start > 20)) "SIGTERM while a child works: it does not wait for it"
rm -rf "${tmp:?}/bin"

# Two at once.
exec 8< "$tmp/f/tree"
flock 8
convert "$tmp/f"
is "$status $(sum "$tmp/f")" "2 $before" "two at once: the second refuses"
like "$err" "another gfn-convert is at work" "two at once: and says why"
exec 8<&-

# A link is followed within the tree, and not out of it.
family "$tmp/l"
mv "$tmp/l/tree/arch/x86/kvm/u1.c" "$tmp/l/tree/arch/x86/real.c"
ln -s ../real.c "$tmp/l/tree/arch/x86/kvm/u1.c"
convert "$tmp/l" --force
is "$status" 0 "a link within the tree: exit status"
like "$(readlink "$tmp/l/tree/arch/x86/kvm/u1.c") $(cat "$tmp/l/tree/arch/x86/real.c")" \
	"^../real.c .*kvm_vcpu_gfn_to_hva" "a link within the tree: what it leads to is converted"
family "$tmp/lo"
mv "$tmp/lo/tree/arch/x86/kvm/u1.c" "$tmp/lo/real.c"
ln -s "$tmp/lo/real.c" "$tmp/lo/tree/arch/x86/kvm/u1.c"
before=$(cat "$tmp/lo/real.c")
convert "$tmp/lo" --force
is "$status $(cat "$tmp/lo/real.c")" "0 $before" "a link out of the tree: what it leads to is not read or changed"
like "$out" "3 calls rewritten in 3 files.*Not analysed: arch/x86/kvm/u1.c: " "a link out of the tree: says so"
is "$(strays "$tmp/lo")" "" "a link out of the tree: nothing is left behind"

# What did not compile before is not verified, and left.
family "$tmp/v"
git -C "$tmp/v/tree" tag start
fresh() # ARG...
{
	git -C "$tmp/v/tree" reset -q --hard start
	rm -f "$tmp/v/b/x86/gfncheck.db"*
	mini_compdb "$tmp/v" 4 > "$tmp/v/b/x86/compile_commands.json"
}
fresh
sed -i 's/"gcc"/"\/bin\/false"/' "$tmp/v/b/x86/compile_commands.json"
before=$(sum "$tmp/v")
convert "$tmp/v"
is "$status $(sum "$tmp/v")" "2 $before" "no compiler that works: nothing is changed"
like "$err" "u0.c: not verified, since it did not compile before either: .*/bin/false ends with status 1" \
	"no compiler that works: says so"
fresh
echo '#include "missing.h"' >> "$tmp/v/tree/arch/x86/kvm/u2.c"
convert "$tmp/v" --force
is "$status" 0 "a unit that does not compile: exit status"
like "$(cat "$tmp/v/tree/arch/x86/kvm/u2.c")" "return gfn_to_hva" "a unit that does not compile: is left"
like "$(cat "$tmp/v/tree/arch/x86/kvm/u3.c")" "return kvm_vcpu_gfn_to_hva" "a unit that does not compile: the others are not"
like "$out" "3 calls rewritten in 3 files.*Verified in 3 units.*Not verified: arch/x86/kvm/u2.c.*missing.h" \
	"a unit that does not compile: the summary says so"
fresh
perl -0pi -e 's/(u1\.c",\s*"arguments": \[)"gcc"/$1"no-such-compiler"/' "$tmp/v/b/x86/compile_commands.json"
convert "$tmp/v"
like "$status $out" "^0 3 calls.*Not verified: arch/x86/kvm/u1.c.*no-such-compiler" \
	"a compiler that is not there: its unit is not verified"

# A command as a shell has it, with its quotes; what it would write is not written.
fresh
dep=$tmp/v/dep.d perl -MJSON::PP -0777 -e '
	my $db = decode_json(<STDIN>);
	for my $u (@$db) {
		my @a = @{delete $u->{arguments}};
		$u->{command} = "LANG=C " . join(" ", map { s/\x27/\x27\\\x27\x27/gr =~ s/.*/\x27$&\x27/sr } @a) .
			" -DQUOTED=\"\\\"a  b\\\"\" -D\x27E=a + b\x27 -MD -MF $ENV{dep} -MT x -Wp,-MMD,$ENV{dep} ";
	}
	print encode_json($db);' < "$tmp/v/b/x86/compile_commands.json" > "$tmp/cmd.json"
cp "$tmp/cmd.json" "$tmp/v/b/x86/compile_commands.json"
cat >> "$tmp/v/tree/arch/x86/kvm/u0.c" <<'END'
_Static_assert(sizeof(QUOTED) == 5, "the quotes are lost");
int e(int a, int b) { return E; }
END
convert "$tmp/v" --force
is "$status" 0 "a command line with quotes: exit status"
like "$out" "^4 calls.*Verified in 4 units" "a command line with quotes: verified"
[ ! -e "$tmp/v/dep.d" ]
ok $? "a command line with quotes: what it would write is not written"

# A build in the tree itself: the converted file is what is compiled.
family "$tmp/in"
perl -pi -e 's{"directory": "[^"]*"}{"directory": "'"$tmp/in/tree"'"}; s{\.\./\.\./tree/}{}g' \
	"$tmp/in/b/x86/compile_commands.json"
sed -i 's/^\(unsigned long kvm_vcpu_gfn_to_hva.*\);/\1 __attribute__((deprecated));/' \
	"$tmp/in/tree/include/linux/kvm_host.h"
before=$(sum "$tmp/in")
convert "$tmp/in" --force
is "$status $(sum "$tmp/in")" "2 $before" "a build in the tree: what is new is seen"
like "$err" "deprecated" "a build in the tree: and said"

# Comments and directives in calls: what can be edited is, and the rest named.
kernel "$tmp/c" <<'END'
#include <linux/kvm_host.h>
int comments(struct kvm_vcpu *vcpu)
{
	return gfn_to_hva(vcpu->kvm /* the VM */, 1) + gfn_to_hva(/* whose */ vcpu->/* its */kvm, 2);
}
int directive(struct kvm_vcpu *vcpu)
{
	return gfn_to_hva(
#ifdef NEVER
			  vcpu->arch.kvm,
#else
			  vcpu->kvm,
#endif
			  3);
}
END
convert "$tmp/c"
is "$status" 0 "comments and directives in calls: exit status"
like "$(cat "$tmp/c/tree/arch/x86/kvm/u0.c")" \
	"kvm_vcpu_gfn_to_hva\\(vcpu /\\* the VM \\*/, 1\\).*\\(/\\* whose \\*/ vcpu/\\* its \\*/, 2\\).*return gfn_to_hva\\(.#ifdef" \
	"comments and directives in calls: comments stay, directives are not touched"
like "$out" "1  direct: a preprocessor directive is in the middle of the call" \
	"comments and directives in calls: the one that is left is named"

is "$(find "$tmp" -maxdepth 1 -name 'gfn-convert.*')" "" "no work folder stays behind"
done_testing
