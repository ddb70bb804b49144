internal import JSONText
internal import Loop
internal import Options
internal import Primitives

/// `shunt report`: what was spent and saved, for whoever pays.
enum ReportCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt report", "Tells what was spent and saved, by day, mode, tier, model and agent",
        options: [
            TimeText.since, TimeText.until,
            Option("html", value: "FILE", "write a page with charts instead; - is standard output"),
        ],
        sections: [
            HelpSection("Notes", .text(
                "Savings are against the profile's baseline model, with the prompt cache that it would have had. Days are those of UTC. The page is one file that loads nothing, light or dark as its reader has it. Root and the daemon's own user see everybody's requests, others those of their own user."))
        ])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        guard invocation.arguments.operands.isEmpty else { throw invocation.usage("it takes options alone") }
        let since = try invocation.time("since") ?? TimeText.aMonthAgo
        let until = try invocation.time("until") ?? Clock.unixSeconds
        let figures = try await ask(invocation, since, until)
        guard let file = invocation.arguments.value("html") else {
            try await invocation.output.print(ReportText.render(figures))
            return .ok
        }
        let page = ReportPage.html(of: figures)
        if file == "-" {
            try await invocation.output.print(page)
        } else {
            do { try FileWriter.replace(file, with: Bytes(page.utf8)) } catch { throw .local("\(error)") }
        }
        return .ok
    }

    /// Each question is a sum over the ledger; together they are a moment's picture of it, give or take a request.
    @LoopActor
    private static func ask(_ invocation: Invocation, _ since: Int, _ until: Int) async throws(ConsoleError) -> ReportFigures {
        let connection = try await invocation.connect()
        defer { connection.close() }
        func rows(_ columns: String...) async throws(ConsoleError) -> [ReportLine] {
            let result = try await invocation.ask("usage", on: connection) { writer in
                writer.member("since", since)
                writer.member("until", until)
                writer.array("by") { for column in columns { $0.value(column) } }
            }
            return result["rows"].map { $0.elements.map { ReportLine($0, columns.first) } } ?? []
        }
        var figures = ReportFigures(since: since, until: until)
        figures.total = try await rows().first ?? ReportLine(name: "")
        figures.add(days: try await rows("day"))
        for (title, column) in ReportFigures.groupings { figures.groups.append(ReportGroup(title: title, lines: try await rows(column))) }
        figures.switches = try await rows("switch")
        figures.verdicts = try await rows("verdict").compactMap(ReportVerdict.init)
        return figures
    }
}
