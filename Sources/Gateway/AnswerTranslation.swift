internal import Conversation
internal import Dialects
internal import Exchange
internal import HTTPWire
internal import Loop
internal import Primitives
internal import Routing

/// Turns a stream's parts into what the caller's dialect says: the provider's own bytes where both speak the same,
/// encoded events where they do not.
struct AnswerTranslation {
    /// Nil where the provider's bytes pass as they are.
    private var encoder: AnswerEncoder?

    /// `wantsUsage` tells whether the caller asked for the usage at the stream's end.
    init(_ route: Route, caller: Dialect, wantsUsage: Bool) {
        guard route.dialect != caller else { return }
        encoder = AnswerEncoder(dialect: caller, identity: AnswerIdentity(route), includeUsage: wantsUsage)
    }

    /// Appends `part` as server-sent events.
    mutating func append(_ part: AnswerPart, to stream: inout Bytes) {
        guard encoder != nil else {
            if !part.isForShuntAlone { stream.append(contentsOf: part.raw) }
            return
        }
        for event in part.events {
            for frame in encoder?.encode(event) ?? [] { frame.serverSentEvent(into: &stream) }
        }
    }

    /// Appends the event by which the caller's SDK learns that the stream failed.
    func append(_ error: CallerError, _ dialect: Dialect, to stream: inout Bytes) {
        AnswerEncoder.errorFrame(error, dialect: dialect).serverSentEvent(into: &stream)
    }

    /// Hands out the JSON of each chunk in `part`.
    mutating func chunks(of part: AnswerPart, _ body: (ByteSlice) -> Void) {
        guard encoder != nil else {
            if !part.isForShuntAlone, part.data.first == UInt8(ascii: "{") { body(part.data) }
            return
        }
        for event in part.events {
            for frame in encoder?.encode(event) ?? [] where frame.data.first == UInt8(ascii: "{") { body(frame.data[...]) }
        }
    }
}

extension AnswerIdentity {
    init(_ route: Route) {
        self.init(id: route.request.text, model: route.candidate.model.wireName, created: Int(Clock.unixSeconds))
    }
}
