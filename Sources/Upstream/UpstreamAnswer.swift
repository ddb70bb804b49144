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
    /// Hands parts on as they come: see ``Exchange/Answer/pour(into:)``.
    func pour(into sink: @escaping @LoopActor ([AnswerPart]) -> Bool) async throws(AttemptEnd) -> Bool
    func cancel()
}

extension UpstreamAnswer {
    func pour(into sink: @escaping @LoopActor ([AnswerPart]) -> Bool) async throws(AttemptEnd) -> Bool {
        while let parts = try await next() { if !sink(parts) { return false } }
        return true
    }
}

/// A whole answer: one part.
@LoopActor
final class WholeAnswer: UpstreamAnswer {
    private var part: AnswerPart?
    var dropped: [String] = []

    /// Decodes the body; throws where it is no answer.
    init(_ body: Bytes, dialect: Dialect, model: String, isEmbeddings: Bool) throws(AttemptEnd) {
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
    private let trial: Trial
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

    /// To be held before anything of it is given: see ``hold()``.
    init(_ response: IncomingResponse, _ parser: any FrameParser, _ decoder: AnswerDecoder, hidesUsage: Bool, of trial: Trial) {
        self.response = response
        self.trial = trial
        self.parser = parser
        self.decoder = decoder
        self.hidesUsage = hidesUsage
    }

    /// Pulls until the stream shows that it is sound, or its hold ends; throws where it fails before.
    func hold() async throws(AttemptEnd) {
        var hold = CommitHold()
        var timer: TimerToken?
        defer { timer?.cancel() }
        while !hold.isSound, !hasEnded {
            let known = ready.count
            guard let count = try pull() else {
                await response.news()
                continue
            }
            if let failure { throw failure }
            // Woken with nothing: the time is over.
            if count == 0, ready.count == known, timer != nil { return }
            hold.took(count, ready[known...])
            if hold.hasBegun, !hold.isSound, timer == nil { timer = response.wakeReader(after: Limits.heldTime) }
        }
    }

    func next() async throws(AttemptEnd) -> [AnswerPart]? {
        awaitToken()
        while true {
            if let parts = try takeReady() { return parts }
            if hasEnded { return nil }
            if try pull() == nil { await response.news() }
        }
    }

    private enum Pouring {
        case waits, paused, ended
        case failed(AttemptEnd)

        var waits: Bool { if case .waits = self { true } else { false } }
    }

    /// Most of a stream is handed on from the loop's callbacks, since a task's resumption costs more than all else that is done for a part.
    func pour(into sink: @escaping @LoopActor ([AnswerPart]) -> Bool) async throws(AttemptEnd) -> Bool {
        while true {
            var pouring = advance(sink)
            if pouring.waits {
                await response.news {
                    pouring = self.advance(sink)
                    return pouring.waits
                }
            }
            switch pouring {
            case .waits: continue
            case .paused: return false
            case .ended: return true
            case .failed(let end): throw end
            }
        }
    }

    @inline(never)
    private func advance(_ sink: ([AnswerPart]) -> Bool) -> Pouring {
        do throws(AttemptEnd) {
            while true {
                if !ready.isEmpty {
                    let wantsMore = sink(ready)
                    // Their storage is for the next ones.
                    ready.removeAll(keepingCapacity: true)
                    guard wantsMore else { return .paused }
                } else if let failure {
                    return .failed(failure)
                } else if hasEnded {
                    return .ended
                } else {
                    awaitToken()
                    if try pull() == nil { return .waits }
                }
            }
        } catch {
            return .failed(error)
        }
    }

    func cancel() { response.cancel() }

    private func awaitToken() {
        guard !isAwaiting, ready.isEmpty else { return }
        isAwaiting = true
        response.awaitToken()
    }

    private func takeReady() throws(AttemptEnd) -> [AnswerPart]? {
        if ready.isEmpty {
            if let failure { throw failure }
            return nil
        }
        defer { ready = [] }
        return ready
    }

    /// Decodes what has come; returns how many bytes that was, or nil where it has to be waited for.
    ///
    /// Neither this nor what it calls is asynchronous: what decoding needs would be part of every waiting stream's frame.
    private func pull() throws(AttemptEnd) -> Int? {
        do throws(TransferError) {
            switch try response.take() {
            case .nothing: return nil
            case .end:
                close()
                return 0
            case .bytes(let bytes):
                decode(bytes)
                return bytes.count
            }
        } catch {
            // What came before the break is handed out first.
            guard !ready.isEmpty else { throw AttemptEnd(error) }
            failure = AttemptEnd(error)
            return 0
        }
    }

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
        let events = try decoder.decode(event)
        let news = News(of: events)
        if let usage = news.usage { trial.heard = usage }
        if let fault = news.fault {
            ready.append(AnswerPart(raw: [], data: event.data, events: events.dropLast(), isForShuntAlone: true))
            throw fault
        }
        ready.append(AnswerPart(raw: event.raw, data: event.data, events: events, isForShuntAlone: hidesUsage && decoder.lastWasUsageOnly))
        if news.isProgress { progress() }
        if news.isEnd { end() }
    }

    /// What matters of events but to the caller.
    private struct News {
        var usage: Usage?
        var fault: Fault?
        var isProgress = false
        var isEnd = false

        init(of events: [ChatEvent]) {
            for event in events {
                switch event {
                case .usage(let total): usage = total
                case .failed(let reported): fault = reported
                case .ended: isEnd = true
                default: break
                }
                if event.isProgress { isProgress = true }
            }
        }
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
