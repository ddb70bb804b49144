# Completion of shunt(1) for fish.

set -l commands ask chat explain check reload status models
set -l none "not __fish_seen_subcommand_from $commands"
set -l asking "__fish_seen_subcommand_from ask chat explain"

complete -c shunt -f
complete -c shunt -n $none -a ask -d 'Ask, and print the answer as it arrives'
complete -c shunt -n $none -a chat -d 'The same as ask'
complete -c shunt -n $none -a explain -d 'Print how a request would be decided'
complete -c shunt -n $none -a check -d 'Check configurations and tables'
complete -c shunt -n $none -a reload -d 'Make the daemon read its settings again'
complete -c shunt -n $none -a status -d 'Print what the daemon serves'
complete -c shunt -n $none -a models -d 'Print what may be given as --model'
complete -c shunt -n '__fish_seen_subcommand_from check' -F
complete -c shunt -l socket -r -F -d 'Socket of the daemon'
complete -c shunt -l json -d 'Print JSON'
complete -c shunt -l help -d 'Print a summary'
complete -c shunt -n $asking -l mode -x -a 'planning editing debugging background' -d 'What the caller is doing'
complete -c shunt -n $asking -l session -x -d 'Which conversation it belongs to'
complete -c shunt -n $asking -l model -x -a '(shunt models --json 2>/dev/null | string match -ar \'"id":"[^"]*"\' | string replace -r \'"id":"([^"]*)"\' \'$1\')' -d 'Profile, tier or model'
