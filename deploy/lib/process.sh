# shellcheck shell=bash
# Processes that outlive the script that started them. A process is known by its pid file and by a word of its command
# line, so that a pid that the system gave to somebody else, or a zombie, is never taken for ours.

process_runs() { # pidfile word
    local pid
    [ -s "$1" ] || return 1
    pid=$(cat "$1")
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "$2"
}

# Starts a command in a session of its own, its output appended to LOG.
process_start() { # pidfile log command...
    local pidfile=$1 log=$2
    shift 2
    # The file descriptors of a caller's locks and pipes end here: a service must not keep them open.
    setsid "$@" >>"$log" 2>&1 </dev/null 7>&- 8>&- 9>&- &
    printf '%s\n' "$!" >"$pidfile"
}

# Sends SIGTERM and waits; after SECONDS sends SIGKILL.
process_stop() { # pidfile word seconds
    local pid end=$((SECONDS + $3))
    if process_runs "$1" "$2"; then
        pid=$(cat "$1")
        kill -TERM "$pid" 2>/dev/null || true
        while process_runs "$1" "$2"; do
            [ "$SECONDS" -lt "$end" ] || kill -KILL "$pid" 2>/dev/null || true
            sleep 0.1
        done
    fi
    rm -f "$1"
}

process_kill() { # pidfile word
    process_runs "$1" "$2" || return 0
    kill -KILL "$(cat "$1")"
    while process_runs "$1" "$2"; do sleep 0.05; done
    rm -f "$1"
}

# Like process_runs, for a process that was started just now: it may not have become its command yet, so that it is looked for
# a second time before it counts as gone.
process_lives() { # pidfile word
    process_runs "$1" "$2" || { sleep 0.5 && process_runs "$1" "$2"; }
}

# Polls a condition until it holds; fails after SECONDS, or as soon as the process behind PIDFILE is gone. The condition may hold
# thanks to somebody else (a port that another server opened), so the process is looked for once more.
process_await() { # pidfile word seconds condition...
    local pidfile=$1 word=$2 end=$((SECONDS + $3))
    shift 3
    until "$@"; do
        process_lives "$pidfile" "$word" || return 1
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.1
    done
    process_lives "$pidfile" "$word"
}
