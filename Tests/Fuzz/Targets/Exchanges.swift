import Conversation
import Dialects
import HTTPWire
import JSONText
import Primitives

/// Requests and answers of each dialect, and what they become in the others.
enum Exchanges {
    static let all: [FuzzTarget] = Dialect.allCases.flatMap { dialect in
        [
            FuzzTarget(name: "request-\(dialect.rawValue)") { request($0, dialect) },
            FuzzTarget(name: "stream-\(dialect.rawValue)") { stream($0, dialect) },
            FuzzTarget(name: "answer-\(dialect.rawValue)") { answer($0, dialect) },
        ]
    } + [
        FuzzTarget(name: "request-openai-embeddings", run: embeddingsRequest),
        FuzzTarget(name: "answer-openai-embeddings") { check((try? AnswerDecoder.embeddings($0)) ?? []) },
    ]

    private static let identity = AnswerIdentity(id: "i", model: "m", created: 1)

    private static func request(_ body: Bytes, _ dialect: Dialect) {
        guard let incoming = try? IncomingRequest.decode(body, dialect: dialect) else { return }
        for target in Dialect.allCases {
            for withoutThoughts in [false, true] {
                var plan = RequestPlan(model: "claude-haiku-4-5", stream: true, effort: .high, cacheKey: "k")
                plan.withoutThoughts = withoutThoughts
                guard let sent = try? ProviderRequest.encode(.incoming(incoming), as: plan, for: target) else { continue }
                precondition((try? JSONDocument.parse(sent.body)) != nil, "what was accepted goes out as sound JSON")
            }
        }
    }

    @Sendable
    private static func embeddingsRequest(_ body: Bytes) {
        guard let incoming = try? IncomingRequest.decode(body, dialect: .openAIChat, target: .embeddings) else { return }
        let plan = RequestPlan(model: "text-embedding-3-small", stream: false)
        guard let sent = try? ProviderRequest.encode(.incoming(incoming), as: plan, for: .openAIChat) else { return }
        precondition((try? JSONDocument.parse(sent.body)) != nil, "what was accepted goes out as sound JSON")
    }

    /// The first byte says how long the chunks are in which the rest arrives.
    private static func stream(_ bytes: Bytes, _ dialect: Dialect) {
        guard let first = bytes.first else { return }
        let rest = bytes.dropFirst()
        let whole = decode([Bytes(rest)], dialect)
        var chunks: [Bytes] = []
        var left = rest
        while !left.isEmpty {
            chunks.append(Bytes(left.prefix(Int(first) + 1)))
            left = left.dropFirst(Int(first) + 1)
        }
        // Where the bytes are no stream, how far it came before that is a matter of chunks.
        if let whole, let pieces = decode(chunks, dialect) { precondition(same(whole, pieces), "chunks change what a stream says") }
        // What repeats the event before it is read without parsing, unless something else stands between them.
        if let whole, let apart = decode([Bytes(rest)], dialect, apart: true) { precondition(same(whole, apart), "neighbours change what an event says") }
        check(whole ?? [])
    }

    private static let nothing = ServerSentEvent(kind: .event, name: nil, data: Bytes("{}".utf8)[...], raw: [])

    /// Nil where the framing is broken. `apart`: with something between any two events that says nothing.
    private static func decode(_ chunks: [Bytes], _ dialect: Dialect, apart: Bool = false) -> [ChatEvent]? {
        var parser = dialect.frameParser(limit: 1 << 20)
        var decoder = AnswerDecoder(dialect: dialect)
        var events: [ChatEvent] = []
        for chunk in chunks {
            guard let frames = try? parser.frames(of: chunk) else { return nil }
            do throws(Fault) {
                for frame in frames {
                    if apart, ![.gemini, .bedrockConverse].contains(dialect) { try decoder.decode(nothing, into: &events) }
                    try decoder.decode(frame, into: &events)
                }
            } catch {
                return events + [.failed(error)]
            }
        }
        do throws(Fault) { events += try decoder.finish() } catch { events.append(.failed(error)) }
        return events
    }

    /// Ids that a provider left out are made up, each time anew.
    private static func same(_ left: [ChatEvent], _ right: [ChatEvent]) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { left, right in
            if case .toolCall(let index, _, let name) = left, case .toolCall(index, _, name) = right { return true }
            return left == right
        }
    }

    private static func answer(_ body: Bytes, _ dialect: Dialect) {
        guard let events = try? AnswerDecoder.whole(body, dialect: dialect) else { return }
        check(events)
    }

    private static func check(_ events: [ChatEvent]) {
        var calls = 0
        for (place, event) in events.enumerated() {
            switch event {
            case .toolCall(let index, _, _):
                precondition(index == calls, "calls are numbered in order")
                calls += 1
            case .toolArguments(let index, _), .toolSignature(let index, _): precondition(index < calls, "a call is opened first")
            case .ended, .failed: precondition(place == events.count - 1, "nothing follows the end")
            case .usage(let usage): precondition(usage.input >= 0 && usage.output >= 0 && usage.totalInput >= 0 && usage.totalOutput >= 0)
            default: break
            }
        }
        for dialect in Dialect.allCases { tell(events, dialect) }
    }

    private static func tell(_ events: [ChatEvent], _ dialect: Dialect) {
        var encoder = AnswerEncoder(dialect: dialect, identity: identity, includeUsage: true)
        var assembler = AnswerAssembler()
        for event in events {
            assembler.add(event)
            for frame in encoder.encode(event) {
                guard let json = frame.json(as: dialect) else { continue }
                precondition((try? JSONDocument.parse(json)) != nil, "a frame is sound JSON")
            }
        }
        precondition((try? JSONDocument.parse(assembler.encodeWhole(dialect, identity))) != nil, "an answer is sound JSON")
    }
}
