internal import Conversation
internal import Dialects
internal import Exchange
internal import HTTPWire
internal import Loop
internal import Primitives

/// Carries an answer to an HTTP caller: as server-sent events or as one document.
@LoopActor
final class HTTPRelay {
    private let reply: HTTPReply
    private let form: StreamForm
    /// Elements of an array sent so far.
    private var elements = 0
    private let answer: any Answer
    private let call: ChatCall
    /// Of a stream, from its beginning on.
    private var translation: AnswerTranslation?

    init(reply: HTTPReply, form: StreamForm, answer: any Answer, call: ChatCall) {
        self.reply = reply
        self.form = form
        self.answer = answer
        self.call = call
    }

    private var socket: StreamSocket { reply.socket }
    private var dialect: Dialect { reply.dialect }

    /// Returns whether the connection may carry another request.
    func run() async -> Bool {
        call.facts.stream ? await stream() : await whole()
    }

    private func whole() async -> Bool {
        do throws(CallFailure) {
            var body = ByteSlice()
            var assembler = AnswerAssembler()
            let translates = answer.route.dialect != dialect
            while let parts = try await answer.next() {
                for part in parts {
                    body = part.data
                    if translates { for event in part.events { assembler.add(event) } }
                }
            }
            if translates { body = assembler.encodeWhole(dialect, AnswerIdentity(answer.route))[...] }
            reply.send(body, fields: RouteFields.of(answer.route))
        } catch {
            reply.fail(error, RouteFields.of(answer.route))
        }
        return reply.keepsOpen
    }

    /// Whatever is large lives outside of this function: its frame is kept for as long as the stream is open, and would hold
    /// room for each temporary of its own, thirteen kilobytes once.
    private func stream() async -> Bool {
        beginStream()
        do throws(CallFailure) {
            while let parts = try await answer.next() {
                relay(parts)
                if socket.backlog > Limits.writeBacklogBytes { await waitForReader() }
            }
            endStream()
            return reply.keepsOpen
        } catch {
            breakStream(error)
            return false
        }
    }

    @inline(never)
    private func beginStream() {
        reply.beginStream(form, RouteFields.of(answer.route))
        translation = AnswerTranslation(answer.route, caller: dialect, wantsUsage: call.wantsUsage)
    }

    @inline(never)
    private func relay(_ parts: [AnswerPart]) {
        var events = Bytes()
        for part in parts {
            switch form {
            case .events: translation?.append(part, to: &events)
            case .array: translation?.chunks(of: part) { element($0, to: &events) }
            }
        }
        send(events)
    }

    @inline(never)
    private func endStream() {
        if form == .array { send(Bytes((elements == 0 ? "[]" : "]").utf8)) }
        var end = Bytes()
        ChunkedCoding.end(into: &end)
        socket.write(end)
    }

    /// The status is long sent: an error event, and no proper end of the body.
    @inline(never)
    private func breakStream(_ failure: CallFailure) {
        var event = Bytes()
        var error = CallerError(failure)
        error.requestID = call.id.text
        switch form {
        case .events: translation?.append(error, dialect, to: &event)
        case .array: element(error.body(dialect)[...], to: &event)
        }
        send(event)
    }

    private func element(_ json: ByteSlice, to array: inout Bytes) {
        array.append(elements == 0 ? "[" : ",\r\n")
        array.append(contentsOf: json)
        elements += 1
    }

    /// One chunk of the body; an empty one would end it.
    private func send(_ events: Bytes) {
        guard !events.isEmpty else { return }
        var chunk = Bytes()
        chunk.reserveCapacity(events.count + 16)
        ChunkedCoding.append(events[...], to: &chunk)
        socket.write(chunk)
    }

    /// A slow reader stops the pulling of its own answer, and nothing else.
    private func waitForReader() async {
        do { try await socket.drained() } catch { answer.abandon() }
    }
}
