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
    private let caller: Dialect
    /// Nil where the provider's bytes pass as they are.
    private var encoder: AnswerEncoder?

    init(_ route: Route, caller: Dialect, _ call: ChatCall) {
        self.caller = caller
        guard route.dialect != caller else { return }
        encoder = AnswerEncoder(dialect: caller, identity: AnswerIdentity(route, call), includeUsage: call.wantsUsage)
    }

    /// Another model goes on where the answer broke off: from now on its events are encoded, as if all before had been.
    ///
    /// `said` stands for that. An answer that passed as it was keeps its provider's id.
    mutating func goOn(_ route: Route, after said: [ChatEvent], _ call: ChatCall) {
        var id = route.request.text
        if encoder == nil, case .started(let provider, _)? = said.first, !provider.isEmpty { id = provider }
        var encoder = AnswerEncoder(dialect: caller, identity: AnswerIdentity(route, call, id: id), includeUsage: call.wantsUsage)
        for event in said { _ = encoder.encode(event) }
        self.encoder = encoder
    }

    /// Appends `part` in the framing of the caller's dialect.
    mutating func append(_ part: AnswerPart, to stream: inout Bytes) {
        guard encoder != nil else { return pass(part, to: &stream) }
        for event in part.events {
            for frame in encoder?.encode(event) ?? [] { frame.append(as: caller, to: &stream) }
        }
    }

    private func pass(_ part: AnswerPart, to stream: inout Bytes) {
        if part.isForShuntAlone { return }
        // Several services end a stream with its reason and no more, and some SDKs wait for the mark.
        if part.raw.isEmpty, part.events.last == .ended, let mark = caller.endMark { return stream.append(contentsOf: mark) }
        if caller.streamsBinary { AnswerFrame(passing: part.raw)?.append(as: caller, to: &stream) } else { stream.append(contentsOf: part.raw) }
    }

    /// Appends what tells the caller's SDK that the stream failed, after what was translated.
    mutating func fail(_ error: CallerError, to stream: inout Bytes) {
        guard encoder != nil else { return Self.append(error, caller, to: &stream) }
        for frame in encoder?.fail(error) ?? [] { frame.append(as: caller, to: &stream) }
    }

    /// Appends the event by which the caller's SDK learns that a stream failed before its first part.
    static func append(_ error: CallerError, _ dialect: Dialect, to stream: inout Bytes) {
        AnswerEncoder.errorFrame(error, dialect: dialect).append(as: dialect, to: &stream)
    }

    /// Hands out the JSON of each chunk in `part`.
    mutating func chunks(of part: AnswerPart, _ body: (ByteSlice) -> Void) {
        guard encoder != nil else {
            if part.isForShuntAlone { return }
            if caller.streamsBinary {
                if let json = AnswerFrame(passing: part.raw)?.json(as: caller) { body(json[...]) }
            } else if part.data.first == UInt8(ascii: "{") {
                body(part.data)
            }
            return
        }
        for event in part.events {
            for frame in encoder?.encode(event) ?? [] {
                if let json = frame.json(as: caller) { body(json[...]) }
            }
        }
    }
}

extension AnswerIdentity {
    init(_ route: Route, _ call: ChatCall, id: String? = nil) {
        self.init(
            id: id ?? route.request.text, model: route.candidate.model.wireName, created: Int(Clock.unixSeconds), customTools: call.customTools)
    }
}
