internal import JSONText
internal import Loop
internal import Options

/// `shunt usage`: what was used and spent.
enum UsageCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt usage", "Tells what was used and spent",
        options: [
            TimeText.since, TimeText.until,
            Option("by", "b", value: "NAMES", "a row for each mode, tier, profile, model, provider, agent, user, uid, unit, session, tag, revision, status, kind, day or hour, for each way a session took: switch, or for each way a warm cache was weighed: verdict"),
            Option("csv", nil, "print comma-separated values"),
            Option("trace", nil, "print each call as a JSON line, for \"shunt simulate\""),
        ])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let since = try invocation.time("since") ?? TimeText.aMonthAgo
        let until = try invocation.time("until")
        if invocation.arguments.has("trace") {
            try await LedgerTrace.read(invocation, since: since, until: until) { call throws(ConsoleError) in try await invocation.output.line(call.raw) }
            return .ok
        }
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
}
