internal import JSONText
internal import Loop
internal import Primitives

/// One connection that asks, waits for the whole answer, checks it, and asks again.
@LoopActor
final class LoadConnection {
    private let socket: StreamSocket
    private let target: Target
    private let workload: Workload
    private let template: RequestTemplate
    private let number: Int
    private var asked = 0
    private var reader = HTTPAnswerReader()
    /// An incomplete line of NDJSON.
    private var line = Bytes()

    init(_ target: Target, _ workload: Workload, _ template: RequestTemplate, number: Int) async throws {
        socket = try await EventLoop.connect(unix: target.socket)
        self.target = target
        self.workload = workload
        self.template = template
        self.number = number
    }

    func close() { socket.close() }

    /// One request and its answer; throws where that is not the right one.
    func ask() async throws -> Duration {
        asked += 1
        let question = RequestTemplate.question(connection: number, number: asked)
        let request = template.request(question)
        let start = Clock.monotonic
        socket.write(request)
        let text = target.wire == .http ? try await readHTTP() : try await readLines()
        let taken = Clock.monotonic - start
        let expected = workload.expectedText(of: question)
        guard text == expected else { throw LoadError.wrongText(expected: expected, got: text) }
        return taken
    }

    private func readHTTP() async throws -> String {
        reader.reset()
        while !reader.isDone {
            let bytes = try await socket.read()
            if bytes.isEmpty { throw LoadError.disconnected }
            do { try reader.feed(bytes) } catch { throw LoadError.answer("\(error): \(bytes.text)") }
        }
        return ContentText.of(reader.body)
    }

    /// Deltas until the result; a streamed answer is what the deltas said, and the result must agree.
    private func readLines() async throws -> String {
        var text = ""
        while true {
            let bytes = try await socket.read()
            if bytes.isEmpty { throw LoadError.disconnected }
            var rest = bytes[...]
            while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
                line += rest[..<newline]
                rest = rest[(newline + 1)...]
                let message = try JSONDocument.parse(line).root
                line.removeAll(keepingCapacity: true)
                if let whole = try take(message, &text) { return whole }
            }
            line += rest
        }
    }

    private func take(_ message: JSONValue, _ text: inout String) throws -> String? {
        if message["method"]?.isString("chat.delta") == true { text += message["params"]?["text"]?.string ?? "" }
        guard message["id"] != nil else { return nil }
        guard let whole = message["result"]?["text"]?.string else { throw LoadError.answer(message.raw.text) }
        return workload.stream && text != whole ? text : whole
    }
}
