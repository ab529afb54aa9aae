# Sourced by sim/quickstart.sh and tests/run.sh: installs the Debian or Ubuntu packages that are
# missing, and builds a preset. Nothing is downloaded or changed when everything is there.

packages="g++ cmake ninja-build libssl-dev mosquitto mosquitto-dev libmosquitto-dev
    libboost-program-options-dev libboost-random-dev nlohmann-json3-dev libsimdjson-dev libfmt-dev
    librandom123-dev libgtest-dev libgmock-dev libbenchmark-dev"
service_guard=/usr/sbin/policy-rc.d

# A compiler cache, where there is one, serves every checkout of the same sources.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1

say() { printf '== %s\n' "$*"; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

missing_packages() {
    for package in $packages; do
        status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" = installed ] || echo "$package"
    done
}

# Debian starts a service when its package is installed, unless policy-rc.d says no. A run starts a
# broker of its own, so the system's one must stay off; a policy that already exists is respected.
forbid_services() {
    [ -e "$service_guard" ] && return
    say "no service is started by the installation ($service_guard, for its duration only)"
    trap allow_services EXIT
    trap "exit 130" INT TERM
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$service_guard" >/dev/null
    as_root chmod 755 "$service_guard"
    guard_is_ours=yes
}

allow_services() {
    [ "${guard_is_ours:-no}" = yes ] && as_root rm -f "$service_guard"
    guard_is_ours=no
}

install_missing() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        say "no apt here; these packages, or what they are called on this system, must be there:"
        echo $packages
        return
    fi
    missing=$(missing_packages)
    [ -z "$missing" ] && return
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        say "these packages are missing, and only root or sudo can install them:"
        echo $missing
        exit 2
    fi
    say "installing with apt:" $missing
    forbid_services
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        $missing
    allow_services
}

# build PRESET [TARGET]: in build/PRESET, on all cores.
build() {
    say "building: $1"
    cmake --preset "$1" >/dev/null
    cmake --build "build/$1" -j "$(nproc)" ${2:+--target "$2"}
}
