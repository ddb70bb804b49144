internal import Conversation
internal import JSONText
internal import Primitives

/// Writes system prompt and messages as Gemini's contents: user and model take turns, results of tools stand first.
struct GeminiContentEncoder {
    let model: GeminiModel
    private(set) var dropped: [String] = []
    private var identifiers = ToolIdentifiers()
    /// The functions' names by the ids under which their calls are written.
    private var names: [String: String] = [:]

    init(model: GeminiModel) { self.model = model }

    mutating func encode(_ request: ChatRequest, into writer: inout JSONWriter) {
        var turns = Self.turns(of: request.messages)
        var system = request.system
        if turns.isEmpty {
            // A system prompt alone is a request elsewhere.
            turns = [Message(role: .user, parts: system)]
            system = []
        }
        if turns[0].role == .assistant { turns.insert(Message(role: .user, parts: [.text("Continue.")]), at: 0) }
        if !system.isEmpty {
            writer.key("systemInstruction")
            writer.beginObject()
            writeParts(system, into: &writer)
            writer.endObject()
        }
        writer.key("contents")
        writer.beginArray()
        for turn in turns {
            writer.beginObject()
            writer.member("role", turn.role == .user ? "user" : "model")
            writeParts(Self.ordered(turn), into: &writer)
            writer.endObject()
        }
        writer.endArray()
    }

    private mutating func drop(_ what: String) {
        if !dropped.contains(what) { dropped.append(what) }
    }

    /// Joins neighbours of one role.
    private static func turns(of messages: [Message]) -> [Message] {
        var turns: [Message] = []
        for message in messages {
            if turns.last?.role == message.role {
                turns[turns.count - 1].parts += message.parts
            } else {
                turns.append(message)
            }
        }
        return turns
    }

    /// Results follow the calls that they answer at once.
    private static func ordered(_ turn: Message) -> [ContentPart] {
        func isResult(_ part: ContentPart) -> Bool { if case .toolResult = part { true } else { false } }
        return turn.role == .user ? turn.parts.filter(isResult) + turn.parts.filter { !isResult($0) } : turn.parts
    }

    private mutating func writeParts(_ parts: [ContentPart], into writer: inout JSONWriter) {
        writer.key("parts")
        writer.beginArray()
        let start = writer.bytes.count
        var isFirstCall = true
        for part in parts {
            if case .toolCall(let call, _) = part {
                write(call, isFirst: isFirstCall, into: &writer)
                isFirstCall = false
            } else {
                write(part, into: &writer)
            }
        }
        // A turn without any part is refused.
        if writer.bytes.count == start { writer.object { $0.member("text", "") } }
        writer.endArray()
    }

    private mutating func write(_ part: ContentPart, into writer: inout JSONWriter) {
        switch part {
        // Gemini caches by itself: there is nothing to tell.
        case .text(let text, _): writer.object { $0.member("text", text) }
        case .refusal(let text): writer.object { $0.member("text", text) }
        case .image(let media, _): write(media, nil, fallback: "image/png", into: &writer)
        case .document(let media, let name, _): write(media, name, fallback: "application/pdf", into: &writer)
        case .audio(let media): write(media, nil, fallback: "audio/wav", into: &writer)
        case .toolResult(let result, _): write(result, into: &writer)
        case .reasoning(let text, let signature): writeThought(text, signature, into: &writer)
        case .redactedReasoning: drop("reasoning")
        case .toolCall: break
        }
    }

    /// Thoughts that nobody signed, or another, mean nothing to the model.
    private mutating func writeThought(_ text: String, _ signature: Signature?, into writer: inout JSONWriter) {
        guard model.thinking != .none, let signature, signature.issuer == .gemini else { return drop("reasoning") }
        writer.object { writer in
            writer.member("text", text)
            if !text.isEmpty { writer.member("thought", true) }
            writer.member("thoughtSignature", signature.text)
        }
    }

    private mutating func write(_ media: Media, _ name: String?, fallback: String, into writer: inout JSONWriter) {
        if media.detail != nil { drop("image_url.detail") }
        if case .file(let id) = media.source, !GeminiMedia.isKept(id) { return drop("file id") }
        if name != nil { drop("document name") }
        writer.object { _ = GeminiMedia.write(media, fallback: fallback, into: &$0) }
    }
}

// MARK: Calls and results

extension GeminiContentEncoder {
    /// Calls of one turn run in parallel, and only the first of them is signed.
    private mutating func write(_ call: ToolCall, isFirst: Bool, into writer: inout JSONWriter) {
        let id = identifiers.call(call.id)
        names[id] = call.name
        writer.beginObject()
        writer.object("functionCall") { writer in
            if model.callIdentifiers { writer.member("id", id) }
            writer.member("name", call.name)
            writer.key("args")
            AnthropicBlockEncoder.writeInput(call.arguments, into: &writer)
        }
        if let signature = call.signature, signature.issuer == .gemini, model.thinking != .none {
            writer.member("thoughtSignature", signature.text)
        } else if isFirst, model.demandsSignatures {
            writer.member("thoughtSignature", GeminiSignature.dummy)
        }
        writer.endObject()
    }

    private mutating func write(_ result: ToolResult, into writer: inout JSONWriter) {
        let id = identifiers.result(result.callID)
        var texts: [Text] = []
        var media: [ContentPart] = []
        for part in result.parts {
            if case .text(let text, _) = part { texts.append(text) } else { media.append(part) }
        }
        let takes = model.mediaInResults
        writer.beginObject()
        writer.key("functionResponse")
        writer.beginObject()
        if model.callIdentifiers { writer.member("id", id) }
        writer.member("name", names[id] ?? result.callID)
        writer.object("response") { writer in
            writer.key(result.isError ? "error" : "output")
            Self.writeOutput(texts, into: &writer)
        }
        if takes, !media.isEmpty {
            writer.key("parts")
            writer.beginArray()
            for part in media { write(part, into: &writer) }
            writer.endArray()
        }
        writer.endObject()
        writer.endObject()
        if !takes { for part in media { write(part, into: &writer) } }
    }

    /// What is JSON stays so, and costs no escapes. Within a result Gemini takes `$ref` for a pointer to one of its parts, so that what
    /// holds one goes as text.
    private static func writeOutput(_ texts: [Text], into writer: inout JSONWriter) {
        guard texts.count == 1 else { return writer.value(texts.map(\.string).joined(separator: "\n")) }
        let text = texts[0].string
        let isStructured = text.utf8.first == UInt8(ascii: "{") || text.utf8.first == UInt8(ascii: "[")
        guard isStructured, !text.contains("$ref"), !text.contains("\\u"), (try? JSONDocument.parse(text)) != nil else { return writer.value(texts[0]) }
        writer.raw(text)
    }
}
