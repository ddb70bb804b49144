internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes the contents of a Gemini request.
struct GeminiContent {
    private(set) var messages: [Message] = []
    private(set) var unsaid: [String] = []
    private var pairs = GeminiCallPairs()

    mutating func read(_ contents: JSONValue) throws(DialectError) {
        guard contents.kind == .array || contents.kind == .object else { throw .wrongType("contents", "a non-empty array") }
        for (index, content) in contents.elementsOrSelf.enumerated() {
            guard content.kind == .object else { throw .wrongType("contents[\(index)]", "an object") }
            let role = try GeminiRole(content["role"], at: index)
            let parts = try parts(of: content, "contents[\(index)]")
            if role == .model { append(answer: parts) } else { messages.append(Message(role: .user, parts: parts)) }
        }
    }

    /// Google's SDKs keep each chunk of a streamed answer as a content of its own: they are one answer again, and what a stream split is
    /// one part.
    private mutating func append(answer parts: [ContentPart]) {
        guard messages.last?.role == .assistant else { return messages.append(Message(role: .assistant, parts: parts)) }
        let place = messages.count - 1
        for part in parts {
            switch (messages[place].parts.last, part) {
            case (_, .text(let text, _)) where text.isEmpty: break
            case (.text(let before, _)?, .text(let text, _)): replaceLast(of: place, with: .text(before.string + text.string))
            case (.reasoning(let before, nil)?, .reasoning(let text, let signature)):
                replaceLast(of: place, with: .reasoning(text: before + text, signature: signature))
            default: messages[place].parts.append(part)
            }
        }
    }

    private mutating func replaceLast(of place: Int, with part: ContentPart) {
        messages[place].parts[messages[place].parts.count - 1] = part
    }

    /// The parts of one content, or of the system instruction.
    mutating func parts(of content: JSONValue, _ path: String) throws(DialectError) -> [ContentPart] {
        guard let list = content["parts"], !list.isNull else { return [] }
        guard list.kind == .array || list.kind == .object else { throw .wrongType("\(path).parts", "an array") }
        var parts: [ContentPart] = []
        for (index, part) in list.elementsOrSelf.enumerated() {
            let place = "\(path).parts[\(index)]"
            guard part.kind == .object else { throw .wrongType(place, "an object") }
            try read(part, place, into: &parts)
        }
        return parts
    }

    private mutating func read(_ part: JSONValue, _ path: String, into parts: inout [ContentPart]) throws(DialectError) {
        let signature = try Field.string(part.either("thoughtSignature", "thought_signature"), "\(path).thoughtSignature")
            .flatMap { $0.isEmpty ? nil : GeminiSignature.read($0) }
        if part["text"].map({ !$0.isNull }) == true {
            try readText(part, path, signature, into: &parts)
        } else if let media = part.either("inlineData", "inline_data") {
            append(try GeminiMedia.inline(media, path), name: try displayName(media, path), path, &parts)
        } else if let file = part.either("fileData", "file_data") {
            append(try GeminiMedia.file(file, path), name: try displayName(file, path), path, &parts)
        } else if let call = part.either("functionCall", "function_call") {
            parts.append(.toolCall(try self.call(call, path, signature)))
        } else if let result = part.either("functionResponse", "function_response") {
            parts.append(.toolResult(try self.result(result, "\(path).functionResponse")))
        } else if part.members.contains(where: { !Self.marks($0.key) }) {
            // Code that Google runs, calls of its own tools, and what is not known yet.
            unsaid.append(path)
        } else if let signature {
            add(signature, to: &parts)
        }
    }

    private static func marks(_ key: JSONKey) -> Bool {
        switch key {
        case "thought", "thoughtSignature", "thought_signature": true
        default: false
        }
    }

    private mutating func readText(
        _ part: JSONValue, _ path: String, _ signature: GeminiSignature.Kind?, into parts: inout [ContentPart]
    ) throws(DialectError) {
        let text = try Field.text(part["text"], "\(path).text")
        if try Field.bool(part["thought"], "\(path).thought") == true {
            if !text.isEmpty { add(thought: text.string, to: &parts) }
        } else if !text.isEmpty || signature == nil {
            parts.append(.text(text))
        }
        if let signature { add(signature, to: &parts) }
    }

