import Conversation
import Foundation

/// What a request says, thing by thing.
struct RequestFacets {
    static let names = [
        "texts", "images", "documents", "sound", "tool calls", "tool results", "failed results", "images in results", "thoughts", "refusals",
        "cache marks", "tools", "strict tools", "tool choice", "parallel calls", "output", "temperature", "top_p", "top_k", "seed", "penalties",
        "stop", "logprobs", "max output", "effort", "budget", "user", "service tier", "labels", "shows reasoning",
    ]

    private(set) var said: [String: String] = [:]

    init(_ request: ChatRequest) {
        for part in request.system { take(part, "texts") }
        for message in request.messages {
            for part in message.parts { take(part, "texts") }
        }
        for tool in request.tools {
            add("tools", "\(tool.name) \(tool.description ?? "") \(Self.schema(tool.parameters));")
            if tool.strict == true { add("strict tools", tool.name) }
            if tool.cache != nil { add("cache marks", "mark") }
        }
        if let choice = request.toolChoice, choice != .auto { said["tool choice"] = "\(choice)" }
        if request.parallelToolCalls == false { said["parallel calls"] = "no" }
        switch request.output {
        case .text: break
        case .json: said["output"] = "json"
        case .schema(_, let schema, _): said["output"] = Self.canonical(schema)
        }
        take(request.sampling)
        said["max output"] = request.maxOutputTokens.map(String.init)
        said["effort"] = request.effort?.rawValue
        said["budget"] = request.reasoningBudget.map(String.init)
        said["user"] = request.user
        said["service tier"] = request.serviceTier
        said["labels"] = request.metadata.isEmpty ? nil : "\(request.metadata)"
        said["shows reasoning"] = request.showsReasoning.map { "\($0)" }
    }

    private mutating func add(_ name: String, _ part: String) { said[name, default: ""] += part + ";" }

    private mutating func take(_ sampling: Sampling) {
        said["temperature"] = sampling.temperature.flatMap(Double.init).map { "\($0)" }
        said["top_p"] = sampling.topP.flatMap(Double.init).map { "\($0)" }
        said["top_k"] = sampling.topK
        said["seed"] = sampling.seed
        said["penalties"] = [sampling.frequencyPenalty, sampling.presencePenalty].compactMap { $0 }.joined(separator: " ")
        said["stop"] = sampling.stop.joined(separator: "|")
        said["logprobs"] = sampling.logprobs == true ? "yes \(sampling.topLogprobs ?? 0)" : nil
    }

    private mutating func take(_ part: ContentPart, _ place: String) {
        switch part {
        case .text(let text, let cache):
            if !text.isBlank { add(place, text.string) }
            if cache != nil { add("cache marks", "mark") }
        case .image(let media, let cache):
            add("images", "\(media.source)")
            if cache != nil { add("cache marks", "mark") }
        case .document(let media, _, let cache):
            add("documents", "\(media.source)")
            if cache != nil { add("cache marks", "mark") }
        case .audio(let media): add("sound", "\(media.source)")
        case .toolCall(let call, _): add("tool calls", "\(call.name) \(Self.canonical(call.arguments))")
        case .toolResult(let result, let cache): take(result, cache)
        case .reasoning(let text, let signature): add("thoughts", "\(text) \(signature?.text ?? "")")
        case .redactedReasoning(let data): add("thoughts", data.text)
        case .refusal(let text): add("refusals", text)
        }
    }

    private mutating func take(_ result: ToolResult, _ cache: CacheMarker?) {
        if cache != nil { add("cache marks", "mark") }
        if result.isError { add("failed results", "yes") }
        for part in result.parts {
            switch part {
            case .text(let text, _): if !text.isEmpty { add("tool results", Self.canonical(text.string)) }
            default: add("images in results", "one")
            }
        }
    }

    private static func canonical(_ json: String?) -> String {
        guard let json, let value = try? JSONSerialization.jsonObject(with: Data(json.utf8)) else { return json ?? "" }
        return AnthropicReference.canonical(value)
    }

    /// No schema is the schema of no arguments.
    private static func schema(_ json: String?) -> String {
        let schema = canonical(json)
        return schema == canonical(#"{"type":"object","properties":{}}"#) ? "" : schema
    }

    /// What `other`, which tells the same request, does not tell or tells otherwise. What it adds, such as the bound that an API
    /// demands, is no loss, but to the conversation itself nothing may be added but a first turn of the user's.
    func lost(in other: Self) -> [String] {
        let conversation: Set = ["tool calls", "tool results", "images", "tools"]
        return Self.names.filter { name in
            let (before, after) = (said[name] ?? "", other.said[name] ?? "")
            if name == "texts" { return !after.hasSuffix(before) }
            return before != after && (!before.isEmpty || conversation.contains(name))
        }
    }
}
