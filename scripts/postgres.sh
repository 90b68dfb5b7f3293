# A PostgreSQL server of one run alone, for scripts that source this file. It needs a folder $work, open to pass
# through, and the functions `say` and `fail`; it gives start_cluster, which sets $postgres_url, and stop_cluster.

postgres_bin=''
postgres_url=''
as_owner=()        # what runs a command as the owner of the database

find_postgres() {
    local initdb
    initdb="$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1 || true)"
    initdb="${initdb:-$(command -v initdb || true)}"
    [ -n "$initdb" ] || return 1
    postgres_bin="$(dirname "$(readlink -f "$initdb")")"
}

# PostgreSQL refuses to run as root: then the user of the package, or nobody, owns the database.
choose_owner() {
    [ "$(id -u)" -eq 0 ] || return 0
    local owner=postgres
    id "$owner" >/dev/null 2>&1 || owner=nobody
    if command -v setpriv >/dev/null 2>&1; then
        as_owner=(setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups)
    else
        as_owner=(runuser -u "$owner" --)
    fi
    chown "$owner" "$work/pg"
}

free_port() {
    local port
    while :; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { say "$port"; return; }
    done
}

# Bytes sort as bytes, letters of every script are letters.
make_cluster() {
    local password=$1
    install -m 600 /dev/null "$work/pg/password"
    printf '%s\n' "$password" >"$work/pg/password"
    [ "${#as_owner[@]}" -eq 0 ] || chown --reference="$work/pg" "$work/pg/password"
    (cd / && ${as_owner[@]+"${as_owner[@]}"} "$postgres_bin/initdb" -D "$work/pg/data" -U postgres --no-sync \
        --encoding=UTF8 --locale=C.UTF-8 --lc-collate=C --lc-messages=C \
        --auth=password --pwfile="$work/pg/password") >"$work/pg.log" 2>&1 ||
        { cat "$work/pg.log" >&2; fail 'the database could not be made'; }
}

# start_cluster SETTING…: makes and starts a server with these settings; with TLS, if $work has server.crt and server.key.
start_cluster() {
    local password port attempt setting
    find_postgres || fail 'no PostgreSQL server: scripts/setup.sh should have installed it'
    mkdir -m 755 "$work/pg"
    choose_owner
    password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
    make_cluster "$password"
    if [ -e "$work/server.key" ]; then
        cp "$work/server.crt" "$work/server.key" "$work/pg/data/"
        chown --reference="$work/pg/data" "$work/pg/data/server.crt" "$work/pg/data/server.key"
        chmod 600 "$work/pg/data/server.key"
        set -- "$@" ssl=on
    fi
    for attempt in 1 2 3 4 5; do
        port="$(free_port)"
        local options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c timezone=UTC"
        for setting in "$@"; do
            options+=" -c $setting"
        done
        if (cd / && ${as_owner[@]+"${as_owner[@]}"} "$postgres_bin/pg_ctl" -D "$work/pg/data" -l "$work/pg/server.log" \
            -o "$options" -w -t 60 start) >>"$work/pg.log" 2>&1; then
            postgres_url="postgres://postgres:$password@127.0.0.1:$port/postgres"
            return
        fi
    done
    cat "$work/pg.log" "$work/pg/server.log" >&2
    fail "the database did not start in $attempt attempts"
}

stop_cluster() {
    [ -n "$postgres_bin" ] && [ -e "$work/pg/data/postmaster.pid" ] || return 0
    ${as_owner[@]+"${as_owner[@]}"} "$postgres_bin/pg_ctl" -D "$work/pg/data" -m immediate -w stop >/dev/null || true
}
