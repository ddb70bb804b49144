internal import Conversation
internal import JSONText
internal import Primitives

/// Turns the output items of a response into events, streamed or whole.
///
/// Items are known by their place in the output: ids change from event to event at some services.
struct ResponsesItems {
    private enum Told { case nothing, summary, content }

    private struct Item {
        /// The call's number in the answer, given when its name is known.
        var call: Int?
        /// Arguments that came before the name.
        var early = ""
        /// The call's arguments came.
        var hasArguments = false
        /// Parts of a message whose text came, and whose citations came.
        var said: Set<Int> = []
        var cited: Set<Int> = []
        /// Which of its two forms the thoughts came in, and the last part of them that came.
        var told = Told.nothing
        var part = 0
        var isDone = false
    }

    /// The answer's id.
    var answer = ""
    private var items: [Int: Item] = [:]
    private var calls = 0
    private var hasRefusal = false
    /// Calls of tools that the provider bills by the call.
    private var toolRequests = 0

    /// Takes an event of the stream that is about the item at `index`.
    mutating func take(_ type: String, _ root: JSONValue, at index: Int, into events: inout [ChatEvent]) {
        switch type {
        case "response.output_text.delta": say(root, "delta", at: index, into: &events)
        case "response.refusal.delta": refuse(root, "delta", at: index, into: &events)
        case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta":
            add(arguments: root["delta"]?.string ?? "", at: index, into: &events)
        case "response.reasoning_summary_text.delta": think(root, "delta", .summary, root["summary_index"]?.int, at: index, into: &events)
        case "response.reasoning_text.delta": think(root, "delta", .content, root["content_index"]?.int, at: index, into: &events)
        case "response.output_item.added": if let item = root["item"] { begin(item, at: index, into: &events) }
        case "response.output_item.done": if let item = root["item"] { finish(item, at: index, into: &events) }
        // A service that sends a text at once may leave its deltas out.
        case "response.output_text.done": if !hasSaid(root, at: index) { say(root, "text", at: index, into: &events) }
        case "response.refusal.done": if !hasSaid(root, at: index) { refuse(root, "refusal", at: index, into: &events) }
        case "response.output_text.annotation.added": cite(root, at: index, into: &events)
        default: break
        }
    }

    /// The response is complete: `response` repeats the output as a whole.
    mutating func end(_ response: JSONValue, into events: inout [ChatEvent]) {
        if items.isEmpty, let output = response["output"] {
            for (index, item) in output.elements.enumerated() { finish(item, at: index, into: &events) }
        }
        for index in items.keys.sorted() where items[index]?.call == nil && items[index]?.early.isEmpty == false {
            open(index, id: "", name: "", into: &events)
        }
        if var usage = response["usage"].flatMap(OpenAIUsage.decode) {
            usage.toolRequests = toolRequests
            events.append(.usage(usage))
        }
        events.append(.finished(ResponsesStatus.reason(response, hasCalls: calls > 0, hasRefusal: hasRefusal)))
    }

    private mutating func begin(_ item: JSONValue, at index: Int, into events: inout [ChatEvent]) {
        items[index, default: Item()].isDone = false
        guard Self.isCall(item), let name = item["name"]?.string, !name.isEmpty else { return }
        open(index, id: Self.callID(item), name: name, into: &events)
        let arguments = item["arguments"]?.string ?? item["input"]?.string ?? ""
        if !arguments.isEmpty { add(arguments: arguments, at: index, into: &events) }
    }

    /// Takes a whole item: of it, what the stream has not told yet.
    private mutating func finish(_ item: JSONValue, at index: Int, into events: inout [ChatEvent]) {
        guard items[index]?.isDone != true else { return }
        items[index, default: Item()].isDone = true
        switch item["type"]?.string {
        case "message": finish(message: item, at: index, into: &events)
        case "reasoning": finish(reasoning: item, at: index, into: &events)
        case "function_call", "custom_tool_call": finish(call: item, at: index, into: &events)
        case "image_generation_call": finish(image: item, into: &events)
        case nil: break
        case let type?:
            if ["web_search_call", "file_search_call", "x_search_call"].contains(type) { toolRequests += 1 }
            events.append(.opaque(item.raw.text))
        }
    }

    private func finish(image item: JSONValue, into events: inout [ChatEvent]) {
        guard let data = item["result"]?.string, !data.isEmpty else { return events.append(.opaque(item.raw.text)) }
        events.append(.media(Media(type: "image/\(item["output_format"]?.string ?? "png")", source: .base64(data))))
    }
}

// MARK: Texts

extension ResponsesItems {
    private func hasSaid(_ root: JSONValue, at index: Int) -> Bool {
        items[index]?.said.contains(root["content_index"]?.int ?? 0) == true
    }

    private mutating func say(_ root: JSONValue, _ key: StaticString, at index: Int, into events: inout [ChatEvent]) {
        guard let text = root[key]?.string, !text.isEmpty else { return }
        items[index, default: Item()].said.insert(root["content_index"]?.int ?? 0)
        ResponsesLogprobs.decode(root["logprobs"], into: &events)
        events.append(.text(text))
    }

