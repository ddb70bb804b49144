internal import Conversation
internal import JSONText
internal import Primitives

/// Walks over the contents of a Gemini request: checks their form, measures them, decodes nothing.
struct GeminiContentFacts {
    private(set) var count = 0
    private(set) var textBytes = 0
    private(set) var mediaTokens = 0
    private(set) var needs: Abilities = []
    private(set) var firstUser: ByteSlice?
    /// A file that Google keeps is read.
    private(set) var readsFile = false

    mutating func read(_ contents: JSONValue) throws(DialectError) {
        for content in contents.elementsOrSelf {
            try readContent(content, at: count)
            count += 1
        }
    }

    private mutating func readContent(_ content: JSONValue, at index: Int) throws(DialectError) {
        guard content.kind == .object else { throw .wrongType("contents[\(index)]", "an object") }
        let role = try GeminiRole(content["role"], at: index)
        guard let parts = content["parts"], !parts.isNull else { return }
        guard parts.kind == .array || parts.kind == .object else { throw .wrongType("contents[\(index)].parts", "an array") }
        if firstUser == nil, role == .user { firstUser = parts.raw }
        for (place, part) in parts.elementsOrSelf.enumerated() {
            guard part.kind == .object else { throw .wrongType("contents[\(index)].parts[\(place)]", "an object") }
            try readPart(part) { "contents[\(index)].parts[\(place)]" }
        }
    }

    private mutating func readPart(_ part: JSONValue, _ path: () -> String) throws(DialectError) {
        for (key, value) in part.members where !value.isNull {
            switch key {
            case "text":
                guard value.kind == .string else { throw .wrongType("\(path()).text", "a string") }
                textBytes += value.raw.count - 2
            case "inlineData", "inline_data": readMedia(value)
            case "fileData", "file_data":
                readMedia(value)
                if let uri = value.either("fileUri", "file_uri")?.string { readsFile = readsFile || GeminiMedia.isKept(uri) }
            case "functionResponse", "function_response": try readResult(value, path)
            case "functionCall", "function_call":
                guard value.kind == .object else { throw .wrongType("\(path()).functionCall", "an object") }
                textBytes += value.raw.count
            case "thoughtSignature", "thought_signature", "thought": break
            default: textBytes += value.raw.count
            }
        }
    }

    /// Results hold media, but no further results, so this goes one level down and no more.
    private mutating func readResult(_ result: JSONValue, _ path: () -> String) throws(DialectError) {
        guard result.kind == .object else { throw .wrongType("\(path()).functionResponse", "an object") }
        for (key, value) in result.members {
            guard key == "parts" else {
                textBytes += value.raw.count
                continue
            }
            for part in value.elementsOrSelf {
                if let media = part.either("inlineData", "inline_data") ?? part.either("fileData", "file_data") { readMedia(media) }
            }
        }
    }

    private mutating func readMedia(_ media: JSONValue) {
        switch GeminiMedia.kind(media.either("mimeType", "mime_type")?.string) {
        case .image:
            needs.insert(.images)
            mediaTokens += MediaEstimate.image
        case .audio:
            needs.insert(.audio)
            mediaTokens += MediaEstimate.audio(bytes: media.raw.count)
        case .document:
            needs.insert(.documents)
            mediaTokens += MediaEstimate.document(bytes: media.raw.count)
        case .video: mediaTokens += MediaEstimate.document(bytes: media.raw.count)
        }
    }
}

/// Who speaks in a Gemini request. Older clients give results of functions a role of their own.
enum GeminiRole {
    case user, model

    init(_ value: JSONValue?, at index: Int) throws(DialectError) {
        guard let name = try Field.string(value, "contents[\(index)].role") else {
            self = .user
            return
        }
        switch name {
        case "user", "function", "tool", "": self = .user
        case "model": self = .model
        default:
            throw DialectError(
                "contents[\(index)].role must be one of user, model", parameter: "contents[\(index)].role", code: "invalid_value")
        }
    }
}
