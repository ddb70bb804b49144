internal import JSONText
internal import Loop
internal import Primitives

/// Reloads of a running daemon: each reads, checks and swaps a table of ``models`` models, which the catalog completes.
@LoopActor
enum Reload {
    /// As many models as a large table has.
    nonisolated static let models = 200
    /// As many as a catalog has.
    nonisolated static let catalogModels = 2_600

    /// From asking for each until it is live.
    static func times(_ count: Int, of socket: String) async throws -> [Duration] {
        let connection = try await EventLoop.connect(unix: socket)
        defer { connection.close() }
        var times: [Duration] = []
        for number in 1...count {
            let start = Clock.monotonic
            connection.write(Bytes("{\"jsonrpc\":\"2.0\",\"id\":\(number),\"method\":\"reload\"}\n".utf8))
            let answer = try await line(from: connection)
            times.append(Clock.monotonic - start)
            guard try JSONDocument.parse(answer).root["result"] != nil else { throw BenchError("shuntd does not reload: \(answer.text)") }
        }
        return times
    }

    private static func line(from connection: StreamSocket) async throws -> Bytes {
        var line = Bytes()
        while line.last != UInt8(ascii: "\n") {
            let bytes = try await connection.read()
            if bytes.isEmpty { throw LoadError.disconnected }
            line += bytes
        }
        return line
    }

    /// A tier of models that only the catalog describes, for the end of a table.
    nonisolated static func table(of provider: String) -> String {
        let names = (0..<models).map { "\"\(provider)/model-\($0 * catalogModels / models)\"" }
        return stride(from: 0, to: models, by: 50).map { start in
            "\n[tiers.catalog-\(start)]\nmodels = [\(names[start..<min(start + 50, models)].joined(separator: ", "))]\n"
        }.joined()
    }

    nonisolated static func catalog(of provider: String) -> String {
        let facts = "context = 200000, max_output = 64000, input = [\"text\", \"image\", \"pdf\"], output = [\"text\"], tools = true"
        let price = "{ input = 1, output = 5, cache_read = 0.1, cache_write = 1.25, cache_write_1h = 2 }"
        return "catalog = 1\ndate = \"2026-01-01\"\n[models]\n"
            + (0..<catalogModels).map { "\"\(provider)/model-\($0)\" = { \(facts), price = \(price) }\n" }.joined()
    }
}
