#!/usr/bin/env bash
# Installs what building and testing need on a fresh Debian 12. Running it again costs nothing.
#
# It adds: a C compiler and pkg-config (SQLite is compiled in), curl, the PostgreSQL server,
# Chromium with chromedriver, npm (which fetches the audit of pages), Chinese fonts, a reader of PDF files, and cargo-deny for the audit of dependencies.
# It does not add Rust itself: see https://rustup.rs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# The first initdb of Debian's versioned folders, or of the PATH.
have_postgres() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || have initdb
}

have_chinese_font() {
    compgen -G '/usr/share/fonts/*/noto/*CJK*' >/dev/null
}

missing_packages() {
    have gcc || echo gcc
    [ -e /usr/include/stdio.h ] || echo libc6-dev
    have pkg-config || echo pkg-config
    have curl || echo curl
    compgen -G '/etc/ssl/certs/*' >/dev/null || echo ca-certificates
    have_postgres || echo postgresql
    have chromium || echo chromium
    have chromedriver || echo chromium-driver
    have npm || echo npm
    have_chinese_font || echo fonts-noto-cjk
    have pdftotext || echo poppler-utils
}

install_packages() {
    local packages=("$@") root=()
    have apt-get || fail "missing: ${packages[*]}; install them with this system's own tool (no apt-get here)"
    if [ "$(id -u)" -ne 0 ]; then
        have sudo || fail "missing: ${packages[*]}; run this script as root, or install sudo"
        root=(sudo)
    fi
    say "installing ${packages[*]}"
    # Quoted like this for bash 4.3 too, where an empty list is an unset variable.
    ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get update -q
    ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends "${packages[@]}"
}

check_rust() {
    have cargo || PATH="${HOME:-/root}/.cargo/bin:$PATH"
    have cargo || fail 'cargo is missing: install Rust 1.95 or later from https://rustup.rs, then run this again'
    local part
    for part in fmt clippy; do
        cargo "$part" --version >/dev/null 2>&1 ||
            fail "cargo $part is missing: run \`rustup component add rustfmt clippy\`, then run this again"
    done
}

# Built once, in some three minutes on two cores. The tests run without it, the audit does not;
# QINGDAN_NO_AUDIT=1 leaves it out.
install_cargo_deny() {
    if have cargo-deny || [ -n "${QINGDAN_NO_AUDIT:-}" ]; then
        return
    fi
    say 'building cargo-deny, once; this takes some minutes'
    CARGO_INCREMENTAL=0 cargo install cargo-deny --locked --version '^0.20' ||
        say 'cargo-deny could not be built: the audit of dependencies will be left out'
}

mapfile -t packages < <(missing_packages)
if [ "${#packages[@]}" -gt 0 ]; then
    install_packages "${packages[@]}"
fi
check_rust
install_cargo_deny
say 'everything is there'
