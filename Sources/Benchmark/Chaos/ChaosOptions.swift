package import Options

/// The command line of `shunt-bench chaos`.
package struct ChaosOptions: Sendable, Equatable {
    package var seconds = 600
    package var concurrency = 200
    package var seed: UInt64 = 1
    package var programs: String?
    package var keepsFolder = false
    package var help = false

    package init(_ words: some Sequence<String>) throws(UsageError) {
        let arguments = try Self.command.parse(words)
        if let minutes = try Self.number("minutes", arguments, 1...1440) { seconds = minutes * 60 }
        if let seconds = try Self.number("seconds", arguments, 3...86_400) { self.seconds = seconds }
        if let concurrency = try Self.number("concurrency", arguments, 2...2000) { self.concurrency = concurrency }
        if let seed = try Self.number("seed", arguments, 0...Int.max) { self.seed = UInt64(seed) }
        programs = arguments.value("programs")
        keepsFolder = arguments.has("keep")
        help = arguments.has("help")
    }

    private static func number(_ name: String, _ arguments: Arguments, _ range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = arguments.value(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw command.error("--\(name) takes a number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"")
        }
        return number
    }

    package static let command = Command(
        "shunt-bench chaos",
        """
        Drives the daemon with random faults of providers, reloads, cancellations, callers that leave and callers that read slowly, and \
        checks afterwards that nothing was lost, doubled, cut in silence or leaked
        """,
        options: [
            Option("minutes", value: "N", "for how long (default: 10)"),
            Option("seconds", value: "N", "the same in seconds"),
            Option("concurrency", value: "N", "requests at once (default: 200)"),
            Option("seed", value: "S", "another course of events (default: 1)"),
            Option("programs", value: "FOLDER", "where shuntd and shunt-simulator are (default: beside shunt-bench)"),
            Option("keep", "k", "leave the folder with configurations and logs"),
            .help,
        ],
        sections: [
            HelpSection("What is checked", .lines([
                "Each answer is whole, or its caller was told that it is not, in the API's own way; what came before is its beginning.",
                "Each request is settled once: the daemon's counters, its audit and its ledger name the same ones.",
                "When all is quiet again there are no more descriptors and tasks than after the warm-up.",
                "The memory that is resident then is at most a quarter and 4 MiB more than after the warm-up.",
                "It ends with 1 where one of these fails.",
            ])),
        ]
    )
}
