internal import JSONText
internal import Loop
internal import Primitives
internal import Simulation

/// Reads agents' logs line by line and prints their calls as they come.
@LoopActor
struct TraceRun {
    private(set) var logs: AgentLogs
    private var prices: CatalogPrices
    /// Calls whose cost is known.
    private var priced = 0
    private let invocation: Invocation

    init(_ logs: AgentLogs, _ prices: CatalogPrices, _ invocation: Invocation) {
        self.logs = logs
        self.prices = prices
        self.invocation = invocation
    }

    /// A file, or standard input where it is `-`.
    mutating func read(_ file: String) async throws(ConsoleError) {
        if file == "-" {
            let input = invocation.surroundings.input
            return try await read(file) { () throws(SocketError) in try await input.read() }
        }
        let number: Int32
        do { number = try FileReader.open(file).release() } catch { throw .local("\(error)") }
        let descriptor = Descriptor(adopting: number)
        let stream = ProgramStream(descriptor.number)
        try await read(file) { () throws(SocketError) in try await stream.read() }
    }

    private mutating func read(_ file: String, _ read: @escaping @LoopActor () async throws(SocketError) -> Bytes) async throws(ConsoleError) {
        let lines = LineReader(limit: Limits.agentLogLineBytes, read: read)
        func failure(_ error: SocketError) -> ConsoleError { error == .cancelled ? .interrupted : .local("cannot read \(file): \(error)") }
        logs.beginLog()
        while true {
            let line: Result<Bytes, LineReader.TooLong>?
            do { line = try await lines.next() } catch { throw failure(error) }
            switch line {
            case nil: return try await write(logs.endLog())
            case .success(let bytes)?: try await write(logs.read(bytes))
            case .failure?:
                logs.skipLongLine()
                do { try await lines.skip() } catch { throw failure(error) }
            }
        }
    }

    private mutating func write(_ calls: [TraceCall]) async throws(ConsoleError) {
        for var call in calls {
            call.cost = prices.cost(of: call)
            if call.cost != nil { priced += 1 }
            var writer = JSONWriter()
            call.write(into: &writer)
            try await invocation.output.line(writer.bytes[...])
        }
    }

    /// What was read, and what to do where that is not what somebody wants.
    var summary: StyledText {
        let tally = logs.tally
        var text = Self.text(of: tally)
        if tally.calls == 0 {
            text.line("No call was found: shunt trace --help names the forms of logs, and --from takes one.")
        } else if priced == 0 {
            text.line("No call has a cost, for no catalog knows its model: --config FILE names a configuration whose catalog does.")
        } else {
            text.line("shunt simulate --table TABLE --trace FILE tells what these calls had cost under a table.")
        }
        return text
    }

    /// `3 calls of 1 session in 1 file; 7 lines skipped: 4 progress, 3 calls logged before`
    static func text(of tally: LogTally) -> StyledText {
        func count(_ number: Int, _ word: String) -> String { "\(CountText.text(number)) \(word)\(number == 1 ? "" : "s")" }
        var text = "\(count(tally.calls, "call")) of \(count(tally.sessions, "session")) in \(count(tally.files, "file"))"
        if tally.skipped > 0 {
            text += "; \(count(tally.skipped, "line")) skipped: " + tally.skippedKinds.map { "\(CountText.text($0.lines)) \($0.kind)" }.joined(separator: ", ")
        }
        return StyledText(text + "\n")
    }
}
