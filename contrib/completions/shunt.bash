# Completion of shunt(1) for bash.

_shunt() {
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command='' index
    local commands='ask chat explain check schema table reload status models modes usage report trace simulate budgets whoami ledger ping help' tables='fmt diff sign show history rollback promote' ledgers='import'
    for ((index = 1; index < COMP_CWORD; index++)); do
        if [[ ${COMP_WORDS[index - 1]} != -@(s|-socket) && " $commands " == *" ${COMP_WORDS[index]} "* ]]; then
            command=${COMP_WORDS[index]}
            break
        fi
    done
    if [[ $command == table && $COMP_CWORD -gt $((index + 1)) ]]; then command="table ${COMP_WORDS[index + 1]}"; fi
    if [[ $command == ledger && $COMP_CWORD -gt $((index + 1)) ]]; then command="ledger ${COMP_WORDS[index + 1]}"; fi

    case $previous in
    -s | --socket | --config | --html | -k | --key | --password-file) compopt -o default; COMPREPLY=(); return ;;
    -m | --mode) COMPREPLY=($(compgen -W "$(_shunt_names modes '.modes[] | .mode, .aliases[]?' planning editing debugging background)" -- "$word")); return ;;
    --model) COMPREPLY=($(compgen -W "$(_shunt_names models '.profiles[], "tier/\(.tiers | keys[])", .models[].id')" -- "$word")); return ;;
    --from) COMPREPLY=($(compgen -W 'claude-code codex tracelab' -- "$word")); return ;;
    --comment | --session | --system | --tag | -t | --timeout | --since | --until | -u | --unit | -b | --by) COMPREPLY=(); return ;;
    esac

    local words='--socket --json --help --version'
    case $command in
    '') words="$commands $words" ;;
    ask | chat) words="--mode --model --session --system --timeout --tag --no-stream --stream --verbose --reasoning $words" ;;
    explain) words="--mode --model --session --system --timeout --tag $words" ;;
    reload) words="--allow-older $words" ;;
    trace) [[ $word == -* ]] || { compopt -o default; COMPREPLY=(); return; }; words="--from --mode --config $words" ;;
    simulate) [[ $word == -* ]] || { compopt -o default; COMPREPLY=(); return; }; words="--table --config --trace --since --until --policy $words" ;;
    usage) words="--since --until --by --csv --trace $words" ;;
    report) words="--since --until --html $words" ;;
    modes) words="--seen $words" ;;
    ledger) words="$ledgers $words" ;;
    'ledger import') [[ $word == -* ]] || { compopt -o default; COMPREPLY=(); return; }; words="--from-journal --since --unit $words" ;;
    help) words=$commands ;;
    schema) words="table configuration $words" ;;
    table) words="$tables $words" ;;
    'table fmt') [[ $word == -* ]] || { compopt -o default; COMPREPLY=(); return; }; words="--check $words" ;;
    'table sign') [[ $word == -* ]] || { compopt -o default; COMPREPLY=(); return; }; words="--key --password-file --comment $words" ;;
    'table diff') [[ $word == -* ]] || { compopt -o default; COMPREPLY=(); return; }; words="--config $words" ;;
    check) [[ $word == -* ]] || { compopt -o default; COMPREPLY=(); return; } ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}

# What the daemon knows, where there is one and jq; else the words given.
_shunt_names() { # COMMAND FILTER WORD…
    local names
    names=$(shunt "$1" --json 2>/dev/null | jq --raw-output "$2" 2>/dev/null)
    printf '%s\n' "${names:-${*:3}}"
}

complete -F _shunt shunt
