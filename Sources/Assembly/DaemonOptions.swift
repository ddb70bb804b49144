package import Options

/// What `shuntd` was started with.
package struct DaemonOptions: Sendable, Equatable {
    package var configuration = "/etc/shunt/shunt.toml"
    /// Where to listen instead of what the configuration says.
    package var socket: String?
    /// Where the daemon keeps what outlives it; nil: what systemd names.
    package var state: String?
    /// The audit goes to standard error as JSON, one entry a line.
    package var logsJSON = false

    package init() {}

    package init(_ arguments: Arguments) {
        configuration = arguments.value("config") ?? configuration
        socket = arguments.value("socket")
        state = arguments.value("state")
        logsJSON = arguments.has("log-json")
    }

    package static let command = Command(
        "shuntd", "Route the LLM calls of this host's agents by mode",
        options: [
            Option("config", "c", value: "FILE", "the configuration (default: /etc/shunt/shunt.toml)"),
            Option("socket", "s", value: "PATH", "listen on this Unix socket instead of the configured one"),
            Option("state", value: "FOLDER", "keep the ledger, what is spent of budgets and the last tables here (default: $STATE_DIRECTORY, which systemd sets)"),
            Option("log-json", "write to standard error what the journal would get, as `journalctl -o json` shows it"),
            .help, .version,
        ],
        sections: [
            HelpSection(
                "Signals",
                .rows([
                    (term: "SIGHUP", meaning: "read the configuration and the table again; the journal tells the outcome"),
                    (term: "SIGTERM, SIGINT", meaning: "take no new calls, let those in flight end, and exit"),
                ])),
        ])
}
