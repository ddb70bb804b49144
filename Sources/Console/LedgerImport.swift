internal import JSONText
internal import Loop
internal import Primitives

/// What became of imported journal entries.
struct ImportTally {
    var added = 0
    /// The ledger had them already.
    var known = 0
    /// Of a form that this shunt does not read, or broken.
    var skipped = 0

    var text: StyledText {
        var text = "\(CountText.text(added)) requests added, \(CountText.text(known)) were in the ledger already"
        if skipped > 0 { text += ", \(CountText.text(skipped)) entries could not be read" }
        return StyledText(text + "\n")
    }

    /// `{"added","known","skipped"}`
    var json: Bytes {
        var writer = JSONWriter()
        writer.object {
            $0.member("added", added)
            $0.member("known", known)
            $0.member("skipped", skipped)
        }
        return writer.bytes
    }
}

/// Sends the journal's accounts of requests to the daemon, in batches of bounded size.
@LoopActor
struct LedgerImport {
    private let connection: DaemonConnection
    private let invocation: Invocation

    init(_ connection: DaemonConnection, _ invocation: Invocation) {
        self.connection = connection
        self.invocation = invocation
    }

    /// Reads lines to their end; each is one journal entry in JSON, and what is no account of a request is passed over.
    func add(_ read: @escaping @LoopActor () async throws(SocketError) -> Bytes) async throws(ConsoleError) -> ImportTally {
        let lines = LineReader(limit: Limits.journalLineBytes, read: read)
        var tally = ImportTally()
        var batch: [Bytes] = []
        var bytes = 0
        while let line = try await next(lines) {
            guard let account = try? JSONDocument.parse(line).root, account.kind == .object else {
                if !line.isEmpty { tally.skipped += 1 }
                continue
            }
            guard account["SHUNT_REQUEST"] != nil, account["SHUNT_STATUS"] != nil else { continue }
            batch.append(Bytes(account.raw))
            bytes += line.count
            guard batch.count >= Limits.importBatch || bytes >= Limits.importBatchBytes else { continue }
            try await send(batch, &tally)
            (batch, bytes) = ([], 0)
        }
        if !batch.isEmpty { try await send(batch, &tally) }
        return tally
    }

    private func next(_ lines: LineReader) async throws(ConsoleError) -> Bytes? {
        let line: Result<Bytes, LineReader.TooLong>?
        do { line = try await lines.next() } catch { throw error == .cancelled ? .interrupted : .local("cannot read the journal: \(error)") }
        guard case .failure? = line else { return try? line?.get() }
        throw .local("a line of the journal is longer than \(Limits.journalLineBytes) bytes")
    }

    private func send(_ batch: [Bytes], _ tally: inout ImportTally) async throws(ConsoleError) {
        let result = try await invocation.ask("import", on: connection) { writer in
            writer.array("entries") { for entry in batch { $0.rawOnOneLine(entry[...]) } }
        }
        tally.added += result["added"]?.int ?? 0
        tally.known += result["known"]?.int ?? 0
        tally.skipped += result["skipped"]?.int ?? 0
    }
}
