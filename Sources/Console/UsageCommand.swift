internal import JSONText
internal import Loop
internal import Options
internal import Primitives
internal import Settings

/// `shunt usage`: what was used and spent.
enum UsageCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt usage", "Tells what was used and spent",
        options: [
            Option("since", value: "TIME", "from a day such as 2026-11-01, or so long ago: 30m, 12h, 7d (default: 30d)"),
            Option("until", value: "TIME", "up to such a time (default: now)"),
            Option("by", "b", value: "NAMES", "a row for each mode, tier, profile, model, provider, uid, unit, session, tag, revision, status, day or hour"),
            Option("csv", nil, "print comma-separated values"),
        ])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let since = try time("since", invocation) ?? Clock.unixSeconds - 30 * 86_400
        let until = try time("until", invocation)
        let columns = invocation.arguments.value("by")?.split(separator: ",").map(String.init) ?? []
        let result = try await invocation.ask("usage") { writer in
            writer.member("since", since)
            if let until { writer.member("until", until) }
            writer.array("by") { for column in columns { $0.value(column) } }
        }
        if invocation.arguments.has("csv") {
            try await invocation.output.print(UsageText.csv(result, columns))
        } else {
            try await invocation.show(result) { UsageText.table($0, columns) }
        }
        return .ok
    }

    /// In Unix seconds.
    @LoopActor
    private static func time(_ name: String, _ invocation: Invocation) throws(ConsoleError) -> Int? {
        guard let text = invocation.arguments.value(name) else { return nil }
        if let day = Day.seconds(text) { return day }
        let units = ["m": 60, "h": 3_600, "d": 86_400, "w": 7 * 86_400]
        if let unit = text.last.flatMap({ units[String($0)] }), let count = Int(text.dropLast()), count > 0, count < 1_000_000 {
            return max(0, Clock.unixSeconds - count * unit)
        }
        throw invocation.usage("--\(name) is no time: \"\(text)\"", remedy: "write a day such as 2026-11-01, or how long ago: 30m, 12h, 7d, 4w")
    }
}
