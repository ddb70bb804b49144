internal import Primitives

/// What is measured: one server and one way to talk to it.
struct Target: Sendable {
    enum Wire: Sendable { case http, ndjson }

    let name: String
    let socket: String
    let wire: Wire
    /// shunt takes the mode from a header; the others look at the model alone.
    let namesMode: Bool
    /// Whether the daemon is to tell the request in another API than the caller's.
    var isTranslated = false
    /// The process that is accounted for.
    let pid: Int32

    /// Everything of a request but the question.
    func template(_ workload: Workload) -> RequestTemplate { RequestTemplate(self, workload) }
}

/// A request in two halves, between which the question goes. Questions have a fixed length, so the head says the right one.
struct RequestTemplate: Sendable {
    static let questionLength = 24
    let before: Bytes
    let after: Bytes

    init(_ target: Target, _ workload: Workload) {
        switch target.wire {
        case .http: self.init(http: workload, mode: target.namesMode ? workload.mode(translated: target.isTranslated) : nil)
        case .ndjson: self.init(ndjson: workload)
        }
    }

    private init(http workload: Workload, mode: String?) {
        let model = mode == nil ? workload.name : "shunt/auto"
        let start = "{\"model\":\"\(model)\",\"stream\":\(workload.stream),\"messages\":[{\"role\":\"system\",\"content\":\"Answer in one sentence.\"},{\"role\":\"user\",\"content\":\"\(workload.paddingText)"
        let end = "\"}]}"
        let mode = mode.map { "x-shunt-mode: \($0)\r\n" } ?? ""
        let length = start.utf8.count + Self.questionLength + end.utf8.count
        before = Bytes("POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nauthorization: Bearer sk-bench\r\n\(mode)content-length: \(length)\r\n\r\n\(start)".utf8)
        after = Bytes(end.utf8)
    }

    /// The id of the call is always 1: calls on one connection follow one another.
    private init(ndjson workload: Workload) {
        before = Bytes("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"chat\",\"params\":{\"mode\":\"\(workload.name)\",\"stream\":\(workload.stream),\"system\":\"Answer in one sentence.\",\"prompt\":\"\(workload.paddingText)".utf8)
        after = Bytes("\"}}\n".utf8)
    }

    func request(_ question: String) -> Bytes {
        var bytes = Bytes()
        bytes.reserveCapacity(before.count + Self.questionLength + after.count)
        bytes += before
        bytes.append(question)
        bytes += after
        return bytes
    }

    /// Unlike any other question of the run.
    static func question(connection: Int, number: Int) -> String {
        let text = "Question \(connection).\(number)"
        return text + String(repeating: "?", count: max(0, questionLength - text.utf8.count))
    }
}
