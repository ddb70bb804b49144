internal import Conversation
internal import Exchange
internal import Loop
internal import Primitives

/// The rest of an answer that another model began: without a beginning of its own, and without the white space that was said already.
@LoopActor
final class ContinuedAnswer: UpstreamAnswer {
    private let rest: any UpstreamAnswer
    /// White space that the beginning ended in and the model was not shown.
    private var trail: Substring
    var dropped: [String]

    init(_ rest: any UpstreamAnswer, after trail: Substring) {
        self.rest = rest
        self.trail = trail
        dropped = rest.dropped
    }

    func next() async throws(AttemptEnd) -> [AnswerPart]? {
        guard let parts = try await rest.next() else { return nil }
        return parts.map { AnswerPart(raw: [], data: [], events: $0.events.compactMap { continued($0) }, isForShuntAlone: false) }
    }

    private func continued(_ event: ChatEvent) -> ChatEvent? {
        switch event {
        case .started: return nil
        case .text(let text) where !trail.isEmpty:
            let rest = withoutTrail(text[...])
            return rest.isEmpty ? nil : .text(String(rest))
        default: return event
        }
    }

    private func withoutTrail(_ text: Substring) -> Substring {
        var text = text
        while let said = trail.first, let next = text.first {
            guard said == next else {
                trail = ""
                return text
            }
            trail.removeFirst()
            text.removeFirst()
        }
        return text
    }

    func cancel() { rest.cancel() }
}
