import Foundation
import Primitives
import TestKit

/// What a recorded answer used, read from its JSON by each API's documentation and without shunt's decoders: tokens by the classes that
/// prices have.
struct RawUsage {
    private(set) var counts: [String: Int]

    init(counts: [String: Int] = [:]) { self.counts = counts }

    /// Nil where the answer tells no usage.
    static func read(_ item: FixtureCase) throws -> RawUsage? {
        let documents = try documents(of: item)
        return switch item.api {
        case "openai-chat": openAI(documents.compactMap { $0["usage"] as? [String: Any] }.last, searches: nil)
        case "openai-responses": responses(documents)
        case "anthropic-messages": anthropic(documents)
        case "gemini": gemini(documents)
        case "bedrock-converse": converse(documents)
        default: nil
        }
    }

    var totalInput: Int {
        ["input", "cache_read", "cache_write", "cache_write_1h", "audio_input", "audio_cache_read", "image_input"].reduce(0) { $0 + (counts[$1] ?? 0) }
    }

    /// USD; nil where a class that was used has no price.
    func cost(_ price: WrittenPrice) -> Ratio? {
        var total = price.price("request", input: totalInput) ?? .zero
        for (name, count) in counts where count > 0 {
            guard let each = Self.price(name, price, totalInput) else { return nil }
            total = total + each * Ratio(count)
        }
        return total
    }

    /// A class without a price of its own costs what the class costs that it is a part of; audio, an hour's cache and tools have none such.
    private static func price(_ name: String, _ price: WrittenPrice, _ input: Int) -> Ratio? {
        if let own = price.price(name, input: input) { return own }
        let whole = [
            "cache_read": "input", "cache_write": "input", "image_input": "input", "reasoning": "output", "image_output": "output",
            "audio_cache_read": "audio_input", "cache_write_1h": price.price("cache_write", input: input) == nil ? "input" : "",
        ]
        return whole[name].flatMap { price.price($0, input: input) }
    }
}

// MARK: The five APIs

extension RawUsage {
    /// `prompt_tokens` holds what was cached and what is no text, `completion_tokens` what was thought
    /// (https://platform.openai.com/docs/api-reference/chat/object); where the total says more, thoughts stand beside it.
    private static func openAI(_ usage: [String: Any]?, searches: Int?) -> RawUsage? {
        guard let usage, usage.values.contains(where: { $0 is NSNumber }) else { return nil }
        func number(_ path: String...) -> Int? {
            let last = path.dropLast().reduce(usage as [String: Any]?) { $0?[$1] as? [String: Any] }
            return (last?[path.last ?? ""] as? NSNumber)?.intValue
        }
        func first(_ values: Int?...) -> Int { values.lazy.compactMap { $0 }.first ?? 0 }
        let prompt = first(number("prompt_tokens"), number("input_tokens"))
        let completion = first(number("completion_tokens"), number("output_tokens"))
        let total = first(number("total_tokens"))
        var (result, details, written) = (RawUsage(), "prompt_tokens_details", "completion_tokens_details")
        if usage["input_tokens_details"] != nil { details = "input_tokens_details" }
        if usage["output_tokens_details"] != nil { written = "output_tokens_details" }
        result.counts["cache_read"] = first(
            number(details, "cached_tokens"), number("prompt_cache_hit_tokens"), number("cached_tokens"), number("num_cached_tokens"),
            number("cache_read_input_tokens"))
        result.counts["cache_write"] = [
            number(details, "cache_write_tokens"), number(details, "cache_creation_tokens"), number("cache_creation_input_tokens"),
        ].compactMap { $0 }.max() ?? 0
        result.counts["audio_input"] = first(number(details, "audio_tokens"))
        result.counts["image_input"] = first(number(details, "image_tokens"))
        result.counts["input"] = prompt - result.totalInput
        let thoughts = max(first(number(written, "reasoning_tokens")), first(number("reasoning_tokens")))
        let beside = max(0, total - prompt - completion)
        result.counts["reasoning"] = max(thoughts, beside)
        // Thoughts that are more than the whole cannot be a part of it.
        let within = beside > 0 ? max(0, thoughts - beside) : thoughts > completion ? 0 : thoughts
        result.counts["audio_output"] = first(number(written, "audio_tokens"))
        result.counts["image_output"] = first(number(written, "image_tokens"))
        result.counts["output"] = completion - within - (result.counts["audio_output"] ?? 0) - (result.counts["image_output"] ?? 0)
        result.counts["tool_request"] =
            searches
            ?? max(
                first(number("server_tool_use", "web_search_requests")), first(number("server_tool_use_details", "web_search_requests")),
                first(number("num_search_queries")))
        return result
    }

