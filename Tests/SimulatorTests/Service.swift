import JSONText
import Primitives
import Testing

/// The ways to ask the simulator for an answer, as the tests use them.
enum Service: String, CaseIterable, CustomTestStringConvertible {
    case chat, azure, responses, messages, vertexMessages, gemini, geminiArray, vertex, converse, invoke

    var testDescription: String { rawValue }

    /// Where to ask; `model` may hold a script.
    func path(_ model: String, stream: Bool) -> String {
        let name = model.replacing("?", with: "%3F").replacing("=", with: "%3D")
        let project = "/v1/projects/p/locations/l/publishers"
        return switch self {
        case .chat: "/v1/chat/completions"
        case .azure: "/openai/deployments/\(name)/chat/completions?api-version=2025-01-01"
        case .responses: "/v1/responses"
        case .messages: "/v1/messages"
        case .vertexMessages: "\(project)/anthropic/models/\(name):\(stream ? "streamRawPredict" : "rawPredict")"
        case .gemini: "/v1beta/models/\(name):\(stream ? "streamGenerateContent?alt=sse" : "generateContent")"
        case .geminiArray: "/v1beta/models/\(name):\(stream ? "streamGenerateContent" : "generateContent")"
        case .vertex: "\(project)/google/models/\(name):\(stream ? "streamGenerateContent?alt=sse" : "generateContent")"
        case .converse: "/model/\(name)/converse\(stream ? "-stream" : "")"
        case .invoke: "/model/\(name)/invoke\(stream ? "-with-response-stream" : "")"
        }
    }

    /// What to ask: one message of the user's, and `more` members.
    func body(_ text: String, _ model: String, stream: Bool, more: String = "") -> String {
        let messages = "\"messages\":[{\"role\":\"user\",\"content\":\"\(text)\"}]\(more)"
        return switch self {
        case .chat, .azure: "{\"model\":\"\(model)\",\"stream\":\(stream),\"stream_options\":{\"include_usage\":true},\(messages)}"
        case .responses: "{\"model\":\"\(model)\",\"stream\":\(stream),\"input\":[{\"role\":\"user\",\"content\":\"\(text)\"}]\(more)}"
        case .messages: "{\"model\":\"\(model)\",\"max_tokens\":1000,\"stream\":\(stream),\(messages)}"
        case .vertexMessages: "{\"anthropic_version\":\"vertex-2023-10-16\",\"max_tokens\":1000,\"stream\":\(stream),\(messages)}"
        case .gemini, .geminiArray, .vertex: "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"\(text)\"}]}]\(more)}"
        case .converse: "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"\(text)\"}]}]\(more)}"
        case .invoke: "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":1000,\(messages)}"
        }
    }

    var fields: [String] { self == .messages ? ["anthropic-version: 2023-06-01"] : [] }

    /// Whether the stream is made of binary frames.
    var isFramed: Bool { self == .converse || self == .invoke }

    /// What of its stream tells the end of an answer; nil where nothing follows the finish reason.
    var endMark: String? {
        switch self {
        case .chat, .azure: "[DONE]"
        case .responses: "response.completed"
        case .messages, .vertexMessages, .invoke: "message_stop"
        case .geminiArray: "\n]"
        case .gemini, .vertex, .converse: nil
        }
    }

    /// The JSON of each event of a stream, in order; those that are no JSON are nil.
    func events(_ body: Bytes) throws -> [JSONValue?] {
        switch self {
        case .converse: try Frames.parse(body).map { try? JSONDocument.parse($0.payload).root }
        case .invoke:
            try Frames.parse(body).map { frame in
                let outer = try? JSONDocument.parse(frame.payload).root
                return try? JSONDocument.parse(Frames.decode(outer?["bytes"]?.string ?? "")).root
            }
        case .geminiArray: try JSONDocument.parse(body).root.elements.map { $0 }
        default:
            body.split(separator: UInt8(ascii: "\n")).filter { $0.starts(with: "data: ".utf8) && !$0.starts(with: "data: [DONE]".utf8) }
                .map { try? JSONDocument.parse($0.dropFirst(6)).root }
        }
    }

    /// The text that an event or a whole answer carries.
    func text(_ json: JSONValue) -> String {
        let texts: [String?] = switch self {
        case .chat, .azure: json["choices"].items.map { ($0["delta"] ?? $0["message"])?["content"]?.string }
        case .responses:
            json["type"]?.string == "response.output_text.delta" ? [json["delta"]?.string]
                : json["output"].items.flatMap { $0["content"].items }.map { $0["text"]?.string }
        case .messages, .vertexMessages, .invoke: [json["delta"]?["text"]?.string] + json["content"].items.map { $0["text"]?.string }
        case .gemini, .geminiArray, .vertex:
            json["candidates"].items.flatMap { $0["content"]?["parts"].items ?? [] }.map { $0["thought"] == nil ? $0["text"]?.string : nil }
        case .converse: [json["delta"]?["text"]?.string] + (json["output"]?["message"]?["content"].items ?? []).map { $0["text"]?.string }
        }
        return texts.compactMap(\.self).joined()
    }

    /// Input tokens as reported, all of them, and those of the output; nil where the JSON has no final counts.
    func usage(_ json: JSONValue) -> (input: Int, cached: Int, output: Int)? {
        switch self {
        case .chat, .azure:
            guard let usage = json["usage"], let input = usage["prompt_tokens"]?.int, let output = usage["completion_tokens"]?.int else { return nil }
            return (input, usage["prompt_tokens_details"]?["cached_tokens"]?.int ?? 0, output)
        case .responses:
            guard let usage = (json["response"] ?? json)["usage"], let input = usage["input_tokens"]?.int, let output = usage["output_tokens"]?.int else { return nil }
            return (input, usage["input_tokens_details"]?["cached_tokens"]?.int ?? 0, output)
        case .messages, .vertexMessages, .invoke:
            guard let usage = (json["message"] ?? json)["usage"], let input = usage["input_tokens"]?.int, let output = usage["output_tokens"]?.int else { return nil }
            let cached = usage["cache_read_input_tokens"]?.int ?? 0
            return (input + cached + (usage["cache_creation_input_tokens"]?.int ?? 0), cached, output)
        case .gemini, .geminiArray, .vertex:
            guard let usage = json["usageMetadata"], let input = usage["promptTokenCount"]?.int, let output = usage["candidatesTokenCount"]?.int else { return nil }
            return (input, usage["cachedContentTokenCount"]?.int ?? 0, output + (usage["thoughtsTokenCount"]?.int ?? 0))
        case .converse:
            guard let usage = json["usage"], let input = usage["inputTokens"]?.int, let output = usage["outputTokens"]?.int else { return nil }
            let cached = usage["cacheReadInputTokens"]?.int ?? 0
            return (input + cached + (usage["cacheWriteInputTokens"]?.int ?? 0), cached, output)
        }
    }
}

extension JSONValue? {
    var items: [JSONValue] { map { Array($0.elements) } ?? [] }
}
