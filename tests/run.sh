#!/bin/sh
# Installs what is missing, builds, and runs every test; then the unit tests once more under the
# address and undefined-behaviour sanitizers. With --schedulers also what a job array of Slurm and an
# MPI program make of a run in shards. A skipped test is a failure. Quick the second time.
set -eu
cd "$(dirname "$0")/.."
. sim/install.sh

with_schedulers=no
for word in "$@"; do
    case $word in
        --schedulers) with_schedulers=yes ;;
        *) say "unknown option $word; there is --schedulers"; exit 2 ;;
    esac
done

passed=0 failed=0 skipped=0

# The number in attribute $1 of the test suite in the JUnit file $2.
figure() {
    sed -n "/<testsuite/,/>/s/^.*[[:space:]]$1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1
}

# run PRESET [ctest option...]: runs the tests and adds to the figures.
run() {
    preset=$1
    shift
    say "testing: $preset"
    report="$PWD/build/$preset/tests.junit.xml"
    rm -f "$report"
    ctest --test-dir "build/$preset" --output-on-failure --no-tests=error --output-junit "$report" \
        -j "$(nproc)" "$@" || say "not every test of $preset passed"
    [ -s "$report" ] || { say "ctest wrote no report for $preset"; exit 2; }
    tests=$(figure tests "$report") failures=$(figure failures "$report")
    idle=$(($(figure skipped "$report") + $(figure disabled "$report")))
    failed=$((failed + failures))
    skipped=$((skipped + idle))
    passed=$((passed + tests - failures - idle))
}

install_missing
build release
build asan unit_tests
run release
run asan -L unit
if [ "$with_schedulers" = yes ]; then
    say "testing: schedulers"
    if tests/schedulers.sh; then passed=$((passed + 2)); else failed=$((failed + 1)); fi
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$skipped" -eq 0 ] && [ "$passed" -gt 0 ]
