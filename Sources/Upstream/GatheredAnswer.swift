internal import Exchange
internal import Loop
internal import Primitives

/// An answer that was taken whole before any of it is given; of one beyond the limit the rest comes as it comes.
@LoopActor
final class GatheredAnswer: UpstreamAnswer {
    private var parts: [AnswerPart] = []
    private var rest: (any UpstreamAnswer)?
    var dropped: [String]

    /// Throws where the answer breaks off within `limit` bytes.
    init(_ answer: any UpstreamAnswer, limit: Int) async throws(AttemptEnd) {
        dropped = answer.dropped
        var bytes = 0
        while let more = try await answer.next() {
            bytes += take(more)
            guard bytes <= limit else {
                rest = answer
                return
            }
        }
    }

    private func take(_ more: [AnswerPart]) -> Int {
        parts += more
        return more.reduce(0) { $0 + max($1.raw.count, $1.data.count) }
    }

    func next() async throws(AttemptEnd) -> [AnswerPart]? {
        if parts.isEmpty { return try await rest?.next() }
        defer { parts = [] }
        return parts
    }

    func cancel() {
        parts = []
        rest?.cancel()
    }
}
