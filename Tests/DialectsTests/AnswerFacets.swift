import Conversation
import Foundation

/// What an answer says, thing by thing, so that two of them compare by name.
struct AnswerFacets: Equatable {
    /// In the order of the report.
    static let names = [
        "failed", "text", "refusal", "refusal as such", "reasoning", "signatures", "sealed thoughts", "tool calls", "call ids", "call signatures",
        "finish", "kind of refusal", "stop sequence", "usage", "cache read", "cache write", "cache write 1h", "reasoning tokens", "audio tokens", "image tokens",
        "tool requests", "citations", "citation quotes", "sources without address", "images", "sound", "logprobs",
    ]

    private(set) var said: [String: String] = [:]

    init(_ events: [ChatEvent]) {
        var (text, refusal, calls) = ("", "", [ToolCall]())
        for event in events {
            switch event {
            case .text(let part): text += part
            case .refusal(let part): refusal += part
            case .reasoning(let part): add("reasoning", part)
            case .reasoningSignature(let signature): add("signatures", "\(signature.issuer.rawValue):\(signature.text);")
            case .redactedReasoning(let data): add("sealed thoughts", "\(data.issuer.rawValue):\(data.text);")
            case .toolCall(_, let id, let name): calls.append(ToolCall(id: id, name: name, arguments: ""))
            case .toolArguments(let index, let part): calls[index].arguments += part
            case .toolSignature(let index, let signature): calls[index].signature = signature
            case .citation(let citation): take(citation)
            case .media(let media): add(media.type?.hasPrefix("audio/") == true ? "sound" : "images", "\(media.source);")
            case .logprobs(let tokens): add("logprobs", "\(tokens)")
            case .finished(let reason): take(reason)
            case .usage(let usage): take(usage)
            case .failed: said["failed"] = "yes"
            case .started, .opaque, .ended: break
            }
        }
        // Where an API has no place for a refusal it is text: then nothing that was said is lost.
        add("text", text.isEmpty || refusal.isEmpty ? text + refusal : text + refusal)
        if !refusal.isEmpty { add("refusal as such", refusal) }
        for call in calls { take(call) }
    }

    private mutating func add(_ name: String, _ part: String) { said[name, default: ""] += part }

    private mutating func take(_ call: ToolCall) {
        let arguments = (try? JSONSerialization.jsonObject(with: Data(call.arguments.utf8))).map(AnthropicReference.canonical)
        add("tool calls", "\(call.name)(\(arguments ?? Self.wrapped(call.arguments)));")
        add("call ids", "\(call.id);")
        if let signature = call.signature { add("call signatures", "\(call.name):\(signature.issuer.rawValue):\(signature.text);") }
    }

    /// What is no JSON object has one around it where an API wants one.
    private static func wrapped(_ arguments: String) -> String {
        arguments.isEmpty ? "{}" : AnthropicReference.canonical(["arguments": arguments])
    }

    private mutating func take(_ citation: Citation) {
        guard let url = citation.url else { return add("sources without address", "\(citation.title ?? ""):\(citation.quote ?? "");") }
        add("citations", "\(url) \(citation.title ?? "");")
        add("citation quotes", "\(citation.quote ?? "");")
    }

    private mutating func take(_ reason: FinishReason) {
        // Which of the sequences it was is a thing of its own, and calls end a turn everywhere.
        if case .stopSequence(let sequence?) = reason { said["stop sequence"] = sequence }
        switch reason {
        case .stopSequence: said["finish"] = "stop"
        // Who refused, the model or a filter, is a thing of its own.
        case .refusal, .contentFilter, .other: (said["finish"], said["kind of refusal"]) = ("refused", reason.name)
        default: said["finish"] = reason.name
        }
    }

    private mutating func take(_ usage: Usage) {
        said["usage"] = "\(usage.totalInput) in, \(usage.totalOutput) out"
        let classes = [
            ("cache read", usage.cacheRead + usage.audioCacheRead), ("cache write", usage.cacheWrite), ("cache write 1h", usage.cacheWrite1h), ("reasoning tokens", usage.reasoning),
            ("audio tokens", usage.audioInput + usage.audioOutput), ("image tokens", usage.imageInput + usage.imageOutput),
            ("tool requests", usage.toolRequests),
        ]
        for (name, count) in classes { said[name] = count > 0 ? String(count) : nil }
    }

    /// What `other`, which tells the same answer, does not tell or tells otherwise. A broken stream does not come to its usage.
    func lost(in other: Self) -> [String] {
        let usage: Set = ["usage", "cache read", "cache write", "cache write 1h", "reasoning tokens", "audio tokens", "image tokens", "tool requests"]
        return Self.names.filter { name in
            if usage.contains(name), said["failed"] != nil || said["usage"] == nil { return false }
            return said[name] ?? "" != other.said[name] ?? ""
        }
    }
}
