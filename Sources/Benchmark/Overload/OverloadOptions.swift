package import Options

/// The command line of `shunt-bench overload`.
package struct OverloadOptions: Sendable, Equatable {
    package var programs: String?
    package var keepsFolder = false
    package var help = false

    package init(_ words: some Sequence<String>) throws(UsageError) {
        let arguments = try Self.command.parse(words)
        programs = arguments.value("programs")
        keepsFolder = arguments.has("keep")
        help = arguments.has("help")
    }

    package static let command = Command(
        "shunt-bench overload",
        """
        Asks four times as much of the daemon as its limits allow, and tells how long those who get in wait, beside an unloaded daemon, \
        and how soon the others are refused
        """,
        options: [
            Option("programs", value: "FOLDER", "where shuntd and shunt-simulator are (default: beside shunt-bench)"),
            Option("keep", "k", "leave the folder with configurations and logs"),
            .help,
        ],
        sections: [
            HelpSection("How", .text(
                """
                The simulated provider takes a tenth of a second for each answer and limits.requests lets so many at it, so that capacity is \
                ten times that a second. Callers ask at their own pace, whether or not others are answered. It ends with 1 where accepted requests \
                take more than twice as long as unloaded ones, or refused ones more than 50 ms, both for 99 of 100.
                """)),
        ]
    )
}
