internal import Conversation
internal import JSONText
internal import Primitives

/// Writes an answer as the event stream of the Responses API: the response begins, its items begin, grow and end, the response ends.
///
/// Texts and thoughts follow one another; calls stay open until the answer ends, since elsewhere their arguments may take turns.
struct ResponsesAnswerEncoder: AnswerStreamEncoder {
    private var object: ResponsesObject
    /// The message or the thoughts that grow.
    private var open: Int?
    /// Where each call stands in the output, by its number.
    private var calls: [Int: Int] = [:]
    /// Of the text that comes next.
    private var logprobs: [TokenLogprob] = []
    private var finish: FinishReason?
    private var sequence = 0
    private var hasStarted = false
    private var isOver = false

    init(identity: AnswerIdentity) { object = ResponsesObject(identity: identity) }

    mutating func encode(_ event: ChatEvent) -> [AnswerFrame] {
        guard !isOver else { return [] }
        switch event {
        case .started: return start()
        case .text(let text): return say(text, .text)
        case .refusal(let text): return say(text, .refusal)
        case .reasoning(let text): return think(text)
        case .reasoningSignature(let signature): return sign(signature)
        case .redactedReasoning(let data): return close() + whole(.sealed(data, place: object.items.count, of: object.identity.id))
        case .toolCall(let index, let id, let name): return call(index, id, name)
        case .toolArguments(let index, let text): return add(text, to: index)
        case .toolSignature(let index, let signature): return sign(signature, call: index)
        case .citation(let citation): return cite(citation)
        case .media(let media): return show(media)
        case .logprobs(let more):
            logprobs += more
            return []
        case .opaque: return []
        case .usage(let usage):
            object.usage = usage
            return []
        case .finished(let reason):
            finish = reason
            return closeAll()
        case .failed(let fault): return fail(CallerError(fault)) ?? []
        case .ended: return end()
        }
    }

    private mutating func frame(_ type: String, _ members: (inout JSONWriter) -> Void) -> AnswerFrame {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("type", type)
            writer.member("sequence_number", sequence)
            members(&writer)
        }
        sequence += 1
        return AnswerFrame(event: type, data: writer.bytes)
    }

    private mutating func response(_ type: String) -> AnswerFrame {
        let object = object
        return frame(type) { writer in
            writer.key("response")
            object.write(into: &writer)
        }
    }

    private mutating func start() -> [AnswerFrame] {
        guard !hasStarted else { return [] }
        hasStarted = true
        let usage = object.usage
        object.usage = nil
        defer { object.usage = usage }
        return [response("response.created"), response("response.in_progress")]
    }

    private mutating func end() -> [AnswerFrame] {
        let before = start() + closeAll()
        isOver = true
        let reason = finish ?? .stop
        object.status = .ended(reason)
        if object.usage == nil { object.usage = Usage() }
        return before + [response(ResponsesStatus.incomplete(reason) == nil ? "response.completed" : "response.incomplete")]
    }

    mutating func fail(_ error: CallerError) -> [AnswerFrame]? {
        guard !isOver else { return [] }
        let before = start()
        isOver = true
        object.status = .failed(error)
        let told = ResponsesErrorEncoder.frame(error, sequence: sequence)
        sequence += 1
        return before + [told, response("response.failed")]
    }
}

// MARK: Items

extension ResponsesAnswerEncoder {
    /// Begins an item; returns the frames before it and its own.
    private mutating func begin(_ item: ResponsesItem) -> [AnswerFrame] {
        let before = start()
        object.items.append(item)
        return before + [itemFrame("response.output_item.added", object.items.count - 1, isBeginning: true)]
    }

    private mutating func whole(_ item: ResponsesItem) -> [AnswerFrame] { begin(item) + done(object.items.count - 1) }

    private mutating func itemFrame(_ type: String, _ place: Int, isBeginning: Bool = false) -> AnswerFrame {
        let item = object.items[place]
        return frame(type) { writer in
            writer.member("output_index", place)
            writer.key("item")
            item.write(isBeginning: isBeginning, into: &writer)
        }
    }

    private mutating func done(_ place: Int) -> [AnswerFrame] {
        object.items[place].isClosed = true
        return [itemFrame("response.output_item.done", place)]
    }

    /// A frame about a part of item `place`: the last one.
    private mutating func partFrame(_ type: String, _ place: Int, _ members: (inout JSONWriter, ResponsesItem.Part) -> Void) -> AnswerFrame {
        let item = object.items[place]
        let index = item.parts.count - 1
        let part = item.parts[index]
        return frame(type) { writer in
            writer.member("item_id", item.id)
            writer.member("output_index", place)
            writer.member(part.kind == .summary ? "summary_index" : "content_index", index)
            members(&writer, part)
        }
    }

    private mutating func beginPart(_ kind: ResponsesItem.Part.Kind, of place: Int) -> [AnswerFrame] {
        object.items[place].parts.append(.init(kind))
        let type = kind == .summary ? "response.reasoning_summary_part.added" : "response.content_part.added"
        return [
            partFrame(type, place) { writer, part in
                writer.key("part")
                part.write(isEmpty: true, into: &writer)
            }
        ]
    }

    private mutating func endPart(of place: Int) -> [AnswerFrame] {
        guard let kind = object.items[place].parts.last?.kind else { return [] }
        let names: (text: String, part: String) =
            switch kind {
            case .text: ("response.output_text.done", "response.content_part.done")
            case .refusal: ("response.refusal.done", "response.content_part.done")
            case .summary: ("response.reasoning_summary_text.done", "response.reasoning_summary_part.done")
            }
        return [
            partFrame(names.text, place) { writer, part in
                writer.member(kind == .refusal ? "refusal" : "text", part.text)
                if kind == .text { ResponsesLogprobs.write(part.logprobs, into: &writer) }
            },
            partFrame(names.part, place) { writer, part in
                writer.key("part")
                part.write(into: &writer)
            },
        ]
    }

