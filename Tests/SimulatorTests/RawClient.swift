import JSONText
import Loop
import Primitives
import Simulator

/// A client that sends bytes and keeps every byte that comes back: it sees what an HTTP library would hide.
@LoopActor
final class RawClient {
    let simulator: Simulator
    let socket: StreamSocket
    private(set) var received = Bytes()

    init(_ simulator: Simulator) async throws {
        self.simulator = simulator
        socket = simulator.port == 0
            ? try await EventLoop.connect(unix: String(simulator.address.dropFirst(5)))
            : try await EventLoop.connect(loopback: simulator.port)
    }

    func send(_ body: String, to path: String = "/v1/chat/completions", method: String = "POST", fields: [String] = []) {
        var text = "\(method) \(path) HTTP/1.1\r\nhost: simulator\r\ncontent-length: \(body.utf8.count)\r\n"
        for field in fields { text += field + "\r\n" }
        socket.write(Bytes((text + "\r\n" + body).utf8))
    }

    /// Reads until `mark` has come, and returns all that came since the last such call.
    func read(until mark: String) async throws -> String {
        while !received.text.contains(mark) {
            let bytes = try await socket.read()
            if bytes.isEmpty { break }
            received += bytes
        }
        defer { received = [] }
        return received.text
    }

    /// Reads until the connection ends; the error it ended with, if it did.
    func readToEnd() async -> (text: String, error: SocketError?) {
        do {
            while case let bytes = try await socket.read(), !bytes.isEmpty { received += bytes }
            return (received.text, nil)
        } catch {
            return (received.text, error)
        }
    }

    /// Reads one response with a length, and returns its head and its body.
    func response() async throws -> (head: String, body: String) {
        while true {
            if let response = takeResponse() { return response }
            let bytes = try await socket.read()
            if bytes.isEmpty { throw SocketError.peerGone }
            received += bytes
        }
    }

    /// Asks a service, and reads its answer to the end: one with a length, one in chunks, or what there is when the connection ends.
    func ask(_ service: Service, _ model: String, stream: Bool, text: String = "hello", more: String = "", fields: [String] = []) async throws -> Answered {
        send(service.body(text, model, stream: stream, more: more), to: service.path(model, stream: stream), fields: service.fields + fields)
        while true {
            if let answered = Answered(received, over: false) {
                received = []
                return answered
            }
            // A reset tells the same as an end: no more comes.
            let bytes = (try? await socket.read()) ?? []
            if bytes.isEmpty { return Answered(received, over: true) ?? Answered() }
            received += bytes
        }
    }

    private func takeResponse() -> (head: String, body: String)? {
        let text = received.text
        guard let end = text.firstRange(of: "\r\n\r\n"), let start = text.firstRange(of: "content-length: ") else { return nil }
        guard let length = Int(text[start.upperBound...].prefix { $0.isNumber }) else { return nil }
        let head = String(text[..<end.lowerBound])
        let rest = received.dropFirst(head.utf8.count + 4)
        guard rest.count >= length else { return nil }
        received = Bytes(rest.dropFirst(length))
        return (head, rest.prefix(length).text)
    }
}

/// A response as it came.
struct Answered {
    private(set) var head = ""
    private(set) var body = Bytes()
    /// Whether its framing says that it is whole.
    private(set) var ended = false

    init() {}

    /// Nil where more must come, which it cannot when `over`.
    init?(_ bytes: Bytes, over: Bool) {
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: "\r\n\r\n".utf8) }) else { return nil }
        head = bytes[..<end].text
        let rest = bytes[(end + 4)...]
        if let start = head.firstRange(of: "content-length: "), let length = Int(head[start.upperBound...].prefix { $0.isNumber }) {
            body = Bytes(rest.prefix(length))
            ended = rest.count >= length
        } else {
            takeChunks(rest)
        }
        if !ended, !over { return nil }
    }

    private mutating func takeChunks(_ bytes: ByteSlice) {
        var rest = bytes
        while let line = rest.firstIndex(of: UInt8(ascii: "\r")), let size = Int(rest[..<line].text, radix: 16) {
            if size == 0 { return ended = true }
            body += rest[line...].dropFirst(2).prefix(size)
            rest = rest[line...].dropFirst(2 + size + 2)
        }
    }

    var status: Int { Int(head.dropFirst(9).prefix(3)) ?? 0 }

    /// The value of a header field; nil where there is none.
    func field(_ name: String) -> String? {
        head.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
    }

    func json() throws -> JSONValue { try JSONDocument.parse(body).root }
}

/// A request body for either API.
enum Ask {
    static func openAI(_ text: String = "hello", model: String = "sim", stream: Bool = false, more: String = "") -> String {
        "{\"model\":\"\(model)\",\"stream\":\(stream)\(more),\"messages\":[{\"role\":\"user\",\"content\":\"\(text)\"}]}"
    }

    static func anthropic(_ text: String = "hello", model: String = "sim", stream: Bool = false, more: String = "") -> String {
        "{\"model\":\"\(model)\",\"max_tokens\":1000,\"stream\":\(stream)\(more),\"messages\":[{\"role\":\"user\",\"content\":\"\(text)\"}]}"
    }

    static let anthropicFields = ["anthropic-version: 2023-06-01", "x-api-key: sk-ant-test"]
}

/// Starts a simulator on a free port, hands it and a client to `body`, and stops it.
@LoopActor
func withSimulator(_ body: @LoopActor (Simulator, RawClient) async throws -> Void) async throws {
    let simulator = try Simulator.start()
    defer { simulator.stop() }
    try await body(simulator, try await RawClient(simulator))
}

/// The pieces of a chunked body, and whether it ended properly.
func chunks(_ response: String) -> (pieces: [String], ended: Bool) {
    guard let end = response.firstRange(of: "\r\n\r\n") else { return ([], false) }
    var rest = response[end.upperBound...]
    var pieces: [String] = []
    while let line = rest.firstRange(of: "\r\n"), let size = Int(rest[..<line.lowerBound], radix: 16) {
        let body = Bytes(rest[line.upperBound...].utf8)
        if size == 0 { return (pieces, body.text == "\r\n") }
        guard body.count >= size + 2 else { break }
        pieces.append(body.prefix(size).text)
        rest = Substring(body.dropFirst(size + 2).text)
    }
    return (pieces, false)
}

/// The `data` of each server-sent event.
func data(_ response: String) -> [String] {
    chunks(response).pieces.joined().split(separator: "\n").filter { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) }
}

func json(_ text: String) throws -> JSONValue { try JSONDocument.parse(Bytes(text.utf8)).root }

func isMalformed(_ text: String) -> Bool { (try? json(text)) == nil }
