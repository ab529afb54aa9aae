#!/bin/sh
# Builds the benchmarks, runs them all and prints their figures beside their baselines as a Markdown
# table; also into build/bench/results.md, and everything measured into build/bench/results.json.
# Options go to each program: bench/run.sh --benchmark_filter=wire
set -eu
cd "$(dirname "$0")/.."
programs="policy_match detect_fleet synthesise memory_fleet wire_throughput"
build="$PWD/build/bench"
results="$build/results"

cmake --preset release -B "$build" -DFLEETDRILL_BENCH=ON >&2
cmake --build "$build" --target benchmarks >&2

{
    printf '%s, %s, %s cores, load %s\n\n' "$(date -u +%Y-%m-%dT%H:%MZ)" "$(uname -srm)" \
        "$(nproc)" "$(cut -d ' ' -f 1 /proc/loadavg)"
    echo '| what | figure | baseline | figure / baseline |'
    echo '|---|---|---|---|'
} >"$results.md"
cat "$results.md"
printf '{' >"$results.json"
separator=''
for program in $programs; do
    "$build/bench_$program" --benchmark_min_time=0.2 --benchmark_out="$build/$program.json" \
        --benchmark_out_format=json "$@" >"$build/$program.md"
    cat "$build/$program.md"
    cat "$build/$program.md" >>"$results.md"
    printf '%s\n"%s": ' "$separator" "$program" >>"$results.json"
    cat "$build/$program.json" >>"$results.json"
    separator=','
done
printf '}\n' >>"$results.json"
