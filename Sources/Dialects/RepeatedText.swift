internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// An event of a stream that said one piece of text and nothing else. Those behind it mostly differ from it in that text alone: they are
/// read without being parsed, and a decoder's state is what it was.
struct RepeatedText: Sendable {
    private enum Kind {
        case text, refusal, reasoning
        case toolArguments(index: Int)
    }

    private let kind: Kind
    private let name: Bytes?
    private let pattern: JSONPattern

    /// Nil where `said`, which is all that `event` said, is more than one text, or not that of `text`, which says it in the event's data.
    ///
    /// `text` must be all that `said` depends on, as long as it is not empty, and nothing may depend on `others`.
    init?(_ event: ServerSentEvent, said: ArraySlice<ChatEvent>, _ text: JSONValue?, others: [JSONValue?] = []) {
        guard said.count == 1, let only = said.first, let (kind, content) = Self.parts(of: only) else { return nil }
        guard let text, text.kind == .string, text.string == content else { return nil }
        self.kind = kind
        name = event.name.map { Bytes($0) }
        pattern = JSONPattern(asking: text, besides: others.compactMap { $0 })
    }

    /// What `event` says; nil where it has to be parsed for that.
    func said(by event: ServerSentEvent) -> ChatEvent? {
        guard isSame(event.name), let text = pattern.string(in: event.data), !text.isEmpty else { return nil }
        return switch kind {
        case .text: .text(text)
        case .refusal: .refusal(text)
        case .reasoning: .reasoning(text)
        case .toolArguments(let index): .toolArguments(index: index, text)
        }
    }

    private func isSame(_ other: ByteSlice?) -> Bool {
        guard let name, let other else { return name == nil && other == nil }
        return name.elementsEqual(other)
    }

    private static func parts(of event: ChatEvent) -> (Kind, String)? {
        switch event {
        case .text(let text): (.text, text)
        case .refusal(let text): (.refusal, text)
        case .reasoning(let text): (.reasoning, text)
        case .toolArguments(let index, let text): (.toolArguments(index: index), text)
        default: nil
        }
    }
}
