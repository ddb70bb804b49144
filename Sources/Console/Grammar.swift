internal import Options

/// The command line of `shunt`.
enum Grammar {
    static let socket = Option("socket", "s", value: "PATH", "where the daemon listens")
    static let json = Option("json", "j", "print JSON: the daemon's result, or {\"error\": …}")

    static let shunt = CommandSet(
        Command(
            "shunt", "Asks shuntd, which routes calls to language models by what the caller is doing",
            options: [socket, json, .help, .version],
            sections: [
                HelpSection("Where the daemon listens", .text(
                    "At --socket PATH, else at SHUNT_SOCKET, else at $XDG_RUNTIME_DIR/shunt/shunt.sock if there is a socket, else at /run/shunt/shunt.sock.")),
                HelpSection("Exit status", .rows(CommandStatus.meanings)),
            ]),
        commands: Console.commands.map { $0.grammar })
}
