import Conversation
import Foundation

/// Reads answers of the Messages API with Foundation, plainly: a stream becomes the message that it builds up.
enum AnthropicReference {
    typealias Object = [String: Any]

    static func read(events: [Object]) -> Reading {
        var message: Object = [:]
        var blocks: [Int: Object] = [:]
        var counts: Object = [:]
        var failed = false
        for event in events {
            switch event["type"] as? String {
            case "message_start":
                message = event["message"] as! Object
                counts = message["usage"] as? Object ?? [:]
            case "content_block_start": blocks[event["index"] as! Int] = event["content_block"] as? Object
            case "content_block_delta": add(event["delta"] as! Object, to: &blocks[event["index"] as! Int, default: [:]])
            case "message_delta":
                message.merge(event["delta"] as! Object) { $1 }
                counts.merge(event["usage"] as? Object ?? [:]) { $1 }
            case "error": failed = true
            default: break
            }
        }
        message["content"] = blocks.sorted { $0.key < $1.key }.map(\.value)
        message["usage"] = counts
        var reading = read(message)
        reading.failed = failed
        return reading
    }

    private static func add(_ delta: Object, to block: inout Object) {
        func append(_ key: String, _ from: String) { block[key] = (block[key] as? String ?? "") + (delta[from] as? String ?? "") }
        switch delta["type"] as? String {
        case "text_delta": append("text", "text")
        case "thinking_delta": append("thinking", "thinking")
        case "signature_delta": append("signature", "signature")
        case "input_json_delta": append("json", "partial_json")
        default: break
        }
    }

    static func read(_ message: Object) -> Reading {
        var reading = Reading()
        reading.id = message["id"] as? String ?? ""
        for block in message["content"] as? [Object] ?? [] {
            switch block["type"] as? String {
            case "text": reading.text += block["text"] as? String ?? ""
            case "thinking":
                reading.reasoning += block["thinking"] as? String ?? ""
                if let signature = block["signature"] as? String, signature != "" { reading.signatures.append(signature) }
            case "redacted_thinking": reading.sealed.append(block["data"] as? String ?? "")
            case "tool_use": reading.calls.append(.init(name: block["name"] as! String, arguments: arguments(block)))
            default: break
            }
        }
        if let details = message["stop_details"] as? Object { reading.refusal = details["explanation"] as? String ?? "" }
        if let word = message["stop_reason"] as? String { reading.finish = finish(word, message["stop_sequence"] as? String) }
        if let counts = message["usage"] as? Object { reading.usage = usage(counts) }
        return reading
    }

    private static func arguments(_ block: Object) -> String {
        if let json = block["json"] as? String, json != "" { return json }
        return canonical(block["input"] ?? Object())
    }

    /// JSON with sorted keys, to compare arguments that came as an object.
    static func canonical(_ value: Any) -> String {
        String(decoding: try! JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes]), as: UTF8.self)
    }

    private static func finish(_ word: String, _ sequence: String?) -> FinishReason {
        switch word {
        case "end_turn": .stop
        case "max_tokens": .length
        case "tool_use": .toolCalls
        case "refusal": .refusal
        case "stop_sequence": .stopSequence(sequence)
        default: .other(word)
        }
    }

    private static func usage(_ counts: Object) -> Usage {
        let output = counts["output_tokens"] as? Int ?? 0
        let thinking = (counts["output_tokens_details"] as? Object)?["thinking_tokens"] as? Int ?? 0
        var usage = Usage(
            input: counts["input_tokens"] as? Int ?? 0, cacheRead: counts["cache_read_input_tokens"] as? Int ?? 0,
            cacheWrite5m: counts["cache_creation_input_tokens"] as? Int ?? 0, output: output - thinking, reasoning: thinking)
        let requests = counts["server_tool_use"] as? Object ?? [:]
        usage.toolRequests = requests["web_search_requests"] as? Int ?? 0
        return usage
    }
}