    private mutating func refuse(_ root: JSONValue, _ key: StaticString, at index: Int, into events: inout [ChatEvent]) {
        guard let text = root[key]?.string, !text.isEmpty else { return }
        items[index, default: Item()].said.insert(root["content_index"]?.int ?? 0)
        hasRefusal = true
        events.append(.refusal(text))
    }

    private mutating func cite(_ root: JSONValue, at index: Int, into events: inout [ChatEvent]) {
        guard let annotation = root["annotation"] else { return }
        items[index, default: Item()].cited.insert(root["content_index"]?.int ?? 0)
        ResponsesAnnotation.decode(annotation, into: &events)
    }

    private mutating func finish(message item: JSONValue, at index: Int, into events: inout [ChatEvent]) {
        guard let content = item["content"] else { return }
        for (place, part) in content.elements.enumerated() {
            if items[index]?.said.contains(place) != true { take(part: part, into: &events) }
            guard items[index]?.cited.contains(place) != true, let annotations = part["annotations"] else { continue }
            for annotation in annotations.elements { ResponsesAnnotation.decode(annotation, into: &events) }
        }
    }

    private mutating func take(part: JSONValue, into events: inout [ChatEvent]) {
        if let text = part["text"]?.string, !text.isEmpty {
            ResponsesLogprobs.decode(part["logprobs"], into: &events)
            events.append(.text(text))
        } else if let text = part["refusal"]?.string, !text.isEmpty {
            hasRefusal = true
            events.append(.refusal(text))
        }
    }
}

// MARK: Thoughts

extension ResponsesItems {
    /// Thoughts come as a summary in parts or as themselves; of an item that has both, the form that came first counts.
    private mutating func think(
        _ root: JSONValue, _ key: StaticString, _ form: Told, _ part: Int?, at index: Int, into events: inout [ChatEvent]
    ) {
        guard let text = root[key]?.string, !text.isEmpty else { return }
        var item = items[index] ?? Item()
        guard item.told == .nothing || item.told == form else { return }
        if item.told == form, let part, part != item.part { events.append(.reasoning("\n\n")) }
        item.told = form
        item.part = part ?? item.part
        items[index] = item
        events.append(.reasoning(text))
    }

    private mutating func finish(reasoning item: JSONValue, at index: Int, into events: inout [ChatEvent]) {
        if items[index]?.told == .nothing {
            for (place, part) in (item["summary"]?.elements.map { $0 } ?? []).enumerated() { think(part, "text", .summary, place, at: index, into: &events) }
            for (place, part) in (item["content"]?.elements.map { $0 } ?? []).enumerated() { think(part, "text", .content, place, at: index, into: &events) }
        }
        guard let signature = ResponsesSignature.issued(id: item["id"]?.string, encrypted: item["encrypted_content"]?.string) else { return }
        // A summary, even an empty one, is completed by it; without one the thoughts are sealed.
        let isSealed = items[index]?.told == .nothing && item["summary"]?.isEmptyOrNull != false
        events.append(isSealed ? .redactedReasoning(signature) : .reasoningSignature(signature))
    }
}

// MARK: Calls

extension ResponsesItems {
    private static func isCall(_ item: JSONValue) -> Bool {
        item["type"]?.isString("function_call") == true || item["type"]?.isString("custom_tool_call") == true
    }

    private static func callID(_ item: JSONValue) -> String { item["call_id"]?.string ?? item["id"]?.string ?? "" }

    private mutating func open(_ index: Int, id: String, name: String, into events: inout [ChatEvent]) {
        guard items[index]?.call == nil else { return }
        let number = calls
        calls += 1
        // An id is unique within a conversation where the answer's own is.
        events.append(.toolCall(index: number, id: id.isEmpty ? "call_\(answer)_\(number)" : id, name: name))
        let early = items[index]?.early ?? ""
        items[index, default: Item()].call = number
        items[index]?.early = ""
        if !early.isEmpty { events.append(.toolArguments(index: number, early)) }
    }

    private mutating func add(arguments: String, at index: Int, into events: inout [ChatEvent]) {
        guard !arguments.isEmpty else { return }
        items[index, default: Item()].hasArguments = true
        if let call = items[index]?.call {
            events.append(.toolArguments(index: call, arguments))
        } else {
            items[index]?.early += arguments
        }
    }

    private mutating func finish(call item: JSONValue, at index: Int, into events: inout [ChatEvent]) {
        let isCustom = item["type"]?.isString("custom_tool_call") == true
        open(index, id: Self.callID(item), name: item["name"]?.string ?? "", into: &events)
        guard items[index]?.hasArguments != true else { return }
        let arguments = (isCustom ? item["input"] : item["arguments"])?.string ?? ""
        add(arguments: arguments.isEmpty && !isCustom ? "{}" : arguments, at: index, into: &events)
    }
}