    /// Ends the text or the thoughts that grow.
    private mutating func close() -> [AnswerFrame] {
        guard let place = open else { return [] }
        open = nil
        if let finish, ResponsesStatus.incomplete(finish) != nil { object.items[place].isCut = true }
        return endPart(of: place) + done(place)
    }

    private mutating func closeAll() -> [AnswerFrame] {
        var frames = close()
        for place in object.items.indices where !object.items[place].isClosed { frames += endCall(at: place) }
        return frames
    }

    /// Makes an item of `kind` with a part of that kind the one that grows.
    private mutating func grow(_ kind: ResponsesItem.Kind, _ part: ResponsesItem.Part.Kind) -> (frames: [AnswerFrame], place: Int) {
        if let open, object.items[open].kind == kind {
            guard object.items[open].parts.last?.kind != part else { return ([], open) }
            return (endPart(of: open) + beginPart(part, of: open), open)
        }
        let frames = close() + begin(ResponsesItem(kind, place: object.items.count, of: object.identity.id))
        let place = object.items.count - 1
        open = place
        return (frames + beginPart(part, of: place), place)
    }
}

// MARK: Texts and thoughts

extension ResponsesAnswerEncoder {
    private mutating func say(_ text: String, _ kind: ResponsesItem.Part.Kind) -> [AnswerFrame] {
        let (before, place) = grow(.message, kind)
        let last = object.items[place].parts.count - 1
        object.items[place].parts[last].append(text)
        guard kind == .text else { return before + [partFrame("response.refusal.delta", place) { writer, _ in writer.member("delta", text) }] }
        let logprobs = logprobs
        self.logprobs = []
        object.items[place].parts[last].logprobs += logprobs
        return before + [
            partFrame("response.output_text.delta", place) { writer, _ in
                writer.member("delta", text)
                ResponsesLogprobs.write(logprobs, into: &writer)
            }
        ]
    }

    private mutating func cite(_ citation: Citation) -> [AnswerFrame] {
        let (before, place) = grow(.message, .text)
        let last = object.items[place].parts.count - 1
        let passage = object.items[place].parts[last].cite(citation)
        return before + [
            partFrame("response.output_text.annotation.added", place) { writer, part in
                writer.member("annotation_index", part.citations.count - 1)
                writer.key("annotation")
                ResponsesAnnotation.write(citation, passage: passage, into: &writer)
            }
        ]
    }

    private mutating func think(_ text: String) -> [AnswerFrame] {
        let (before, place) = grow(.reasoning, .summary)
        object.items[place].parts[object.items[place].parts.count - 1].append(text)
        return before + [partFrame("response.reasoning_summary_text.delta", place) { writer, _ in writer.member("delta", text) }]
    }

    private mutating func sign(_ signature: Signature) -> [AnswerFrame] {
        let (before, place) = grow(.reasoning, .summary)
        let ending = endPart(of: place)
        object.items[place].sign(signature)
        open = nil
        return before + ending + done(place)
    }

    private mutating func show(_ media: Media) -> [AnswerFrame] {
        guard ResponsesItem.isImage(media) else { return [] }
        return close() + whole(ResponsesItem(.image(media), place: object.items.count, of: object.identity.id))
    }
}

// MARK: Calls

extension ResponsesAnswerEncoder {
    private mutating func call(_ index: Int, _ id: String, _ name: String) -> [AnswerFrame] {
        let frames = close() + begin(.call(id, name, place: object.items.count, of: object.identity))
        calls[index] = object.items.count - 1
        return frames
    }

    /// A custom tool's input is known when its arguments are complete.
    private mutating func add(_ arguments: String, to index: Int) -> [AnswerFrame] {
        guard let place = calls[index], !object.items[place].isClosed else { return [] }
        object.items[place].arguments += arguments
        guard case .call = object.items[place].kind else { return [] }
        return [callFrame("response.function_call_arguments.delta", place) { writer, _ in writer.member("delta", arguments) }]
    }

    private mutating func sign(_ signature: Signature, call index: Int) -> [AnswerFrame] {
        guard let place = calls[index], case .call(let id, _) = object.items[place].kind else { return [] }
        let wrapped = ResponsesCallSignature.wrap(signature, call: id)
        return whole(.sealed(wrapped, place: object.items.count, of: object.identity.id))
    }

    private mutating func endCall(at place: Int) -> [AnswerFrame] {
        switch object.items[place].kind {
        case .call(_, let name):
            let told = callFrame("response.function_call_arguments.done", place) { writer, item in
                writer.member("arguments", item.arguments)
                writer.member("name", name)
            }
            return [told] + done(place)
        case .customCall:
            let input = ResponsesTools.unwrapped(arguments: object.items[place].arguments)
            let told = [
                callFrame("response.custom_tool_call_input.delta", place) { writer, _ in writer.member("delta", input) },
                callFrame("response.custom_tool_call_input.done", place) { writer, _ in writer.member("input", input) },
            ]
            return told + done(place)
        case .message, .reasoning, .image: return done(place)
        }
    }

    private mutating func callFrame(_ type: String, _ place: Int, _ members: (inout JSONWriter, ResponsesItem) -> Void) -> AnswerFrame {
        let item = object.items[place]
        return frame(type) { writer in
            writer.member("item_id", item.id)
            writer.member("output_index", place)
            members(&writer, item)
        }
    }
}
