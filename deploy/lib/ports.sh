# shellcheck shell=bash
# Free TCP ports on 127.0.0.1, remembered from one start to the next.

# Below Linux's ephemeral range (32768), so that no client's socket sits on a port that a server wants back.
PORTS_LAST=32000

# Whether nothing listens on a port. All of our servers listen on 127.0.0.1 only.
port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

port_is_open() { ! port_is_free "$1"; }

# Prints the first free port from FROM on; ports given after it are taken too.
port_find() { # from [taken...]
    local port=$1 taken=" ${*:2} "
    while [ "$port" -le "$PORTS_LAST" ]; do
        if [[ $taken != *" $port "* ]] && port_is_free "$port"; then
            printf '%s\n' "$port"
            return 0
        fi
        port=$((port + 1))
    done
    return 1
}

# Prints the port remembered in FILE where it is free, else a free one from FROM on, and remembers it.
port_keep() { # file from
    local port=
    [ ! -s "$1" ] || port=$(cat "$1")
    if [ -z "$port" ] || ! port_is_free "$port"; then
        port=$(port_find "$2") || return 1
        printf '%s\n' "$port" >"$1"
    fi
    printf '%s\n' "$port"
}

# Runs a command that looks for a free port and starts a server on it: one at a time on this machine. Between the two moments
# nothing listens there yet, so that a second script would take the same port, and its own server's place.
ports_alone() { # command...
    local lock=${TMPDIR:-/tmp}/gainsay-ports.lock status=0
    [ -e "$lock" ] || (umask 000 && : >>"$lock")
    exec 7<"$lock"
    flock 7
    "$@" || status=$?
    exec 7<&-
    return "$status"
}
