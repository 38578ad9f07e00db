# shellcheck shell=bash
# Completion of gainsay and its services for bash. Everything is asked of the programs' own --help, so that it fits the
# version that is installed.

_gainsay_words() { # program [subcommand]: the options of its --help, settings with "=" at their end
    "$@" --help 2>/dev/null | sed -nE 's/^  (--[a-z][a-z_.-]*=).*/\1/p; s/^  (--[a-z-]+)( .*|$)/\1/p'
}

_gainsay_values() { # setting, program [subcommand]: the words that a setting takes
    local setting=$1
    shift
    "$@" --help 2>/dev/null | sed -nE "s/^  --${setting//./[.]}=([a-z]+([|][a-z]+)+) .*/\1/p" | tr '|' '\n'
}

_gainsay() {
    local current=$2 previous=$3 ask=("$1") line=$COMP_LINE setting
    COMPREPLY=()
    if [ "${1##*/}" = gainsay ]; then
        if [ "$COMP_CWORD" -eq 1 ]; then
            mapfile -t COMPREPLY < <(compgen -W "$("$1" --help 2>/dev/null | sed -nE 's/^  ([a-z-]+) .*/\1/p') --help --version" -- "$current")
            return
        fi
        ask+=("${COMP_WORDS[1]}")
    fi
    # Bash breaks words at "=", so that a setting's value stands alone.
    if [ "$current" = = ] || [ "$previous" = = ]; then
        setting=${line%=*} setting=${setting##*--}
        mapfile -t COMPREPLY < <(compgen -W "$(_gainsay_values "$setting" "${ask[@]}")" -- "${current#=}")
        [ "${#COMPREPLY[@]}" -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "${current#=}")
    elif [ "$previous" = --config ] || [ "${current#-}" = "$current" ]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
    else
        mapfile -t COMPREPLY < <(compgen -W "$(_gainsay_words "${ask[@]}")" -- "$current")
        case ${COMPREPLY[*]} in *=) compopt -o nospace 2>/dev/null ;; esac
    fi
}

complete -F _gainsay gainsay gainsay-poller gainsay-classifier gainsay-store gainsay-import gainsay-replay
