# Completion of shunt(1) and shuntd(8) for bash.

_shunt_models() { shunt models --json 2>/dev/null | grep -o '"id":"[^"]*"' | cut -d '"' -f 4; }

_shunt() {
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command='' index
    for ((index = 1; index < COMP_CWORD; index++)); do
        case ${COMP_WORDS[index]} in
        ask | chat | explain | check | reload | status | models) command=${COMP_WORDS[index]}; break ;;
        esac
    done

    case $previous in
    --socket) compopt -o default; COMPREPLY=(); return ;;
    --mode) COMPREPLY=($(compgen -W 'planning editing debugging background' -- "$word")); return ;;
    --model) COMPREPLY=($(compgen -W "$(_shunt_models)" -- "$word")); return ;;
    --session) COMPREPLY=(); return ;;
    esac

    local options='--socket --json --help'
    case $command in
    '') options="ask chat explain check reload status models $options" ;;
    ask | chat | explain) options="--mode --session --model $options" ;;
    check) [[ $word == -* ]] || { compopt -o default; COMPREPLY=(); return; } ;;
    esac
    COMPREPLY=($(compgen -W "$options" -- "$word"))
}

complete -F _shunt shunt