    /// Streams split thoughts into many parts, and bring the signature in one of its own.
    private func add(thought text: String, to parts: inout [ContentPart]) {
        if case .reasoning(let before, nil) = parts.last {
            parts[parts.count - 1] = .reasoning(text: before + text, signature: nil)
        } else {
            parts.append(.reasoning(text: text, signature: nil))
        }
    }

    private func add(_ signature: GeminiSignature.Kind, to parts: inout [ContentPart]) {
        switch signature {
        case .sealed(let data): parts.append(.redactedReasoning(data))
        case .signed(let signature):
            if case .reasoning(let text, nil) = parts.last {
                parts[parts.count - 1] = .reasoning(text: text, signature: signature)
            } else {
                parts.append(.reasoning(text: "", signature: signature))
            }
        }
    }

    private func displayName(_ media: JSONValue, _ path: String) throws(DialectError) -> String? {
        try Field.string(media.either("displayName", "display_name"), "\(path).displayName")
    }

    private mutating func append(_ media: Media, name: String?, _ path: String, _ parts: inout [ContentPart]) {
        switch GeminiMedia.kind(media.type) {
        case .image: parts.append(.image(media))
        case .audio: parts.append(.audio(media))
        case .document: parts.append(.document(media, name: name))
        case .video: unsaid.append(path)
        }
    }
}

// MARK: Calls and results

extension GeminiContent {
    private mutating func call(_ call: JSONValue, _ path: String, _ signature: GeminiSignature.Kind?) throws(DialectError) -> ToolCall {
        guard call.kind == .object else { throw .wrongType("\(path).functionCall", "an object") }
        let name = try Field.required(call["name"], "\(path).functionCall.name")
        let id = try Field.string(call["id"], "\(path).functionCall.id")
        let arguments = try Field.object(call["args"], "\(path).functionCall.args")?.raw.text ?? "{}"
        var signed: Signature?
        if case .signed(let signature) = signature { signed = signature }
        return ToolCall(id: pairs.call(id, name: name), name: name, arguments: arguments, signature: signed)
    }

    private mutating func result(_ result: JSONValue, _ path: String) throws(DialectError) -> ToolResult {
        guard result.kind == .object else { throw .wrongType(path, "an object") }
        let name = try Field.required(result["name"], "\(path).name")
        let id = pairs.result(try Field.string(result["id"], "\(path).id"), name: name)
        let response = try Field.object(result["response"], "\(path).response")
        var (text, isError) = response.map(Self.output) ?? (nil, false)
        if text == nil, response != nil { text = response.map { Text($0.raw.text) } }
        var parts: [ContentPart] = text.map { [.text($0)] } ?? []
        for (index, part) in (result["parts"]?.elementsOrSelf ?? []).enumerated() {
            let place = "\(path).parts[\(index)]"
            guard part.kind == .object else { throw .wrongType(place, "an object") }
            if let media = part.either("inlineData", "inline_data") {
                append(try GeminiMedia.inline(media, place), name: try displayName(media, place), place, &parts)
            } else if let file = part.either("fileData", "file_data") {
                append(try GeminiMedia.file(file, place), name: try displayName(file, place), place, &parts)
            } else {
                unsaid.append(place)
            }
        }
        return ToolResult(callID: id, parts: parts, isError: isError)
    }

    /// What the one member says by which functions answer: `output` (and `result`, as the SDKs call it), or `error`. Nil where the
    /// object as a whole is the output.
    private static func output(_ response: JSONValue) -> (Text?, Bool) {
        guard let (key, value) = response.members.first(where: { _ in true }), response.count == 1 else { return (nil, false) }
        let isError = key == "error"
        guard isError || key == "output" || key == "result" else { return (nil, false) }
        return (Text(value) ?? Text(value.raw.text), isError)
    }
}
