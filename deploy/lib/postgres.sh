# shellcheck shell=bash
# A private PostgreSQL: a cluster of its own below one folder, on 127.0.0.1 only, never one of the system's clusters.
# Needs ports.sh. PostgreSQL refuses to run as root, so that root runs it as the package's user "postgres".

POSTGRES_START_S=60
POSTGRES_STOP_S=60
POSTGRES_PORT_FROM=${POSTGRES_PORT_FROM:-15432}
POSTGRES_BIN=${POSTGRES_BIN:-/usr/lib/postgresql/15/bin}
POSTGRES_DB=gainsay

# Runs a command as the user that owns the cluster, in a folder that this user can enter.
postgres_run() { # command...
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && setpriv --reuid=postgres --regid=postgres --init-groups -- "$@")
    else
        (cd / && "$@")
    fi
}

# Whether the cluster's user can reach a folder that exists.
postgres_can_enter() { postgres_run test -x "$1"; } # dir

postgres_running() { # dir
    local pid
    pid=$(head -n 1 "$1/postgres/data/postmaster.pid" 2>/dev/null) || return 1
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "$1/postgres/data"
}

postgres_init() { # dir
    local word
    [ -e "$1/postgres/data/PG_VERSION" ] && [ -e "$1/postgres/ready" ] && return 0
    # No mark: an initdb that was cut off left a folder that can't be used.
    rm -rf "$1/postgres/data"
    mkdir -p "$1/postgres"
    word=$(head -c 24 /dev/urandom | base64 | tr -d '/+=')
    (umask 077 && printf '%s\n' "$word" >"$1/postgres/word")
    [ "$(id -u)" -ne 0 ] || chown postgres "$1/postgres" "$1/postgres/word"
    # C orders UTF-8 as C.UTF-8 does, which PostgreSQL 15 does not know: it asks the C library about each pair of keys.
    postgres_run "$POSTGRES_BIN/initdb" --pgdata="$1/postgres/data" --username=gainsay --pwfile="$1/postgres/word" \
        --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --lc-collate=C --data-checksums --no-instructions || return 1
    rm -f "$1/postgres/word"
    (umask 077 && printf '127.0.0.1:*:*:gainsay:%s\n' "$word" >"$1/passfile")
    cat >>"$1/postgres/data/postgresql.conf" <<-END

	# Written by deploy/lib/postgres.sh once.
	listen_addresses = '127.0.0.1'
	unix_socket_directories = ''
	default_toast_compression = 'lz4'
	timezone = 'UTC'
	log_timezone = 'UTC'
	END
    touch "$1/postgres/ready"
}

postgres_create_db() { # dir
    local found
    found=$(psql "$(postgres_conninfo "$1" postgres)" -XAtc "select 1 from pg_database where datname = '$POSTGRES_DB'") || return 1
    [ "$found" = 1 ] || psql "$(postgres_conninfo "$1" postgres)" -Xqc "create database $POSTGRES_DB"
}

# Starts the server and returns when the database takes connections. Starting a running one changes nothing.
postgres_start() { # dir
    postgres_init "$1" || return 1
    postgres_running "$1" || ports_alone postgres_launch "$1" || return 1
    postgres_create_db "$1"
}

postgres_launch() { # dir
    local port
    port=$(port_keep "$1/postgres.port" "$POSTGRES_PORT_FROM") || return 1
    # A killed server leaves its pid file; pg_ctl would take whoever has that pid now for a server.
    rm -f "$1/postgres/data/postmaster.pid"
    postgres_run "$POSTGRES_BIN/pg_ctl" start --silent --wait --timeout="$POSTGRES_START_S" --pgdata="$1/postgres/data" \
        --log="$1/postgres/server.log" --options="-p $port" 7>&- 8>&- 9>&-
}

postgres_stop() { # dir
    postgres_running "$1" || return 0
    postgres_run "$POSTGRES_BIN/pg_ctl" stop --silent --wait --timeout="$POSTGRES_STOP_S" --mode=fast --pgdata="$1/postgres/data"
}

# SIGKILL to the postmaster: its children notice and end by themselves.
postgres_kill() { # dir
    postgres_running "$1" || return 0
    kill -KILL "$(head -n 1 "$1/postgres/data/postmaster.pid")"
    while postgres_running "$1"; do sleep 0.05; done
}

# The libpq connection string; the password is in a file that only the owner can read.
postgres_conninfo() { # dir [database]
    printf 'host=127.0.0.1 port=%s user=gainsay dbname=%s passfile=%s\n' \
        "$(cat "$1/postgres.port")" "${2:-$POSTGRES_DB}" "$1/passfile"
}
