import Conversation
import Foundation

/// Reads answers of the Responses API with Foundation, plainly: a stream is its deltas, its finished items, and its last response.
enum ResponsesReference {
    typealias Object = [String: Any]

    /// Texts come from deltas, signatures and whole texts from finished items, the rest from the last response.
    static func read(events: [Object]) -> Reading {
        var reading = Reading()
        var texts: [Int: String] = [:]
        var thoughts: [Int: [Int: String]] = [:]
        var order: [Int] = []
        var items: [(place: Int, item: Object)] = []
        for event in events {
            let place = event["output_index"] as? Int ?? -1
            let delta = event["delta"] as? String ?? ""
            switch event["type"] as? String {
            case "response.output_text.delta": texts[place, default: ""] += delta
            case "response.reasoning_summary_text.delta": thoughts[place, default: [:]][event["summary_index"] as! Int, default: ""] += delta
            case "response.reasoning_text.delta": thoughts[place, default: [:]][event["content_index"] as! Int, default: ""] += delta
            case "response.output_item.added": order.append(place)
            case "response.output_item.done": items.append((place, event["item"] as! Object))
            case "response.failed": reading.failed = true
            case "response.completed", "response.incomplete": readEnd(event["response"] as! Object, items.map(\.item), &reading)
            default: break
            }
            if let response = event["response"] as? Object, reading.id.isEmpty { reading.id = response["id"] as? String ?? "" }
        }
        for place in order {
            reading.text += texts[place] ?? ""
            reading.reasoning += (thoughts[place] ?? [:]).sorted { $0.key < $1.key }.map(\.value).joined(separator: "\n\n")
        }
        for (place, item) in items { take(item, hasThoughts: thoughts[place] != nil, &reading) }
        return reading
    }

    static func read(_ response: Object) -> Reading {
        var reading = Reading()
        reading.id = response["id"] as? String ?? ""
        let items = response["output"] as! [Object]
        for item in items {
            let summary = texts(item["summary"], "text")
            let told = item["type"] as? String == "reasoning" ? (summary.isEmpty ? texts(item["content"], "text") : summary) : []
            reading.reasoning += told.joined(separator: "\n\n")
            if item["type"] as? String == "message" { reading.text += texts(item["content"], "text").joined() }
            take(item, hasThoughts: !told.isEmpty, &reading)
        }
        readEnd(response, items, &reading)
        return reading
    }

    private static func texts(_ parts: Any?, _ key: String) -> [String] { (parts as? [Object] ?? []).compactMap { $0[key] as? String } }

    private static func take(_ item: Object, hasThoughts: Bool, _ reading: inout Reading) {
        switch item["type"] as? String {
        case "message": reading.refusal += texts(item["content"], "refusal").joined()
        case "reasoning":
            guard let encrypted = item["encrypted_content"] as? String, encrypted != "" else { return }
            let signature = "\(item["id"] as! String)|\(encrypted)"
            if hasThoughts { reading.signatures.append(signature) } else { reading.sealed.append(signature) }
        case "function_call": reading.calls.append(.init(name: item["name"] as! String, arguments: item["arguments"] as! String))
        case "custom_tool_call": reading.calls.append(.init(name: item["name"] as! String, arguments: item["input"] as! String))
        default: break
        }
    }

    private static func readEnd(_ response: Object, _ items: [Object], _ reading: inout Reading) {
        let types = items.compactMap { $0["type"] as? String }
        let reason = (response["incomplete_details"] as? Object)?["reason"] as? String
        reading.finish =
            reason == "max_output_tokens" ? .length : types.contains { $0 == "function_call" || $0 == "custom_tool_call" } ? .toolCalls : .stop
        guard let counts = response["usage"] as? Object else { return }
        func detail(_ group: String, _ name: String) -> Int { (counts[group] as? Object)?[name] as? Int ?? 0 }
        let (cached, written) = (detail("input_tokens_details", "cached_tokens"), detail("input_tokens_details", "cache_write_tokens"))
        let reasoning = detail("output_tokens_details", "reasoning_tokens")
        var usage = Usage(
            input: counts["input_tokens"] as! Int - cached - written, cacheRead: cached, cacheWrite5m: written,
            output: counts["output_tokens"] as! Int - reasoning, reasoning: reasoning)
        usage.toolRequests = types.filter { $0 == "web_search_call" || $0 == "file_search_call" }.count
        reading.usage = usage
    }
}
