package import Options

/// The command line of `shunt-bench`.
package struct BenchmarkOptions: Sendable, Equatable {
    /// Folder of `shuntd` and `shunt-simulator`; nil for that of `shunt-bench` itself.
    package var programs: String?
    package var nginx: String
    package var quick = false
    package var json = false
    package var skipDaemon = false
    package var keepsFolder = false
    package var help = false

    package init(_ words: some Sequence<String>) throws(UsageError) {
        let arguments = try Self.command.parse(words)
        programs = arguments.value("programs")
        nginx = arguments.value("nginx") ?? "/usr/sbin/nginx"
        quick = arguments.has("quick")
        json = arguments.has("json")
        skipDaemon = arguments.has("skip-daemon")
        keepsFolder = arguments.has("keep")
        help = arguments.has("help")
    }

    package static let command = Command(
        "shunt-bench",
        """
        Measures what shuntd costs beside nginx as a plain reverse proxy: both on Unix sockets, both before the same simulated provider, \
        in one run of about a minute
        """,
        options: [
            Option("quick", "q", "about fifteen seconds, and less certain"),
            Option("json", "j", "print the figures as JSON"),
            Option("programs", value: "FOLDER", "where shuntd and shunt-simulator are (default: beside shunt-bench)"),
            Option("nginx", value: "PROGRAM", "the nginx to compare with (default: /usr/sbin/nginx)"),
            Option("skip-daemon", "s", "measure the simulator and nginx alone"),
            Option("keep", "k", "leave the folder with configurations and logs"),
            .help,
        ],
        sections: [
            HelpSection("Other runs", .rows([
                ("shunt-bench chaos", "faults, reloads and leaving callers at once: is anything lost or leaked?"),
                ("shunt-bench overload", "four times what the limits allow: what becomes of those who get in, and of the others?"),
            ])),
            HelpSection("How", .text(
                """
                Processor time is what the kernel accounts to each process. Every answer is checked. Turns of a few hundred milliseconds \
                alternate between the servers, so that what disturbs one disturbs all.
                """)),
        ]
    )
}
