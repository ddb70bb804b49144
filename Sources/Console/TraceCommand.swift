internal import JSONText
internal import Loop
internal import Options
internal import Primitives
internal import Routing
internal import Simulation

/// `shunt trace`: logs that agents keep, as a trace for `shunt simulate`.
enum TraceCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt trace", "Turns logs that agents keep into a trace for shunt simulate", operands: "[FILE|FOLDER…|-]",
        options: [
            Option("from", value: "FORM", "\(forms.joined(separator: ", ")) (default: as each file's lines tell)"),
            Option("mode", "m", value: "MODE", "the mode of all calls (default: a guess from the tools that a call used)"),
            Option("config", value: "FILE", "the configuration whose catalog prices the calls (default: that of the system)"),
        ],
        sections: [
            HelpSection("Forms", .rows(AgentLogForm.allCases.map { ($0.rawValue, $0.summary) })),
            HelpSection("Notes", .text("""
                Prints a call a line: names, times and counts, nothing that was said. Without operands it reads the logs where the agents keep them. What was \
                skipped is told on standard error. The daemon is not asked. Modes are guessed: one that plans, or has only looked and run things since \
                somebody asked, is planning; one that edits is editing, and one that runs commands after that is debugging; small models beside the \
                conversation are background.
                """)),
        ])

    private static let forms = AgentLogForm.allCases.map(\.rawValue)

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let form = try form(invocation)
        let mode = invocation.arguments.value("mode").map { ModeName(folding: $0) }
        let places = try AgentLogFiles.places(invocation.arguments.operands, form, invocation.surroundings)
        guard !places.isEmpty else { throw invocation.usage("no agent keeps logs here", remedy: "name their files or folders") }
        let prices = try CatalogPrices(configuration: invocation.arguments.value("config"))
        var run = TraceRun(AgentLogs(form: form, mode: mode), prices, invocation)
        for place in places { try await run.read(place) }
        try await invocation.errors.print(run.summary)
        return run.logs.tally.calls > 0 ? .ok : .failed
    }

    @LoopActor
    private static func form(_ invocation: Invocation) throws(ConsoleError) -> AgentLogForm? {
        guard let name = invocation.arguments.value("from") else { return nil }
        if let form = AgentLogForm(rawValue: name) { return form }
        let nearest = Spelling.nearest(to: name, among: forms)
        throw invocation.usage("there is no form \"\(name.shown)\"", remedy: nearest.map { "did you mean \"\($0)\"?" } ?? "there are \(forms.joined(separator: ", "))")
    }
}
