internal import JSONText
internal import Loop
internal import Primitives
internal import Simulator

/// One caller: it asks, reads fast or slowly, cancels or leaves, and asks again.
@LoopActor
final class ChaosCaller {
    /// What it speaks on its connection.
    enum Wire: CaseIterable { case chat, messages, ndjson }

    /// How it deals with one answer.
    private enum Manner { case reads, readsSlowly, cancels, leaves }

    private let daemon: String
    private let number: Int
    let wire: Wire
    private var chance: Chance
    private var socket: StreamSocket?
    private var asked = 0
    private var line = Bytes()

    init(_ daemon: String, number: Int, seed: UInt64) {
        self.daemon = daemon
        self.number = number
        wire = Wire.allCases[number % Wire.allCases.count]
        chance = Chance(seed: seed &* 1_000_003 &+ UInt64(number))
    }

    /// Asks until `end`, and tells `take` of each request.
    func run(until end: Instant, begin: () -> Void, take: (ChaosOutcome) -> Void) async {
        while Clock.monotonic < end {
            begin()
            take(await ask())
            try? await EventLoop.sleep(for: chance.milliseconds(0...400))
        }
        hangUp()
    }

    private func hangUp() {
        socket?.close()
        socket = nil
        line = []
    }

    private func ask() async -> ChaosOutcome {
        asked += 1
        let manner = manner()
        let mode = manner == .readsSlowly ? "debugging" : ["editing", "background", "planning"].randomElement(using: &chance) ?? "editing"
        let prompt = "Question \(number).\(asked)"
        let expected = AnswerText.words(mode == "debugging" ? ChaosSettings.longTokens : ChaosSettings.tokens, seed: prompt).joined()
        do {
            let socket = try await connected()
            socket.write(request(prompt, mode))
            let leaving = manner == .leaves || manner == .cancels ? EventLoop.schedule(after: chance.milliseconds(0...300)) { self.interrupt(manner) } : nil
            defer { leaving?.cancel() }
            let outcome = wire == .ndjson ? try await readLines(socket, manner, expected) : try await readHTTP(socket, manner, expected)
            if outcome == .told || manner == .leaves { hangUp() }
            return outcome
        } catch {
            hangUp()
            return manner == .leaves ? .left : .wrong("\(prompt) over \(wire): \(error)")
        }
    }

    private func manner() -> Manner {
        if chance.hits(oneIn: 25) { return .readsSlowly }
        if chance.hits(oneIn: 10) { return .leaves }
        return chance.hits(oneIn: 10) && wire == .ndjson ? .cancels : .reads
    }

    private func connected() async throws -> StreamSocket {
        if let socket, socket.isOpen { return socket }
        let fresh = try await EventLoop.connect(unix: daemon)
        socket = fresh
        return fresh
    }

    private func interrupt(_ manner: Manner) {
        if manner == .leaves { return hangUp() }
        socket?.write(Bytes("{\"method\":\"cancel\",\"params\":{\"id\":\(asked)}}\n".utf8))
    }

    private func request(_ prompt: String, _ mode: String) -> Bytes {
        if wire == .ndjson {
            let wait = chance.hits(oneIn: 20) ? 30 : 20_000
            return Bytes("{\"id\":\(asked),\"method\":\"chat\",\"params\":{\"prompt\":\"\(prompt)\",\"mode\":\"\(mode)\",\"timeout_ms\":\(wait)}}\n".utf8)
        }
        let body = "{\"model\":\"shunt/auto\",\"max_tokens\":4000,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"\(prompt)\"}]}"
        let path = wire == .chat ? "/v1/chat/completions" : "/v1/messages"
        return Bytes("POST \(path) HTTP/1.1\r\nhost: shunt\r\nx-shunt-mode: \(mode)\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
    }

    private func next(_ socket: StreamSocket, _ manner: Manner) async throws -> Bytes {
        guard manner == .readsSlowly else { return try await socket.read() }
        try await EventLoop.sleep(for: .milliseconds(2))
        return try await socket.read(upTo: 2048)
    }
}

// Reading.
extension ChaosCaller {
    private func readHTTP(_ socket: StreamSocket, _ manner: Manner, _ expected: String) async throws -> ChaosOutcome {
        var reader = HTTPAnswerReader()
        while !reader.isDone {
            let bytes = try await next(socket, manner)
            if bytes.isEmpty { return cut(StreamText(reader.body), expected) }
            do { try reader.feed(bytes) } catch {
                if case .status(let status) = error, status >= 400 { return .told }
                return .wrong("over \(wire): \(error)")
            }
        }
        let answer = StreamText(reader.body)
        if answer.hasError { return .wrong("over \(wire): an error and a proper end") }
        guard answer.isFinished, !answer.goesOn, answer.text == expected else {
            return .wrong("over \(wire): a proper end after \(answer.text.utf8.count) of \(expected.utf8.count) bytes, \(answer.isFinished ? "with" : "without") its mark")
        }
        guard let request = reader.field("x-shunt-request-id") else { return .wrong("over \(wire): an answer without its id") }
        return .whole(request: request)
    }

    /// The connection ended before the body did.
    private func cut(_ answer: StreamText, _ expected: String) -> ChaosOutcome {
        guard answer.hasError, !answer.isFinished else { return .wrong("over \(wire): cut after \(answer.text.utf8.count) bytes without a word") }
        return expected.hasPrefix(answer.text) ? .told : .wrong("over \(wire): what came before the error is not the answer's beginning")
    }

    private func readLines(_ socket: StreamSocket, _ manner: Manner, _ expected: String) async throws -> ChaosOutcome {
        var text = ""
        while true {
            let bytes = try await next(socket, manner)
            if bytes.isEmpty { return .wrong("over ndjson: the connection ended without an answer") }
            line += bytes
            while let newline = line.firstIndex(of: UInt8(ascii: "\n")) {
                let message = try JSONDocument.parse(Bytes(line[..<newline])).root
                line.removeSubrange(...newline)
                if message["method"]?.isString("chat.delta") == true { text += message["params"]?["text"]?.string ?? "" }
                if let id = message["id"] ?? message["params"]?["id"], id.int != asked { return .wrong("over ndjson: something of an earlier answer") }
                if message["id"] != nil { return outcome(message, text, expected) }
            }
        }
    }

    private func outcome(_ message: JSONValue, _ text: String, _ expected: String) -> ChaosOutcome {
        guard let result = message["result"] else {
            guard message["error"]?["data"]?["type"]?.string != nil else { return .wrong("over ndjson: neither result nor error") }
            return expected.hasPrefix(text) ? .told : .wrong("over ndjson: what came before the error is not the answer's beginning")
        }
        guard text == expected, result["text"]?.string == expected, let request = result["route"]?["request"]?.string else {
            return .wrong("over ndjson: a result of \(text.utf8.count) bytes instead of \(expected.utf8.count)")
        }
        return .whole(request: request)
    }
}
