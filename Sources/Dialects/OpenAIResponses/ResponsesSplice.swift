internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Passes a Responses request on, changing only what the plan demands.
enum ResponsesSplice {
    static func apply(_ plan: RequestPlan, to body: JSONValue) -> OutgoingBody {
        var edits = SourceEdits(of: body)
        var inserted = MemberList()
        var removed: [StaticString] = []
        let fields = Fields(of: body)

        if let model = fields.model {
            if model.string != plan.model { edits.replace(model, with: PlainJSON.quoted(plan.model)) }
        } else {
            inserted.add("model", PlainJSON.quoted(plan.model))
        }
        if let stream = fields.stream {
            if stream.bool ?? false != plan.stream { edits.replace(stream, with: PlainJSON.flag(plan.stream)) }
        } else if plan.stream {
            inserted.add("stream", PlainJSON.flag(true))
        }
        if let effort = plan.effort, let word = OpenAIModel(plan.model).word(effort) { set(word, fields.reasoning, &edits, &inserted) }
        if fields.cacheKey == nil, let key = plan.cacheKey { inserted.add("prompt_cache_key", PlainJSON.quoted(key)) }
        if let metadata = fields.metadata, metadata["mode"] != nil {
            if metadata.members.allSatisfy({ $0.key == "mode" }) { removed.append("metadata") } else { edits.remove(["mode"], from: metadata) }
        }
        if !removed.isEmpty { edits.remove(removed, from: body) }
        if !inserted.bytes.isEmpty { edits.insert(inserted.bytes, into: body) }
        return OutgoingBody(
            path: OpenAIPlace.path(ResponsesRequestEncoder.path, plan), fields: ResponsesRequestEncoder.fields, body: edits.applied())
    }

    /// The members that may change.
    private struct Fields {
        var model, stream, reasoning, metadata, cacheKey: JSONValue?

        init(of body: JSONValue) {
            for (key, value) in body.members {
                switch key {
                case "model": model = value
                case "stream": stream = value
                case "reasoning": reasoning = value
                case "metadata": metadata = value
                case "prompt_cache_key": if !value.isNull { cacheKey = value }
                default: break
                }
            }
        }
    }

    private static func set(_ word: String, _ reasoning: JSONValue?, _ edits: inout SourceEdits, _ inserted: inout MemberList) {
        let quoted = PlainJSON.quoted(word)
        let whole = Bytes("{".utf8) + Bytes(#""effort":"#.utf8) + quoted + Bytes("}".utf8)
        guard let reasoning else { return inserted.add("reasoning", whole) }
        guard reasoning.kind == .object else { return edits.replace(reasoning, with: whole) }
        if let old = reasoning["effort"] { return edits.replace(old, with: quoted) }
        edits.insert(Bytes(#""effort":"#.utf8) + quoted, into: reasoning)
    }
}
