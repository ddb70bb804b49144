internal import JSONText
internal import Loop
internal import Options
internal import Primitives

/// `shunt ledger import`: gives the ledger what only the journal has.
enum LedgerImportCommand: ConsoleCommand {
    private static let unit = "shuntd.service"

    static let grammar = Command(
        "shunt ledger import", "Adds to the ledger the requests that only the journal has", operands: "[FILE|-]",
        options: [
            Option("from-journal", "read them from the journal, or from FILE, which `journalctl -o json` wrote"),
            Option("since", value: "TIME", "from a day such as 2026-11-01, or so long ago: 30m, 12h, 7d (default: all that the journal has)"),
            Option("unit", "u", value: "UNIT", "the daemon's unit (default: \(unit))"),
        ],
        sections: [
            HelpSection("Notes", .text(
                "Only root and the daemon's own user may. A request that the ledger has already stays as it is, so that an import may be repeated. FILE may also be what `shuntd --log-json` wrote."))
        ])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        guard invocation.arguments.has("from-journal") else { throw invocation.usage("from where?", remedy: "write --from-journal") }
        guard invocation.arguments.operands.count <= 1 else { throw invocation.usage("one FILE at a time") }
        let since = try invocation.time("since")
        let connection = try await invocation.connect()
        defer { connection.close() }
        let tally = try await read(invocation, since: since, into: LedgerImport(connection, invocation))
        if invocation.wantsJSON { try await invocation.output.line(tally.json[...]) } else { try await invocation.output.print(tally.text) }
        return .ok
    }

    @LoopActor
    private static func read(_ invocation: Invocation, since: Int?, into ledger: LedgerImport) async throws(ConsoleError) -> ImportTally {
        switch invocation.arguments.operands.first {
        case nil:
            let journal = try JournalProgram.start(unit: invocation.arguments.value("unit") ?? unit, since: since, invocation)
            guard let output = journal.output else { throw .local("journalctl has no output") }
            let tally = try await ledger.add { () throws(SocketError) in try await output.read() }
            try await JournalProgram.check(journal)
            return tally
        case "-":
            let input = invocation.surroundings.input
            return try await ledger.add { () throws(SocketError) in try await input.read() }
        case let file?:
            let number: Int32
            do { number = try FileReader.open(file).release() } catch { throw .local("\(error)") }
            let descriptor = Descriptor(adopting: number)
            let stream = ProgramStream(descriptor.number)
            return try await ledger.add { () throws(SocketError) in try await stream.read() }
        }
    }
}
