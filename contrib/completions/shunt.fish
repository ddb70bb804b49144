# Completion of shunt(1) for fish.

set -l commands ask chat explain check schema table reload status models modes usage budgets ping help
set -l tables fmt diff
set -l none "not __fish_seen_subcommand_from $commands"
set -l asking '__fish_seen_subcommand_from ask chat explain'
set -l answering '__fish_seen_subcommand_from ask chat'

complete -c shunt -f
complete -c shunt -n $none -a ask -d 'Send one prompt and print the answer as it arrives'
complete -c shunt -n $none -a chat -d 'Hold a conversation'
complete -c shunt -n $none -a explain -d 'Tell which model would answer and why'
complete -c shunt -n $none -a check -d 'Validate configurations and tables'
complete -c shunt -n $none -a schema -d 'Print the JSON Schema of a table or a configuration'
complete -c shunt -n $none -a table -d 'Work on tables'
complete -c shunt -n $none -a reload -d 'Make the daemon read its settings again'
complete -c shunt -n $none -a status -d 'Tell how the daemon is'
complete -c shunt -n $none -a models -d 'List profiles, tiers and models'
complete -c shunt -n $none -a modes -d 'List modes and their tiers'
complete -c shunt -n $none -a usage -d 'Tell what was used and spent'
complete -c shunt -n $none -a budgets -d 'Tell what is spent of budgets, and what is left'
complete -c shunt -n $none -a ping -d 'Ask whether the daemon answers'
complete -c shunt -n $none -a help -d 'Show the help of a command'
complete -c shunt -n '__fish_seen_subcommand_from help' -a "$commands"
complete -c shunt -n '__fish_seen_subcommand_from check fmt diff' -F
complete -c shunt -n '__fish_seen_subcommand_from schema' -a 'table configuration'
complete -c shunt -n "__fish_seen_subcommand_from table; and not __fish_seen_subcommand_from $tables" -a fmt -d 'Bring tables into their canonical form'
complete -c shunt -n "__fish_seen_subcommand_from table; and not __fish_seen_subcommand_from $tables" -a diff -d 'Tell by meaning what differs between two tables'
complete -c shunt -n '__fish_seen_subcommand_from diff' -l config -r -F -d 'Providers and catalog'
complete -c shunt -n '__fish_seen_subcommand_from fmt' -l check -d 'Change nothing'
complete -c shunt -n '__fish_seen_subcommand_from reload' -l allow-older -d 'Take an older table'
complete -c shunt -s s -l socket -r -F -d 'Where the daemon listens'
complete -c shunt -s j -l json -d 'Print JSON'
complete -c shunt -s h -l help -d 'Show help'
complete -c shunt -s V -l version -d 'Show the version'
complete -c shunt -n $asking -s m -l mode -x -a 'planning editing debugging background' -d 'What you are doing'
complete -c shunt -n $asking -l model -x -d 'Profile, tier or model'
complete -c shunt -n $asking -l session -x -d 'The conversation that it belongs to'
complete -c shunt -n $asking -l system -x -d 'The system prompt'
complete -c shunt -n $asking -s t -l timeout -x -d 'Give up after this time'
complete -c shunt -n $asking -l tag -x -d 'A tag for the journal'
complete -c shunt -n $answering -l no-stream -d 'Ask for the answer as a whole'
complete -c shunt -n $answering -l stream -d 'With --json: print every message as it comes'
complete -c shunt -n $answering -s v -l verbose -d 'Tell route, tokens and cost'
complete -c shunt -n $answering -s r -l reasoning -d 'Show the reasoning, too'
complete -c shunt -n '__fish_seen_subcommand_from usage' -l since -x -d 'From this time on'
complete -c shunt -n '__fish_seen_subcommand_from usage' -l until -x -d 'Up to this time'
complete -c shunt -n '__fish_seen_subcommand_from usage' -s b -l by -x -a 'mode tier profile model provider uid unit session tag revision status day hour' -d 'A row for each'
complete -c shunt -n '__fish_seen_subcommand_from usage' -l csv -d 'Print comma-separated values'
