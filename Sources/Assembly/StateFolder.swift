internal import Host

/// Where the daemon keeps what outlives it.
enum StateFolder {
    /// What the command line names, else systemd; nil where neither does.
    static func path(_ options: DaemonOptions) -> String? {
        // systemd names several folders with colons between them.
        options.state ?? Environment.value("STATE_DIRECTORY")?.split(separator: ":").first.map(String.init)
    }
}
