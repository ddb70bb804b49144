import Conversation
import Foundation

/// Reads answers of Converse with Foundation, plainly: a stream becomes the answer that it builds up.
enum ConverseReference {
    typealias Object = [String: Any]

    /// `events`: the frames as the fixtures keep them, each with its name and its payload.
    static func read(events: [Object]) -> Reading {
        var blocks: [Int: Object] = [:]
        var answer: Object = [:]
        var failed = false
        for event in events {
            let payload = event["payload"] as! Object
            let index = payload["contentBlockIndex"] as? Int ?? 0
            switch event["event"] as! String {
            case "contentBlockStart": blocks[index] = payload["start"] as? Object
            case "contentBlockDelta": add(payload["delta"] as! Object, to: &blocks[index, default: [:]])
            case "messageStop": answer["stopReason"] = payload["stopReason"]
            case "metadata": answer["usage"] = payload["usage"]
            case let name where name.hasSuffix("Exception"): failed = true
            default: break
            }
        }
        answer["output"] = ["message": ["content": blocks.sorted { $0.key < $1.key }.map(\.value)]]
        var reading = read(answer)
        reading.failed = failed
        return reading
    }

    private static func add(_ delta: Object, to block: inout Object) {
        if let text = delta["text"] as? String { block["text"] = (block["text"] as? String ?? "") + text }
        if let input = (delta["toolUse"] as? Object)?["input"] as? String {
            block["json"] = (block["json"] as? String ?? "") + input
        }
        guard let thought = delta["reasoningContent"] as? Object else { return }
        var content = block["reasoningContent"] as? Object ?? [:]
        if let sealed = thought["redactedContent"] { content["redactedContent"] = sealed } else {
            var text = content["reasoningText"] as? Object ?? [:]
            for (key, value) in thought { text[key] = (text[key] as? String ?? "") + (value as! String) }
            content["reasoningText"] = text
        }
        block["reasoningContent"] = content
    }

    static func read(_ answer: Object) -> Reading {
        var reading = Reading()
        let message = (answer["output"] as? Object)?["message"] as? Object
        for block in message?["content"] as? [Object] ?? [] { read(block, into: &reading) }
        if let word = answer["stopReason"] as? String { reading.finish = finish(word) }
        if let counts = answer["usage"] as? Object {
            reading.usage = Usage(
                input: counts["inputTokens"] as! Int, cacheRead: counts["cacheReadInputTokens"] as? Int ?? 0,
                cacheWrite5m: counts["cacheWriteInputTokens"] as? Int ?? 0, output: counts["outputTokens"] as! Int)
        }
        return reading
    }

    private static func read(_ block: Object, into reading: inout Reading) {
        reading.text += block["text"] as? String ?? ""
        for part in (block["citationsContent"] as? Object)?["content"] as? [Object] ?? [] { reading.text += part["text"] as! String }
        if let thought = block["reasoningContent"] as? Object {
            let text = thought["reasoningText"] as? Object
            reading.reasoning += text?["text"] as? String ?? ""
            if let signature = text?["signature"] as? String { reading.signatures.append(signature) }
            // What Claude seals is a text in there.
            if let sealed = thought["redactedContent"] as? String {
                reading.sealed.append(String(decoding: Data(base64Encoded: sealed)!, as: UTF8.self))
            }
        }
        guard let call = block["toolUse"] as? Object, call["type"] as? String != "server_tool_use" else { return }
        let arguments = block["json"] as? String ?? AnthropicReference.canonical(call["input"] ?? Object())
        reading.calls.append(.init(name: call["name"] as! String, arguments: arguments))
    }

    private static func finish(_ word: String) -> FinishReason {
        switch word {
        case "end_turn": .stop
        case "max_tokens": .length
        case "tool_use": .toolCalls
        case "guardrail_intervened": .contentFilter
        case "stop_sequence": .stopSequence(nil)
        default: .other(word)
        }
    }
}
