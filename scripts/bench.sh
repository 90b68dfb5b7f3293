#!/usr/bin/env bash
# All benchmarks by one command: each figure beside its limit, medians, in one run.
#
# PostgreSQL is measured on a server of this run alone that keeps what it has committed through a power cut
# (fsync and synchronous_commit on), if one is installed; QINGDAN_TEST_PG=postgres://… names another.
# The batch of 4,316 papers takes minutes on each engine; QINGDAN_BENCH_PAPERS=100 makes it one of 100.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=''            # everything this run leaves on disk, but for the build output

say() { printf '%s\n' "$*"; }
fail() { printf 'bench: %s\n' "$*" >&2; exit 1; }

# shellcheck source=scripts/postgres.sh
. scripts/postgres.sh

clean_up() {
    local code=$?
    trap - EXIT
    set +e
    stop_cluster
    [ -z "$work" ] || rm -rf "$work"
    exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

cargo build --release -p server -p bench
if [ -z "${QINGDAN_TEST_PG:-}" ] && find_postgres; then
    work="$(mktemp -d /tmp/qingdan-bench.XXXXXX)"
    chmod 711 "$work"
    start_cluster max_connections=200 fsync=on synchronous_commit=on full_page_writes=on shared_buffers=256MB
    export QINGDAN_TEST_PG="$postgres_url"
fi
cargo bench -q -p org -p task_list -p document -p target -p reach --bench country --bench issue --bench search --bench cascade
cargo run --release -q -p bench
cargo run --release -q -p press --example speed
