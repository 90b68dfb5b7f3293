#!/usr/bin/env bash
# All benchmarks by one command: each figure beside its limit, medians, in one run.
# QINGDAN_TEST_PG=postgres://… adds PostgreSQL.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release -p server -p bench
cargo bench -p task_list
cargo run --release -q -p bench
