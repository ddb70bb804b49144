internal import Conversation
internal import Dialects
internal import Exchange
internal import JSONText
internal import Loop
internal import Primitives
internal import Routing

/// Carries one `chat` from its answer to its caller: `chat.route`, deltas, and the one response.
@LoopActor
final class RPCRelay {
    private let id: RPCID
    private let socket: StreamSocket
    private let call: ChatCall
    /// What the caller's `body` was written in; nil for a `prompt`, whose deltas are plain text.
    private let dialect: Dialect?
    private var assembler = AnswerAssembler()

    init(id: RPCID, socket: StreamSocket, call: ChatCall, dialect: Dialect?) {
        self.id = id
        self.socket = socket
        self.call = call
        self.dialect = dialect
    }

    func run(on service: any ChatService) async {
        do throws(CallFailure) {
            let answer = try await service.open(call, for: nil)
            tellRoute(answer)
            try await relay(answer)
        } catch {
            socket.write(RPCWriter.error(RPCError(id: id, error)))
        }
    }

    private func relay(_ answer: any Answer) async throws(CallFailure) {
        var translation = dialect.map { AnswerTranslation(answer.route, caller: $0, call) }
        var whole: ByteSlice?
        var (restarts, continuations) = (0, 0)
        while let parts = try await answer.next() {
            if answer.restarts != restarts {
                restarts = answer.restarts
                tellRestart(answer)
                translation = dialect.map { AnswerTranslation(answer.route, caller: $0, call) }
            }
            if answer.continuations != continuations {
                continuations = answer.continuations
                tellRoute(answer)
                translation?.goOn(answer.route, after: answer.said, call)
            }
            for part in parts {
                for event in part.events { assembler.add(event) }
                if !call.facts.stream {
                    whole = part.data
                } else if translation != nil {
                    translation!.chunks(of: part) { chunk in
                        delta { writer in
                            writer.key("data")
                            writer.rawOnOneLine(chunk)
                        }
                    }
                } else {
                    textDeltas(part.events)
                }
            }
            if socket.backlog > Limits.writeBacklogBytes { await waitForReader(answer) }
        }
        finish(answer, whole)
    }

    private func tellRoute(_ answer: any Answer) {
        socket.write(RPCWriter.notification("chat.route", id) { RouteWriter.write(answer.route, into: &$0) })
    }

    /// What was said so far is void, and somebody else begins anew.
    @inline(never)
    private func tellRestart(_ answer: any Answer) {
        socket.write(RPCWriter.notification("chat.restart", id) { _ in })
        tellRoute(answer)
        assembler = AnswerAssembler()
    }

    private func textDeltas(_ events: [ChatEvent]) {
        for event in events {
            switch event {
            case .text(let text): delta { $0.member("text", text) }
            case .refusal(let text): delta { $0.member("refusal", text) }
            case .reasoning(let text): delta { $0.member("reasoning", text) }
            default: break
            }
        }
    }

    private func delta(_ members: (inout JSONWriter) -> Void) {
        socket.write(RPCWriter.notification("chat.delta", id, members))
    }

    private func finish(_ answer: any Answer, _ whole: ByteSlice?) {
        let route = answer.route
        socket.write(
            RPCWriter.result(id) { writer in
                if let dialect {
                    writer.key("body")
                    writer.rawOnOneLine(wholeBody(route, whole, dialect))
                } else {
                    writer.member("text", assembler.text)
                }
                writer.member("finish", assembler.finish?.name ?? "stop")
                writer.member("model", route.candidate.model.id.text)
                if let settlement = answer.settlement {
                    SettlementWriter.write(settlement, baseline: route.record.baseline, into: &writer)
                }
                writer.object("route") { RouteWriter.write(route, into: &$0) }
            })
    }

    /// The provider's own bytes where it answered whole in the caller's dialect.
    private func wholeBody(_ route: Route, _ whole: ByteSlice?, _ dialect: Dialect) -> ByteSlice {
        if let whole, route.dialect == dialect { return whole }
        return assembler.encodeWhole(dialect, AnswerIdentity(route, call))[...]
    }

    /// A slow reader stops the pulling of its own answer, and nothing else.
    private func waitForReader(_ answer: any Answer) async {
        do { try await socket.drained() } catch { answer.abandon() }
    }
}
