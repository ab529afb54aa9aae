#!/bin/sh
# Installs what is missing, builds, and runs the first fire drill. Quick the second time.
set -eu
cd "$(dirname "$0")/.."
. sim/install.sh

results=runs/quickstart
install_missing
build release fleetdrill_cli
status=0
build/release/fleetdrill run scenarios/library/quickstart --out "$results" || status=$?
if [ "$status" -lt 2 ]; then
    say "the results are in $results"
    ls "$results"
fi
exit "$status"
