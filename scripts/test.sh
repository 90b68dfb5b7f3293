#!/usr/bin/env bash
# Runs every check and every test on a fresh machine; what it needs, it installs and starts itself.
#
#   scripts/test.sh               all steps, cheap ones first; the exit code tells whether all passed
#   scripts/test.sh -- COMMAND…   only COMMAND, with the same services: scripts/test.sh -- cargo test -p browser
#
# Tests find their services in the environment:
#   QINGDAN_TEST_PG         a PostgreSQL server of this run alone, as its owner
#   QINGDAN_TEST_WEBDRIVER  a chromedriver of this run alone
#   QINGDAN_TEST_CHROMIUM   the browser it starts
#   QINGDAN_TEST_AXE        axe.min.js, which looks for barriers in pages; fetched once into the build folder, for its
#                           licence (MPL-2.0) is none that the program itself takes in
#
# Build output goes to $CARGO_TARGET_DIR, else $QINGDAN_TARGET, else ~/.cache/qingdan-target: outside
# the clone, so that the next run, from whatever clone, finds it warm.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

HOME="${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}"
export HOME
command -v cargo >/dev/null 2>&1 || PATH="$HOME/.cargo/bin:$PATH"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${QINGDAN_TARGET:-$HOME/.cache/qingdan-target}}"
if [ -n "${CI:-}" ]; then
    export CARGO_INCREMENTAL="${CARGO_INCREMENTAL:-0}"
fi

work=''            # everything this run leaves on disk, but for the build output
driver_session=''

say() { printf '%s\n' "$*"; }
fail() { printf 'test: %s\n' "$*" >&2; exit 1; }

# --- services -----------------------------------------------------------------------------------

# shellcheck source=scripts/postgres.sh
. scripts/postgres.sh

# The processes of a session, by the kernel's list: ps may not be installed. The name of a process
# may hold spaces and brackets, so the fields are counted from the last bracket.
processes_of_session() {
    local stat line fields
    for stat in /proc/[0-9]*/stat; do
        { read -r line <"$stat"; } 2>/dev/null || continue
        read -r -a fields <<<"${line##*) }"
        if [ "${fields[3]:-}" = "$1" ]; then
            say "${line%% *}"
        fi
    done
}

# Ends chromedriver and whatever browsers a failed test has left over; both are this run's own.
stop_driver() {
    [ -n "$driver_session" ] || return 0
    local signal pids
    for signal in TERM KILL; do
        mapfile -t pids < <(processes_of_session "$driver_session")
        [ "${#pids[@]}" -gt 0 ] || return 0
        kill -s "$signal" "${pids[@]}" 2>/dev/null || true
        sleep 0.3
    done
}

