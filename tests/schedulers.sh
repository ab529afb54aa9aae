#!/bin/sh
# Plays a run in shards as a Slurm job array and as an MPI program, really, and compares what their
# merges leave with the run that was never split. Slurm's daemons are ours: one node, started here,
# ended here. The scripts are those of docs/scaling-out.md.
set -eu
cd "$(dirname "$0")/.."
. sim/install.sh
packages="$packages slurm-wlm openmpi-bin"

here=$PWD
work=$(mktemp -d)
controller='' node=''
passed=0 failed=0
port=$((20000 + $$ % 20000))

end() {
    for process in $node $controller; do kill "$process" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

# One block of the page: the fenced one after the line that holds $1.
block() {
    awk -v mark="$1" 'index($0, mark) { found = 1; next }
        found && /^```/ { if (inside) exit; inside = 1; next }
        inside' docs/scaling-out.md
}

# As far as it says anything, the last lines of a daemon's log.
give_up() {
    say "$1"
    tail -n 5 "$work"/*.log
    exit 2
}

# verdict NAME FOLDER: is the run in it the one that was never split?
verdict() {
    if diff -r -q -x timing.json "$work/whole" "$2"; then
        say "$1: the same bytes"
        passed=$((passed + 1))
    else
        say "$1: differs from the run that was never split"
        failed=$((failed + 1))
    fi
}

start_slurm() {
    cat >"$work/slurm.conf" <<END
ClusterName=drill
SlurmctldHost=$(hostname)(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/none
CredType=cred/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
NodeName=$(hostname) NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=drill Nodes=ALL Default=YES MaxTime=10 State=UP
END
    mkdir "$work/state" "$work/spool"
    export SLURM_CONF="$work/slurm.conf"
    slurmctld -D -f "$SLURM_CONF" >"$work/slurmctld.log" 2>&1 &
    controller=$!
    slurmd -D -f "$SLURM_CONF" >"$work/slurmd.log" 2>&1 &
    node=$!
    for _ in $(seq 60); do
        [ "$(sinfo -h -t idle -o %D 2>/dev/null)" = 1 ] && return
        kill -0 "$controller" 2>/dev/null && kill -0 "$node" 2>/dev/null || break
        sleep 0.5
    done
    give_up "Slurm did not start"
}

run_slurm() {
    block 'A job array' >"$work/shard.sh"
    sbatch --wait --array=0-2 --cpus-per-task=1 --output="$work/slurm-%a.log" "$work/shard.sh" \
        "$work/slurm" $scenario || give_up "the job array failed"
    fleetdrill merge "$work"/slurm/shard-* --quiet --out "$work/slurm-merged"
    verdict "Slurm, a job array of 3" "$work/slurm-merged"
}

run_mpi() {
    block 'An MPI program' >"$work/rank.sh"
    mpirun --allow-run-as-root --oversubscribe -n 2 sh "$work/rank.sh" "$work/mpi" $scenario \
        >"$work/mpi.log" 2>&1 || give_up "mpirun failed"
    fleetdrill merge "$work"/mpi/shard-* --quiet --out "$work/mpi-merged"
    verdict "mpirun, 2 ranks" "$work/mpi-merged"
}

install_missing
build release fleetdrill_cli
PATH="$here/build/release:$PATH"
scenario="$here/scenarios/library/quickstart --transport memory"
fleetdrill run $scenario --quiet --out "$work/whole"
start_slurm
run_slurm
run_mpi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
