internal import Host
internal import Loop

/// Where the daemon keeps what outlives it.
enum StateFolder {
    /// Makes the folder that the command line names, where it is missing; systemd makes its own. What is kept there says by itself, and goes on,
    /// where that did not succeed.
    static func make(_ options: DaemonOptions) {
        if let folder = options.state { try? Folder.make(folder) }
    }

    /// What the command line names, else systemd; nil where neither does.
    static func path(_ options: DaemonOptions) -> String? {
        // systemd names several folders with colons between them.
        options.state ?? Environment.value("STATE_DIRECTORY")?.split(separator: ":").first.map(String.init)
    }
}
