import Conversation
import Foundation

/// Reads chat-completion answers with Foundation, plainly: one pass over decoded dictionaries.
enum OpenAIReference {
    typealias Object = [String: Any]

    static func read(stream: Data) throws -> Reading {
        var reading = Reading()
        var callPlaces: [Int: Int] = [:]
        for object in try objects(stream) {
            if object["error"] is Object { reading.failed = true }
            take(object, "delta", &callPlaces, &reading)
        }
        return reading
    }

    static func read(whole: Data) throws -> Reading {
        var reading = Reading()
        var places: [Int: Int] = [:]
        let object = try JSONSerialization.jsonObject(with: whole) as! Object
        take(object, "message", &places, &reading)
        return reading
    }

    /// The JSON of each `data:` line; no fixture of this API spreads one over several lines.
    static func objects(_ stream: Data) throws -> [Object] {
        try String(decoding: stream, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line in
            guard line.hasPrefix("data:") else { return nil }
            let text = line.dropFirst(5).trimmingCharacters(in: .whitespaces)
            return text == "[DONE]" ? nil : try JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object
        }
    }

    private static func take(_ object: Object, _ key: String, _ places: inout [Int: Int], _ reading: inout Reading) {
        if let groq = object["x_groq"] as? Object, let counts = groq["usage"] as? Object { reading.usage = usage(counts) }
        if let counts = object["usage"] as? Object { reading.usage = usage(counts) }
        guard let choice = (object["choices"] as? [Object])?.first(where: { $0["index"] as? Int ?? 0 == 0 }) else { return }
        if reading.id.isEmpty { reading.id = object["id"] as? String ?? "" }
        if let word = choice["finish_reason"] as? String { reading.finish = finish(word) }
        guard let content = choice[key] as? Object else { return }
        takeText(content, &reading)
        for call in content["tool_calls"] as? [Object] ?? [] { take(call, key == "message", &places, &reading) }
        if let call = content["function_call"] as? Object { take(["function": call], true, &places, &reading) }
    }

    private static func takeText(_ content: Object, _ reading: inout Reading) {
        reading.text += content["content"] as? String ?? ""
        for part in content["content"] as? [Object] ?? [] {
            reading.text += part["text"] as? String ?? ""
            for thought in part["thinking"] as? [Object] ?? [] { reading.reasoning += thought["text"] as? String ?? "" }
        }
        reading.refusal += content["refusal"] as? String ?? ""
        reading.reasoning += content["reasoning_content"] as? String ?? content["reasoning"] as? String ?? ""
        if let google = (content["extra_content"] as? Object)?["google"] as? Object, let signature = google["thought_signature"] as? String {
            reading.signatures.append(signature)
        }
        for detail in content["reasoning_details"] as? [Object] ?? [] {
            if let signature = detail["signature"] as? String, signature != "" { reading.signatures.append(signature) }
            if let data = detail["data"] as? String { reading.sealed.append(data) }
        }
    }

    private static func take(_ call: Object, _ isWhole: Bool, _ places: inout [Int: Int], _ reading: inout Reading) {
        let function = call["function"] as? Object ?? [:]
        let name = function["name"] as? String ?? ""
        let arguments = function["arguments"] as? String ?? ""
        let index = call["index"] as? Int ?? reading.calls.count
        if !isWhole, let place = places[index] {
            reading.calls[place].arguments += arguments
        } else {
            places[index] = reading.calls.count
            reading.calls.append(.init(name: name, arguments: arguments))
        }
    }

    private static func finish(_ word: String) -> FinishReason {
        switch word {
        case "stop", "eos": .stop
        case "length": .length
        case "tool_calls", "function_call": .toolCalls
        case "content_filter": .contentFilter
        default: .other(word)
        }
    }

    /// Prompt and completion as reported; what the total holds beyond them is reasoning, and so is reasoning beyond the completion.
    private static func usage(_ counts: Object) -> Usage {
        func number(_ path: String...) -> Int {
            var value: Any? = counts
            for step in path { value = (value as? Object)?[step] }
            return value as? Int ?? 0
        }
        let (prompt, completion, total) = (number("prompt_tokens"), number("completion_tokens"), number("total_tokens"))
        let cached = max(number("prompt_tokens_details", "cached_tokens"), number("prompt_cache_hit_tokens"), number("cached_tokens"))
        let written = number("prompt_tokens_details", "cache_write_tokens")
        var reasoning = number("completion_tokens_details", "reasoning_tokens")
        var output = completion - reasoning
        if total > prompt + completion {
            reasoning = total - prompt - completion
            output = completion
        } else if reasoning > completion {
            output = completion
        }
        var usage = Usage(input: prompt - cached - written, cacheRead: cached, cacheWrite5m: written, output: output, reasoning: reasoning)
        usage.toolRequests = max(number("server_tool_use", "web_search_requests"), number("server_tool_use_details", "web_search_requests"))
        return usage
    }
}
