internal import Primitives

/// One word of the script grammar: `name=value`, joined by `&`, values percent-encoded where they hold `&` or `%`.
///
/// The same words serve a model name (`sim?tokens=60&delay=5ms`), the request header `x-simulator`, and the rules of a scenario.
package struct Directive: Sendable {
    package let name: String
    package let value: String
    /// For the reader of `--help`.
    package let meaning: String
    let apply: @Sendable (inout Script, String) throws(ScriptError) -> Void

    private init(_ name: String, _ value: String, _ meaning: String, apply: @escaping @Sendable (inout Script, String) throws(ScriptError) -> Void) {
        self.name = name
        self.value = value
        self.meaning = meaning
        self.apply = apply
    }

    package static let all: [Directive] = [
        Directive("text", "TEXT", "answer with this text") { $0.text = $1 },
        Directive("tokens", "N", "answer with N tokens, one in each delta") { (s, v) throws(ScriptError) in s.tokens = try count(v) },
        Directive("chunk_bytes", "N", "put N bytes of text into each delta") { (s, v) throws(ScriptError) in s.chunkBytes = try atLeastOne(v) },
        Directive("reasoning", "N", "think N tokens first") { (s, v) throws(ScriptError) in s.reasoning = try count(v) },
        Directive("tool", "NAME", "call this tool") { $0.tool = $1 },
        Directive("arguments", "JSON", "with these arguments") { $0.arguments = $1 },
        Directive("calls", "N", "call it N times in one answer") { (s, v) throws(ScriptError) in s.calls = try atLeastOne(v) },
        Directive("finish", "REASON", "finish with this reason, in the API's word") { $0.finish = $1 },
        Directive("usage", "normal|none|inline", "when to report usage") { (s, v) throws(ScriptError) in s.usage = try word(v) },
        Directive("prefill", "taken|refused", "what becomes of a last message of the assistant's") { (s, v) throws(ScriptError) in s.prefill = try word(v) },
        Directive("cached", "N", "report N input tokens as read from the cache") { (s, v) throws(ScriptError) in s.cached = try count(v) },
        Directive("wait", "TIME", "wait before the response head") { (s, v) throws(ScriptError) in s.wait = try duration(v) },
        Directive("first", "TIME", "wait between head and first token") { (s, v) throws(ScriptError) in s.first = try duration(v) },
        Directive("delay", "TIME", "wait between tokens") { (s, v) throws(ScriptError) in s.delay = try duration(v) },
        Directive("write_bytes", "N", "write N bytes at a time") { (s, v) throws(ScriptError) in s.writeBytes = try atLeastOne(v) },
        Directive("status", "CODE", "answer with this HTTP status and the API's error body") { (s, v) throws(ScriptError) in s.status = try status(v) },
        Directive("error", "KIND", "answer with this error: " + ErrorKind.allCases.map(\.rawValue).joined(separator: ", ")) { (s, v) throws(ScriptError) in s.error = try word(v) },
        Directive("message", "TEXT", "the error's message") { $0.message = $1 },
        Directive("body", "TEXT", "answer with this body as it is") { $0.body = $1 },
        Directive("content_type", "TYPE", "say that the body is this") { $0.contentType = $1 },
        Directive("retry_after", "SECONDS", "add this retry-after field") { $0.retryAfter = $1 },
        Directive("field", "NAME:VALUE", "add this header field; may be given several times") { (s, v) throws(ScriptError) in s.fields.append(try field(v)) },
        Directive("cut", "head|N", "close the connection there, without an end") { (s, v) throws(ScriptError) in s.cut = try place(v) },
        Directive("reset", "head|N", "reset the connection there (on a Unix socket: close it)") { (s, v) throws(ScriptError) in s.reset = try place(v) },
        Directive("silence", "head|N", "say nothing more from there") { (s, v) throws(ScriptError) in s.silence = try place(v) },
        Directive("error_after", "N", "send an error event after N tokens") { (s, v) throws(ScriptError) in s.errorAfter = try count(v) },
        Directive("malformed", "N", "send an event that is no JSON after N tokens") { (s, v) throws(ScriptError) in s.malformed = try count(v) },
        Directive("bad_checksum", "N", "send an event frame with a wrong checksum after N tokens (Bedrock)") { (s, v) throws(ScriptError) in s.badChecksum = try count(v) },
        Directive("huge", "BYTES", "make the second delta this large") { (s, v) throws(ScriptError) in s.huge = try count(v) },
        Directive("end", "proper|no_done|no_finish", "how the stream ends") { (s, v) throws(ScriptError) in s.end = try word(v) },
        Directive("framing", Script.Framing.allCases.map(\.rawValue).joined(separator: "|"), "how HTTP frames the body") { (s, v) throws(ScriptError) in s.framing = try word(v) },
        Directive("endless", Script.Endless.allCases.map(\.rawValue).joined(separator: "|"), "send this until the other side goes") { (s, v) throws(ScriptError) in s.endless = try word(v) },
        Directive("skip", "N", "let N requests pass first") { (s, v) throws(ScriptError) in s.skip = try count(v) },
        Directive("times", "N", "take effect for N requests, then no more") { (s, v) throws(ScriptError) in s.times = try count(v) },
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    static func named(_ name: String) throws(ScriptError) -> Directive {
        if let directive = byName[name] { return directive }
        let nearest = Spelling.nearest(to: name, among: byName.keys).map { "; did you mean \"\($0)\"?" } ?? ""
        throw ScriptError("unknown directive \"\(name)\"\(nearest)")
    }
}

extension Script {
    /// Reads `name=value&name=value` onto this script; what it does not name stays.
    package mutating func apply(_ text: some StringProtocol) throws(ScriptError) {
        for part in text.split(separator: "&") {
            let name = part.prefix { $0 != "=" }
            try apply(String(name), PercentEncoding.decode(part.dropFirst(name.count + 1)))
        }
    }

    /// Reads one directive onto this script.
    package mutating func apply(_ name: String, _ value: String) throws(ScriptError) {
        let directive = try Directive.named(name)
        do { try directive.apply(&self, value) } catch { throw ScriptError("\(name): \(error)") }
    }

    package init(_ text: String) throws(ScriptError) {
        self.init()
        try apply(text)
    }
}
