internal import Conversation
internal import Dialects
internal import Exchange
internal import HTTPWire
internal import Loop
internal import Primitives
internal import Transfer

/// A provider's answer, decoded as it is pulled.
@LoopActor
protocol UpstreamAnswer: AnyObject {
    /// What the caller said and the provider was not told.
    var dropped: [String] { get set }
    func next() async throws(AttemptEnd) -> [AnswerPart]?
    func cancel()
}

/// A whole answer: one part.
@LoopActor
final class WholeAnswer: UpstreamAnswer {
    private var part: AnswerPart?
    var dropped: [String] = []

    /// Reads and decodes the body; throws where it is no answer.
    init(_ response: IncomingResponse, dialect: Dialect, model: String, isEmbeddings: Bool, limit: Int) async throws(AttemptEnd) {
        let body = try await response.body(limit: limit)
        do {
            let events = try isEmbeddings ? AnswerDecoder.embeddings(body) : AnswerDecoder.whole(body, dialect: dialect, model: model)
            part = AnswerPart(raw: body[...], data: body[...], events: events, isForShuntAlone: false)
        } catch {
            throw .fault(error)
        }
    }

    func next() async throws(AttemptEnd) -> [AnswerPart]? {
        defer { part = nil }
        return part.map { [$0] }
    }

    func cancel() { part = nil }
}

/// A stream of events.
@LoopActor
final class StreamedAnswer: UpstreamAnswer {
    private let response: IncomingResponse
    private let hidesUsage: Bool
    private let heard: HeardUsage
    var dropped: [String] = []
    private var parser: any FrameParser
    private var decoder: AnswerDecoder
    /// Decoded and not handed out: first what was held until the answer showed that it is sound.
    private var ready: [AnswerPart] = []
    /// What ends the stream once `ready` is handed out.
    private var failure: AttemptEnd?
    private var hasEnded = false
    /// The transfer's clock runs until the next event: what only keeps the connection alive does not stop it.
    private var isAwaiting = false

    /// Pulls until the stream shows that it is sound, or its hold ends; throws where it fails before.
    init(_ response: IncomingResponse, _ parser: any FrameParser, _ decoder: AnswerDecoder, hidesUsage: Bool, _ heard: HeardUsage) async throws(AttemptEnd) {
        self.response = response
        self.heard = heard
        self.parser = parser
        self.decoder = decoder
        self.hidesUsage = hidesUsage
        try await hold()
    }

    private func hold() async throws(AttemptEnd) {
        var hold = CommitHold()
        var timer: TimerToken?
        defer { timer?.cancel() }
        while !hold.isSound, !hasEnded {
            let known = ready.count
            let count = try await pull()
            if let failure { throw failure }
            // Woken with nothing: the time is over.
            if count == 0, ready.count == known, timer != nil { return }
            hold.took(count, ready[known...])
            if hold.hasBegun, !hold.isSound, timer == nil { timer = response.wakeReader(after: Limits.heldTime) }
        }
    }

    func next() async throws(AttemptEnd) -> [AnswerPart]? {
        if !isAwaiting, ready.isEmpty {
            isAwaiting = true
            response.awaitToken()
        }
        while ready.isEmpty {
            if let failure { throw failure }
            if hasEnded { return nil }
            _ = try await pull()
        }
        defer { ready = [] }
        return ready
    }

    func cancel() { response.cancel() }

    /// Decodes what comes next; returns how many bytes came.
    private func pull() async throws(AttemptEnd) -> Int {
        do throws(TransferError) {
            guard let bytes = try await response.next() else {
                close()
                return 0
            }
            decode(bytes)
            return bytes.count
        } catch {
            // What came before the break is handed out first.
            guard !ready.isEmpty else { throw AttemptEnd(error) }
            failure = AttemptEnd(error)
            return 0
        }
    }

    // Never inlined: what decoding needs would be part of every waiting stream's frame.
    @inline(never)
    private func decode(_ bytes: Bytes) {
        do throws(Fault) {
            for event in try parser.frames(of: bytes) { try take(event) }
        } catch {
            fail(error)
        }
    }

    private func take(_ event: ServerSentEvent) throws(Fault) {
        guard !hasEnded else { return }
        var events = try decoder.decode(event)
        var fault: Fault?
        if case .failed(let reported)? = events.last {
            fault = reported
            events.removeLast()
        }
        let raw = fault == nil ? event.raw : []
        let isForShuntAlone = hidesUsage && decoder.lastWasUsageOnly
        ready.append(AnswerPart(raw: raw, data: event.data, events: events, isForShuntAlone: isForShuntAlone || fault != nil))
        for event in events { if case .usage(let total) = event { heard.total = total } }
        if let fault { throw fault }
        if events.contains(where: \.isProgress) { progress() }
        if events.last == .ended { end() }
    }

    /// The provider closed the stream: sound only where it had said that it is done.
    @inline(never)
    private func close() {
        do throws(Fault) {
            let events = try decoder.finish()
            if !events.isEmpty { ready.append(AnswerPart(raw: [], data: [], events: events, isForShuntAlone: false)) }
            hasEnded = true
        } catch {
            failure = .fault(error)
        }
    }

    private func progress() {
        isAwaiting = false
        response.tokenCame()
    }

    private func end() {
        hasEnded = true
        response.finishInBackground(within: Limits.answerTail)
    }

    private func fail(_ fault: Fault) {
        failure = .fault(fault)
        response.cancel()
    }
}
