internal import Conversation
internal import Dialects
internal import Exchange
internal import HTTPWire
internal import Loop
internal import Primitives
internal import Routing

/// Carries an answer to an HTTP caller: as server-sent events or as one document.
@LoopActor
final class HTTPRelay {
    private let reply: HTTPReply
    private let form: StreamForm
    /// Elements of an array sent so far.
    private var elements = 0
    private let call: ChatCall
    private var hasBegun = false
    private var continuations = 0
    /// Of a stream, from its beginning on.
    private var translation: AnswerTranslation?

    init(reply: HTTPReply, form: StreamForm, call: ChatCall) {
        self.reply = reply
        self.form = form
        self.call = call
    }

    private var socket: StreamSocket { reply.socket }
    private var dialect: Dialect { reply.dialect }

    /// Returns whether the connection may carry another request.
    func run(on service: any ChatService) async -> Bool {
        let answer: any Answer
        do throws(CallFailure) {
            answer = try await service.open(call, for: call.facts.stream ? self : nil)
        } catch {
            return refuse(error)
        }
        return call.facts.stream ? await stream(answer) : await whole(answer)
    }

    @inline(never)
    private func refuse(_ failure: CallFailure) -> Bool {
        if hasBegun {
            breakStream(failure)
            return false
        }
        reply.fail(failure)
        return reply.keepsOpen
    }

    private func whole(_ answer: any Answer) async -> Bool {
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
            if translates { body = assembler.encodeWhole(dialect, AnswerIdentity(answer.route, call))[...] }
            reply.send(body, fields: RouteFields.of(answer.route))
        } catch {
            reply.fail(error, RouteFields.of(answer.route))
        }
        return reply.keepsOpen
    }

    /// Whatever is large lives outside of this function: its frame is kept for as long as the stream is open, and would hold
    /// room for each temporary of its own, thirteen kilobytes once.
    private func stream(_ answer: any Answer) async -> Bool {
        begin(answer.route)
        do throws(CallFailure) {
            while try await !answer.pour(into: { self.relay($0, of: answer) }) {
                if socket.backlog > Limits.writeBacklogBytes { await waitForReader(answer) }
            }
            endStream()
            return reply.keepsOpen
        } catch {
            breakStream(error)
            return false
        }
    }

    @inline(never)
    private func begin(_ route: Route) {
        beginStream(RouteFields.of(route))
        translation = AnswerTranslation(route, caller: dialect, call)
    }

    @inline(never)
    private func goOn(_ answer: any Answer) {
        continuations = answer.continuations
        translation?.goOn(answer.route, after: answer.said, call)
    }

    private func beginStream(_ fields: @autoclosure () -> HeaderFields) {
        if hasBegun { return }
        hasBegun = true
        reply.beginStream(form, fields())
    }

    /// False where the caller does not keep up.
    @inline(never)
    private func relay(_ parts: [AnswerPart], of answer: any Answer) -> Bool {
        if answer.continuations != continuations { goOn(answer) }
        send { events in
            for part in parts {
                switch form {
                case .events: translation?.append(part, to: &events)
                case .array: translation?.chunks(of: part) { element($0, to: &events) }
                }
            }
        }
        return socket.backlog <= Limits.writeBacklogBytes
    }

    @inline(never)
    private func endStream() {
        if form == .array { send { $0.append(elements == 0 ? "[]" : "]") } }
        var end = Bytes()
        ChunkedCoding.end(into: &end)
        socket.write(end)
    }

    /// The status is long sent: an error event, and no proper end of the body.
    @inline(never)
    private func breakStream(_ failure: CallFailure) {
        var error = CallerError(failure)
        error.requestID = call.id.text
        send { event in
            switch form {
            case .events where translation != nil: translation?.fail(error, to: &event)
            case .events: AnswerTranslation.append(error, dialect, to: &event)
            case .array: element(error.body(dialect)[...], to: &event)
            }
        }
    }

    private func element(_ json: ByteSlice, to array: inout Bytes) {
        array.append(elements == 0 ? "[" : ",\r\n")
        array.append(contentsOf: json)
        elements += 1
    }

    /// Where chunks are put together, whosever they are, and how much of it is kept from one to the next.
    private static var chunk = Bytes()
    private static let keptBytes = 64 << 10

    /// Sends one chunk of the body.
    private func send(_ fill: (inout Bytes) -> Void) {
        socket.write(ChunkedCoding.chunk(in: &Self.chunk, fill))
        if Self.chunk.capacity > Self.keptBytes { Self.chunk = [] }
    }

    /// A slow reader stops the pulling of its own answer, and nothing else.
    private func waitForReader(_ answer: any Answer) async {
        do { try await socket.drained() } catch { answer.abandon() }
    }
}

extension HTTPRelay: AnswerListener {
    /// Keeps the caller's SDK from giving up. The head has to go out for that, before anybody knows which model will answer.
    func isUnderWay(_ record: DecisionRecord) {
        guard form == .events, let sign = dialect.keepAlive else { return }
        beginStream(RouteFields.known(record))
        send { $0 += sign }
    }
}