    private static func responses(_ documents: [[String: Any]]) -> RawUsage? {
        let ends = documents.compactMap { $0["response"] as? [String: Any] ?? ($0["object"] as? String == "response" ? $0 : nil) }
        guard let last = ends.last(where: { $0["usage"] is [String: Any] }) else { return nil }
        var items = last["output"] as? [[String: Any]] ?? []
        // Some services leave the output out of the end.
        if items.isEmpty { items = documents.filter { $0["type"] as? String == "response.output_item.done" }.compactMap { $0["item"] as? [String: Any] } }
        let billed = items.count { ["web_search_call", "file_search_call", "x_search_call"].contains($0["type"] as? String) }
        return openAI(last["usage"] as? [String: Any], searches: billed)
    }

    /// Each event's figures replace those of the same name before them
    /// (https://platform.claude.com/docs/en/build-with-claude/streaming: "the token counts … are cumulative").
    private static func anthropic(_ documents: [[String: Any]]) -> RawUsage? {
        var usage: [String: Any] = [:]
        for document in documents {
            let told = (document["message"] as? [String: Any])?["usage"] ?? document["usage"]
            for (key, value) in told as? [String: Any] ?? [:] where !(value is NSNull) { usage[key] = value }
        }
        guard !usage.isEmpty else { return nil }
        func number(_ key: String, in part: String? = nil) -> Int {
            let place = part.map { usage[$0] as? [String: Any] ?? [:] } ?? usage
            return (place[key] as? NSNumber)?.intValue ?? 0
        }
        let long = number("ephemeral_1h_input_tokens", in: "cache_creation")
        let written = max(number("cache_creation_input_tokens"), long + number("ephemeral_5m_input_tokens", in: "cache_creation"))
        let thoughts = number("thinking_tokens", in: "output_tokens_details")
        var result = RawUsage()
        result.counts = [
            "input": number("input_tokens"), "cache_read": number("cache_read_input_tokens"), "cache_write_1h": long, "cache_write": written - long,
            "output": number("output_tokens") - thoughts, "reasoning": thoughts, "tool_request": number("web_search_requests", in: "server_tool_use"),
        ]
        return result
    }