clean_up() {
    local code=$?
    trap - EXIT
    set +e
    stop_driver
    stop_cluster
    if [ -n "$work" ]; then
        rm -rf "$work"
    fi
    exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Nothing of it survives a power cut, and need not.
start_postgres() {
    start_cluster max_connections=200 fsync=off synchronous_commit=off full_page_writes=off wal_level=minimal \
        max_wal_senders=0 shared_buffers=64MB
    export QINGDAN_TEST_PG="$postgres_url"
}

# In a session of its own, so that its browsers can be found and ended with it.
start_driver() {
    local log="$work/chromedriver.log" port='' wait
    QINGDAN_TEST_CHROMIUM="$(command -v chromium)" || fail 'no chromium: scripts/setup.sh should have installed it'
    export QINGDAN_TEST_CHROMIUM
    : >"$log"
    setsid chromedriver --port=0 </dev/null >"$log" 2>&1 &
    driver_session=$!
    for wait in {1..100}; do
        port="$(sed -n 's/.*started successfully on port \([0-9]*\).*/\1/p' "$log")"
        [ -z "$port" ] || break
        sleep 0.1
    done
    [ -n "$port" ] || { cat "$log" >&2; fail "chromedriver did not start in $wait tenths of a second"; }
    export QINGDAN_TEST_WEBDRIVER="http://127.0.0.1:$port"
}

# The version is fixed and so is what is in it: a test run answers the same tomorrow.
fetch_axe() {
    local version=4.14.1 sum=29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c folder
    folder="$CARGO_TARGET_DIR/axe-core-$version"
    export QINGDAN_TEST_AXE="$folder/axe.min.js"
    if [ ! -e "$QINGDAN_TEST_AXE" ]; then
        mkdir -p "$folder"
        (cd "$work" && npm pack --silent "axe-core@$version" >/dev/null) ||
            fail "axe-core $version could not be fetched with npm: without it pages are not looked at"
        tar -xzf "$work/axe-core-$version.tgz" -C "$folder" --strip-components=1 package/LICENSE package/axe.min.js
    fi
    printf '%s  %s\n' "$sum" "$QINGDAN_TEST_AXE" | sha256sum --check --quiet ||
        fail "$QINGDAN_TEST_AXE is not axe-core $version: remove it and run this again"
}

# Cargo tells two clones apart by the age of their files only, so that after a newer clone an older
# one would be given the newer one's build. What is ours is therefore built anew when the clone
# changes; libraries stay warm.
claim_build_folder() {
    local mark="$CARGO_TARGET_DIR/.qingdan-clone"
    if [ -e "$mark" ] && [ "$(cat "$mark")" != "$PWD" ]; then
        cargo clean --workspace --quiet || return 0
    fi
    mkdir -p "$CARGO_TARGET_DIR"
    printf '%s\n' "$PWD" >"$mark"
}

start_services() {
    # Under /tmp and short; open to pass through, for the database has another owner.
    work="$(mktemp -d /tmp/qingdan-test.XXXXXX)"
    chmod 711 "$work"
    mkdir "$work/tmp"
    # What tests forget in the temporary folder goes with it.
    export TMPDIR="$work/tmp"
    fetch_axe
    start_postgres
    start_driver
}

# --- steps --------------------------------------------------------------------------------------

names=() results=() seconds=()

record() {
    names+=("$1") results+=("$2") seconds+=("$3")
}

# step NAME COMMAND…: runs it, tells its time, and goes on whatever comes out.
step() {
    local name=$1 began=$SECONDS result=passed
    shift
    say "==> $name"
    "$@" </dev/null || result=FAILED
    record "$name" "$result" $((SECONDS - began))
    say "<== $name: $result, $((SECONDS - began)) s"
    [ "$result" = passed ]
}

skip() {
    say "==> $1: left out, $2"
    record "$1" "left out: $2" 0
}

document() { RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --quiet; }

run_tests() { cargo test --workspace --no-fail-fast 2>&1 | tee "$work/tests.log"; }

# One line for all test binaries. A step that failed without a failed test counts as one: a test
# binary that died, or did not compile, leaves no result of its own.
totals() {
    local log="$work/tests.log"
    [ -e "$log" ] || : >"$log"
    awk -v broken="$1" '
        /^test result: / {
            for (i = 2; i <= NF; i++) {
                if ($i ~ /^passed/) passed += $(i - 1)
                if ($i ~ /^failed/) failed += $(i - 1)
            }
        }
        END {
            if (broken && !failed) failed = 1
            printf "%d passed, %d failed\n", passed, failed
        }' "$log"
}

all_steps() {
    local broken=0
    step 'format' cargo fmt --all --check || true
    step 'tidy' cargo run --quiet -p xtask -- tidy || true
    step 'clippy' cargo clippy --workspace --all-targets -- -D warnings || true
    if step 'build' cargo test --workspace --no-run; then
        step 'tests' run_tests || broken=1
        step 'documentation' document || true
    else
        broken=1
        skip 'tests' 'the workspace does not compile'
        skip 'documentation' 'the workspace does not compile'
    fi
    # Advisories are not looked up: their database is fetched from the network, and a test run must
    # give the same answer without one. Where there is a network: cargo deny check advisories
    if command -v cargo-deny >/dev/null 2>&1; then
        step 'audit' cargo deny check --hide-inclusion-graph licenses bans sources || true
    else
        skip 'audit' 'cargo-deny is not installed'
    fi
    summary "$broken"
}

summary() {
    local n code=0
    say '==> summary'
    for n in "${!names[@]}"; do
        printf '%-14s %5s s  %s\n' "${names[$n]}" "${seconds[$n]}" "${results[$n]}"
        case "${results[$n]}" in FAILED*) code=1 ;; esac
    done
    totals "$1"
    return "$code"
}

# --- the run ------------------------------------------------------------------------------------

bash scripts/setup.sh
claim_build_folder
start_services
if [ "${1:-}" = '--' ]; then
    shift
    [ "$#" -gt 0 ] || fail 'after `--` comes a command'
    "$@"
elif [ "$#" -gt 0 ]; then
    fail 'usage: scripts/test.sh [-- COMMAND…]'
else
    all_steps
fi
