internal import JSONText
internal import Loop

/// The ledger's entries as a trace, asked of the daemon page by page.
@LoopActor
enum LedgerTrace {
    /// Hands out each page's calls; `since` and `until` are Unix seconds.
    static func read(
        _ invocation: Invocation, since: Int?, until: Int?, _ take: (JSONValue) async throws(ConsoleError) -> Void
    ) async throws(ConsoleError) {
        let connection = try await invocation.connect()
        defer { connection.close() }
        var after: String?
        repeat {
            let page = try await invocation.ask("trace", on: connection) { writer in
                if let since { writer.member("since", since) }
                if let until { writer.member("until", until) }
                if let after { writer.member("after", after) }
            }
            if let calls = page["calls"] { for call in calls.elements { try await take(call) } }
            after = page["next"]?.string
        } while after != nil
    }
}