    /// The prompt holds what was cached; what tools brought stands beside it, and thoughts beside the answer
    /// (https://ai.google.dev/api/generate-content#UsageMetadata). Searches: Gemini 3 bills each query that is
    /// not empty, earlier ones each prompt (https://ai.google.dev/gemini-api/docs/google-search).
    private static func gemini(_ documents: [[String: Any]]) -> RawUsage? {
        guard let usage = documents.compactMap({ $0["usageMetadata"] as? [String: Any] }).last(where: { !$0.isEmpty }) else { return nil }
        func number(_ key: String) -> Int { (usage[key] as? NSNumber)?.intValue ?? 0 }
        func part(_ key: String, _ modality: String, _ word: Int) -> Int {
            (usage[key] as? [[String: Any]] ?? []).reduce(0) { sum, detail in
                let isMeant = detail["modality"] as? String == modality || detail["modality"] as? Int == word
                return sum + (isMeant ? (detail["tokenCount"] as? NSNumber)?.intValue ?? 0 : 0)
            }
        }
        var result = RawUsage()
        let cached = number("cachedContentTokenCount")
        let cachedAudio = part("cacheTokensDetails", "AUDIO", 5)
        let read = number("promptTokenCount") + number("toolUsePromptTokenCount")
        let written = usage["candidatesTokenCount"] == nil ? max(0, number("totalTokenCount") - read - number("thoughtsTokenCount")) : number("candidatesTokenCount")
        let audio = part("promptTokensDetails", "AUDIO", 5) - cachedAudio
        // Pages of a document may be images in the one list and not in the other.
        let image = max(0, part("promptTokensDetails", "IMAGE", 2) - part("cacheTokensDetails", "IMAGE", 2))
        let (spoken, drawn) = (part("candidatesTokensDetails", "AUDIO", 5), part("candidatesTokensDetails", "IMAGE", 2))
        result.counts = [
            "audio_cache_read": cachedAudio, "cache_read": cached - cachedAudio, "audio_input": audio, "image_input": image,
            "input": read - cached - audio - image, "reasoning": number("thoughtsTokenCount"), "audio_output": spoken, "image_output": drawn,
            "output": written - spoken - drawn, "tool_request": searches(documents),
        ]
        return result
    }

    private static func searches(_ documents: [[String: Any]]) -> Int {
        let candidates = documents.flatMap { $0["candidates"] as? [[String: Any]] ?? [] }
        let told = candidates.compactMap { ($0["groundingMetadata"] as? [String: Any])?["webSearchQueries"] as? [String] }
        let count = told.last?.count { !$0.isEmpty } ?? 0
        let model = documents.compactMap { $0["modelVersion"] as? String }.last ?? ""
        let generation = model.drop { !$0.isNumber }.prefix { $0.isNumber }
        return (Int(generation) ?? 0) >= 3 ? count : min(count, 1)
    }

    /// What was read from the cache or written to it stands beside the input
    /// (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html).
    private static func converse(_ documents: [[String: Any]]) -> RawUsage? {
        guard let usage = documents.compactMap({ $0["usage"] as? [String: Any] }).last else { return nil }
        func number(_ key: String) -> Int { (usage[key] as? NSNumber)?.intValue ?? 0 }
        let long = (usage["cacheDetails"] as? [[String: Any]] ?? []).reduce(0) {
            $0 + ($1["ttl"] as? String == "1h" ? ($1["inputTokens"] as? NSNumber)?.intValue ?? 0 : 0)
        }
        var result = RawUsage()
        result.counts = [
            "input": number("inputTokens"), "cache_read": number("cacheReadInputTokens"), "cache_write_1h": long,
            "cache_write": max(number("cacheWriteInputTokens"), long) - long, "output": number("outputTokens"),
        ]
        return result
    }
}

// MARK: Carriers

extension RawUsage {
    /// The JSON objects of an answer, in order.
    private static func documents(of item: FixtureCase) throws -> [[String: Any]] {
        switch item.format {
        case "json": return [try object(Data(item.answer()))].compactMap { $0 }
        case "json-array-stream": return try JSONSerialization.jsonObject(with: Data(item.answer())) as? [[String: Any]] ?? []
        case "eventstream":
            let lines = try Fixtures.bytes(item.path + ".events.jsonl").split(separator: UInt8(ascii: "\n"))
            return try lines.compactMap { try object(Data($0))?["payload"] as? [String: Any] }
        default:
            let text = String(decoding: try item.answer(), as: UTF8.self).replacing("\r\n", with: "\n").replacing("\r", with: "\n")
            return text.split(separator: "\n").compactMap { line in
                line.hasPrefix("data:") ? (try? object(Data(line.dropFirst("data:".count).utf8))) ?? nil : nil
            }
        }
    }

    private static func object(_ data: Data) throws -> [String: Any]? { try JSONSerialization.jsonObject(with: data) as? [String: Any] }
}
