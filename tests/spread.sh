#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# gfn-spread: the same report from one process, from GNU parallel and from job
# arrays of a Slurm of one node that is started here; jobs that get lost.
# takes: 30 s
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/review/kernel.sh
. "$(dirname "$0")/review/kernel.sh"
export GFNCHECK=$gfncheck GFN_SPREAD_CACHE=$tmp/spread-cache

make_series
# a second build of the same tree
mkdir -p "$k/b"
cp -r "$b" "$k/b/second"
sed -i "s,$b,$k/b/second,g" "$k/b/second/compile_commands.json"

spread() # DIR ARG...
{
	local dir=$1
	shift
	"$top/scripts/gfn-spread" -p "$b" -p "$k/b/second" --tree "$k/tree" -o "$tmp/$dir" -j 2 "$@" \
		> "$tmp/$dir.out" 2> "$tmp/$dir.err"
	status=$?
}

"$gfncheck" review -q -p "$b" -p "$k/b/second" --no-cache base..series > "$tmp/one.out"
spread none --engine none base..series
is "$status" 1 "one after the other: the review's exit status"
same "$tmp/none.out" "$tmp/one.out" "the report is that of one run"
is "$(find "$tmp/none" -maxdepth 1 -name '[0-9]*' | wc -l)" 16 "a job for each commit and build"
is "$(cat "$tmp/none.err")" "" "no job was lost"
XDG_CACHE_HOME=$tmp/other "$gfncheck" review -v -p "$b" -p "$k/b/second" --facts "$tmp/none/facts.db" base..series 2>&1 |
	sed -n 's/.*: \([0-9]*\) units parsed.*/\1/p' | tr '\n' ' ' > "$tmp/parsed"
is "$(< "$tmp/parsed")" "0 0 0 0 0 0 0 2 0 " "the merged facts are all that it takes, but for units with errors"

if command -v parallel > /dev/null; then
	spread parallel --engine parallel base..series
	is "$status" 1 "GNU parallel: exit status"
	same "$tmp/parallel.out" "$tmp/one.out" "GNU parallel: the same bytes"
else
	skip "GNU parallel: the same bytes" "it is not installed"
fi

# A gfncheck that dies in every other job, the first time or always.
cat > "$tmp/flaky" <<'END'
#!/bin/bash
if [[ $* == *"-j 1 "* && $* =~ /([0-9]*[13579])/facts.db ]]; then
	[ "$FLAKY" != always ] && ! mkdir "$FLAKY_DIR/${BASH_REMATCH[1]}" 2> /dev/null || kill -9 $$
fi
exec "$REAL" "$@"
END
chmod +x "$tmp/flaky"
mkdir "$tmp/seen"
"$gfncheck" review -q -p "$b" -p "$k/b/second" --no-cache base..series~4 > "$tmp/four.out"
export REAL=$gfncheck FLAKY_DIR=$tmp/seen FLAKY=once
GFNCHECK=$tmp/flaky spread again --engine none base..series~4
same "$tmp/again.out" "$tmp/four.out" "jobs that die are run again: the same bytes"
is "$(cat "$tmp/again.err") $(cd "$tmp/seen" && echo *)" " 1 3 5 7" "and nothing is said"
GFNCHECK=$tmp/flaky FLAKY=always spread lost --engine none --retries 0 base..series~4
same "$tmp/lost.out" "$tmp/four.out" "jobs that are lost: the same bytes"
like "$(cat "$tmp/lost.err")" "job 1 is lost: commit [0-9a-f]{12} on $k/b/" "they are named"

# Slurm on the loopback
slurm_end()
{
	local p
	for p in slurmd slurmctld munged; do
		[ ! -s "$tmp/slurm/$p.pid" ] || kill "$(cat "$tmp/slurm/$p.pid")" 2> /dev/null
	done
	wait 2> /dev/null
}

slurm_start()
{
	local s=$tmp/slurm host port
	host=$(hostname -s)
	port=$((20000 + RANDOM % 20000))
	mkdir -p "$s/state" "$s/spool"
	chmod 755 "$tmp" "$s"
	dd if=/dev/urandom of="$s/munge.key" bs=128 count=1 2> /dev/null
	chmod 600 "$s/munge.key"
	munged --force --socket="$s/munge" --key-file="$s/munge.key" --pid-file="$s/munged.pid" \
		--log-file="$s/munged.log" --seed-file="$s/munge.seed" > /dev/null 2>&1 || return 1
	cat > "$s/slurm.conf" <<-END
	ClusterName=test
	SlurmctldHost=$host(127.0.0.1)
	SlurmctldPort=$port
	SlurmdPort=$((port + 1))
	AuthType=auth/munge
	AuthInfo=socket=$s/munge
	CredType=cred/munge
	SlurmUser=$(id -un)
	SlurmdUser=$(id -un)
	StateSaveLocation=$s/state
	SlurmdSpoolDir=$s/spool
	SlurmctldPidFile=$s/slurmctld.pid
	SlurmdPidFile=$s/slurmd.pid
	SlurmctldLogFile=$s/slurmctld.log
	SlurmdLogFile=$s/slurmd.log
	ProctrackType=proctrack/linuxproc
	TaskPlugin=task/none
	MpiDefault=none
	SchedulerType=sched/builtin
	SchedulerParameters=batch_sched_delay=0
	SelectType=select/cons_tres
	SelectTypeParameters=CR_CPU
	ReturnToService=2
	SlurmctldParameters=enable_configless
	JobAcctGatherType=jobacct_gather/none
	AccountingStorageType=accounting_storage/none
	NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
	PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:4
	END
	sed -i '/enable_configless/d' "$s/slurm.conf"
	export SLURM_CONF=$s/slurm.conf
	slurmctld -f "$s/slurm.conf" > "$s/ctld.out" 2>&1 || return 1
	slurmd -f "$s/slurm.conf" -N "$host" > "$s/d.out" 2>&1 || return 1
	for _ in $(seq 100); do
		sinfo -h -o %t 2> /dev/null | grep -q idle && return 0
		sleep 0.2
	done
	return 1
}

if ! command -v slurmctld > /dev/null || ! command -v slurmd > /dev/null || ! command -v munged > /dev/null; then
	skip "Slurm: the same bytes" "slurm-wlm is not installed"
elif [ "$(id -u)" != 0 ]; then
	skip "Slurm: the same bytes" "slurmd wants to be root"
elif slurm_start; then
	spread array --engine slurm base..series
	is "$status" 1 "Slurm: exit status"
	same "$tmp/array.out" "$tmp/one.out" "Slurm: the same bytes"
	is "$(cat "$tmp/array.err")" "" "Slurm: no job was lost"
	is "$(find "$tmp/array" -name slurm -type f | wc -l)" 16 "Slurm: each was a task of an array"
	slurm_end
	sleep 0.5
	is "$(pgrep -f "$tmp/slurm" | tr '\n' ' ')" "" "Slurm: nothing of it is left"
else
	sed 's/^/# /' "$tmp"/slurm/*.out "$tmp"/slurm/*.log 2> /dev/null | tail -20
	slurm_end
	skip "Slurm: the same bytes" "it does not start here"
fi

done_testing
