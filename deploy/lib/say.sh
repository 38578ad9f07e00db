# shellcheck shell=bash
# What the scripts of deploy/ and tests/ print, and how long steps show that they are alive.
#
#   say TEXT            a line for the person
#   fail TEXT [HINT]    a sentence on standard error, a hint below it, exit 1
#   step TEXT CMD...    runs CMD with its output in $SAY_LOG, shows TEXT and the seconds it took; on failure the
#                       output's end and the sentence of $SAY_RESUME (how to go on), exit 1

SAY_LOG=${SAY_LOG:-/dev/null}
SAY_RESUME=${SAY_RESUME:-}
# Without a terminal a step still prints a line this often, so that a log shows which step hangs.
SAY_PULSE_S=20

say() { printf '%s\n' "$*"; }

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    [ -z "${2:-}" ] || printf '  %s\n' "$2" >&2
    exit 1
}

say_pulse() { # text start
    local elapsed
    while sleep 1; do
        elapsed=$((SECONDS - $2))
        if [ -t 1 ]; then
            printf '\r  %s ... %d s ' "$1" "$elapsed"
        elif [ $((elapsed % SAY_PULSE_S)) -eq 0 ]; then
            printf '  %s ... %d s\n' "$1" "$elapsed"
        fi
    done
}

step() { # text command...
    local text=$1 start=$SECONDS status=0 pulse mark
    shift
    mark=$(wc -l <"$SAY_LOG")
    # Its last sleep outlives the script by up to a second: it must not keep the caller's lock that long.
    say_pulse "$text" "$start" 8>&- 9>&- &
    pulse=$!
    "$@" >>"$SAY_LOG" 2>&1 </dev/null || status=$?
    kill "$pulse" 2>/dev/null
    wait "$pulse" 2>/dev/null || true
    [ ! -t 1 ] || printf '\r'
    if [ "$status" -eq 0 ]; then
        printf '  %s: done in %d s\n' "$text" $((SECONDS - start))
        return 0
    fi
    printf '  %s: failed after %d s\n' "$text" $((SECONDS - start))
    tail -n "+$((mark + 1))" "$SAY_LOG" | tail -n 20 | sed 's/^/  | /' >&2
    fail "\"$text\" failed; all its output is in $SAY_LOG" "$SAY_RESUME"
}
