internal import JSONText
internal import Routing

/// A model as Gemini's API lists it (https://ai.google.dev/api/models).
enum GeminiModelEntry {
    static func write(_ entry: ModelList.Entry, into writer: inout JSONWriter) {
        writer.object { members(entry, into: &$0) }
    }

    static func members(_ entry: ModelList.Entry, into writer: inout JSONWriter) {
        writer.member("name", "models/\(entry.id)")
        writer.member("displayName", entry.id)
        if let context = entry.model?.context { writer.member("inputTokenLimit", context) }
        if let limit = entry.model?.maxOutput { writer.member("outputTokenLimit", limit) }
        writer.array("supportedGenerationMethods") {
            for method in ["generateContent", "streamGenerateContent", "countTokens"] { $0.value(method) }
        }
    }
}
