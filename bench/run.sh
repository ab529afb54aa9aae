#!/bin/sh
# Installs what is missing, builds the benchmarks, runs them all and prints their figures beside
# their baselines as a Markdown table; also into build/bench/results.md, everything measured with a
# description of the machine into build/bench/results.json, and how time grows with a fleet into
# build/bench/growth.svg. Options go to each program: bench/run.sh --benchmark_filter=wire
set -eu
cd "$(dirname "$0")/.."
. sim/install.sh
packages="$packages mosquitto-clients python3 python3-paho-mqtt"
programs="policy_match detect_fleet report_ingest certificate_scan synthesise memory_fleet wire_throughput peers"
build="$PWD/build/bench"
results="$build/results"

install_missing >&2
cmake --preset release -B "$build" -DFLEETDRILL_BENCH=ON >&2
cmake --build "$build" --target benchmarks >&2

# describe NAME COMMAND...: one member of the machine's description, the first line of what it says.
describe() {
    name=$1
    shift
    printf '  "%s": "%s"' "$name" "$("$@" 2>/dev/null | head -n 1 | tr -d '"\\')"
}
processor() { sed -n 's/^model name[^:]*: //p' /proc/cpuinfo; }
memory() { awk '/^MemTotal/ { printf "%d MiB\n", $2 / 1024 }' /proc/meminfo; }
load() { cut -d ' ' -f 1-3 /proc/loadavg; }
broker() { PATH="$PATH:/usr/sbin" mosquitto -h | sed -n 's/^mosquitto version //p'; }
{
    printf '{"machine": {\n'
    describe date date -u +%Y-%m-%dT%H:%MZ && echo ,
    describe processor processor && echo ,
    describe cores nproc && echo ,
    describe memory memory && echo ,
    describe system uname -srm && echo ,
    describe load load && echo ,
    describe compiler c++ --version && echo ,
    describe openssl openssl version && echo ,
    describe mosquitto broker && echo
    printf '}'
} >"$results.json"

{
    sed -n 's/^  "\([a-z]*\)": "\(.*\)",\{0,1\}$/* \1: \2/p' "$results.json"
    echo
    echo '| what | figure | baseline | figure / baseline |'
    echo '|---|---|---|---|'
} >"$results.md"
cat "$results.md"
for program in $programs; do
    "$build/bench_$program" --benchmark_min_time=0.2 --benchmark_out="$build/$program.json" \
        --benchmark_out_format=json "$@" >"$build/$program.md"
    cat "$build/$program.md"
    cat "$build/$program.md" >>"$results.md"
    printf ',\n"%s": ' "$program" >>"$results.json"
    cat "$build/$program.json" >>"$results.json"
done
printf '}\n' >>"$results.json"
python3 bench/growth.py "$results.json" "$build/growth.svg" >&2
