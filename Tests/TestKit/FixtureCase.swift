package import Primitives

/// One recorded exchange: a row of the manifest. The fixtures' own README describes the columns.
package struct FixtureCase: Sendable, CustomStringConvertible {
    /// All columns by their names.
    package let columns: [String: String]

    private func column(_ name: String) -> String { columns[name] ?? "" }

    /// Path without extension.
    package var path: String { column("case") }
    package var description: String { path }
    /// `openai-chat`, `anthropic-messages`, …
    package var api: String { column("api") }
    /// Which kin of the API it is: `openai`, `groq`, …
    package var dialect: String { column("dialect") }
    /// Whether a stream was asked for; one that was refused is no stream.
    package var askedForStream: Bool { column("stream") == "yes" }
    /// `sse`, `json`, `eventstream` or `json-array-stream`.
    package var format: String { column("format") }
    package var status: Int { Int(column("http_status")) ?? 0 }
    package var features: Set<String> { Set(column("features").split(separator: ",").map(String.init)) }
    package var model: String { column("model") }
    package var provenance: String { column("provenance") }
    package var notes: String { column("notes") }

    /// The request's body; nil where the source kept only the answer.
    package func request() throws -> Bytes? {
        column("has_request") == "yes" ? try Fixtures.bytes(path + ".request.json") : nil
    }

    /// The answer's body: an event stream where `format` is `sse`, JSON where it is `json`.
    package func answer() throws -> Bytes {
        let suffix = ["sse": ".sse", "json": ".response.json", "eventstream": ".eventstream", "json-array-stream": ".response.json"]
        return try Fixtures.bytes(path + (suffix[format] ?? ""))
    }

    /// The answer's header fields as the fixture keeps them: a JSON object; nil where it keeps none.
    package func headers() -> Bytes? { try? Fixtures.bytes(path + ".headers.json") }
}
