internal import JSONText
internal import Primitives

/// Events as OpenAI frames them (API reference, "Streaming events"): the response is created, then each item is added, grows and is done,
/// then the response is over. Every event has the next number.
struct ResponseEvents {
    private var stream = StreamRendering()
    private var number = 0
    /// Events that go out with the next token, or after the last.
    private var pending = Bytes()

    static func stream(_ objects: ResponseObjects) -> StreamRendering {
        var events = ResponseEvents()
        events.write(objects)
        return events.stream
    }

    static func event(_ type: String, _ members: String, _ number: Int) -> Bytes {
        Bytes("event: \(type)\ndata: {\"type\":\"\(type)\",\(members),\"sequence_number\":\(number)}\n\n".utf8)
    }

    private mutating func write(_ objects: ResponseObjects) {
        let begun = "\"response\":\(objects.response(.inProgress))"
        add("response.created", begun)
        add("response.in_progress", begun)
        stream.opening = take()
        stream.numbers = [number]
        for (index, item) in objects.items.enumerated() { add(item, index) }
        let type = ["failed", "incomplete"].contains(objects.status) ? objects.status : "completed"
        add("response.\(type)", "\"response\":\(objects.response(.over))")
        stream.done = take()
    }

    private mutating func add(_ item: ResponseItem, _ index: Int) {
        add("response.output_item.added", "\"item\":\(item.opening),\"output_index\":\(index)")
        switch item.kind {
        case .reasoning: addSummary(item, index)
        case .message: addText(item, index)
        case .call: addArguments(item, index)
        }
        add("response.output_item.done", "\"item\":\(item.whole),\"output_index\":\(index)")
        joinLastToken()
    }

    private mutating func addSummary(_ item: ResponseItem, _ index: Int) {
        if item.pieces.isEmpty { return endToken() }
        let place = "\"item_id\":\"\(item.id)\",\"output_index\":\(index),\"summary_index\":0"
        add("response.reasoning_summary_part.added", "\(place),\"part\":{\"type\":\"summary_text\",\"text\":\"\"}")
        addDeltas("response.reasoning_summary_text.delta", place, item.pieces)
        let text = JSONWriter.quoted(item.pieces.joined())
        add("response.reasoning_summary_text.done", "\(place),\"text\":\(text)")
        add("response.reasoning_summary_part.done", "\(place),\"part\":{\"type\":\"summary_text\",\"text\":\(text)}")
    }

    private mutating func addText(_ item: ResponseItem, _ index: Int) {
        let place = "\"content_index\":0,\"item_id\":\"\(item.id)\",\"output_index\":\(index)"
        let part = "\"part\":{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":"
        add("response.content_part.added", "\(place),\(part)\"\"}")
        addDeltas("response.output_text.delta", "\(place),\"logprobs\":[]", item.pieces)
        let text = JSONWriter.quoted(item.pieces.joined())
        add("response.output_text.done", "\(place),\"logprobs\":[],\"text\":\(text)")
        add("response.content_part.done", "\(place),\(part)\(text)}")
    }

    private mutating func addArguments(_ item: ResponseItem, _ index: Int) {
        let place = "\"item_id\":\"\(item.id)\",\"output_index\":\(index)"
        addDeltas("response.function_call_arguments.delta", place, item.pieces)
        add("response.function_call_arguments.done", "\(place),\"arguments\":\(JSONWriter.quoted(item.pieces.joined()))")
    }

    private mutating func addDeltas(_ type: String, _ place: String, _ pieces: [String]) {
        for piece in pieces {
            add(type, "\(place),\"delta\":\(JSONWriter.quoted(piece))")
            endToken()
        }
    }
}

// MARK: Tokens

extension ResponseEvents {
    private mutating func add(_ type: String, _ members: String) {
        pending += Self.event(type, members, number)
        number += 1
    }

    private mutating func take() -> Bytes {
        defer { pending = [] }
        return pending
    }

    private mutating func endToken() {
        stream.tokens.append(take())
        stream.numbers.append(number)
    }

    /// What closes an item travels with its last token.
    private mutating func joinLastToken() {
        stream.tokens[stream.tokens.count - 1] += take()
        stream.numbers[stream.numbers.count - 1] = number
    }
}
