internal import Conversation
internal import Exchange
internal import Ledger
internal import Loop
internal import Primitives

/// What the ledger costs the loop for each request, measured in this process: to hand an entry over, and to make it safe from a crash.
@LoopActor
enum LedgerCost {
    /// So few that most batches run without being interrupted by another program.
    private static let batch = 50

    /// The median of many batches, in microseconds an entry. Between batches the ledger's thread gets time to commit, as it has between requests.
    static func measure(in folder: TemporaryFolder, rounds: Int) async throws -> Double {
        let book = LedgerBook(path: folder.file("bench-ledger.db"), retention: LedgerRetention(age: .seconds(86_400), bytes: 1 << 30), log: { _ in })
        var times: [Double] = []
        for round in 0..<rounds {
            let entries = (0..<batch).map { entry(round * batch + $0) }
            let start = Clock.monotonic
            for entry in entries { book.record(entry) }
            times.append(Double((Clock.monotonic - start).inNanoseconds) / 1000 / Double(batch))
            // Answered once all before it is committed; nothing is of that time.
            _ = try? await book.usage(UsageQuery(until: 1))
        }
        book.close(patience: .seconds(10))
        return times.sorted()[times.count / 2]
    }

    /// As an agent's request leaves it.
    private static func entry(_ number: Int) -> LedgerEntry {
        var entry = LedgerEntry(
            request: "req_\(number)_0123456789abcdefgh", time: 1_800_000_000_000 + Int64(number), session: "task-\(number % 50)-0123456789abcdef",
            revision: "2026-11-23.1@0123456789ab", status: "ok", attempts: 1, durationMilliseconds: 2_345)
        (entry.uid, entry.gid, entry.user, entry.unit) = (1000, 1000, "agent", "agent@1.service")
        (entry.mode, entry.profile, entry.tier, entry.agent) = ("editing", "auto", "balanced", "claude-code")
        (entry.model, entry.provider, entry.baseline, entry.finish) = ("anthropic/claude-sonnet-5", "anthropic", "anthropic/claude-opus-4-7", "stop")
        entry.usage = Usage(input: 44, cacheRead: 76_800, cacheWrite5m: 1_024, output: 812, reasoning: 128)
        (entry.cost, entry.saved) = (Money(picodollars: 41_500_000_000), Money(picodollars: 62_250_000_000))
        entry.firstTokenMilliseconds = 640
        return entry
    }
}
