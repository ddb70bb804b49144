internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Passes a chat-completions request on, changing only what the plan demands.
enum OpenAISplice {
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
        let addedUsage = streamOptions(fields.streamOptions, plan, &edits, &inserted, &removed)
        if let effort = plan.effort { set(effort, fields, &edits, &inserted) }
        if let metadata = fields.metadata, metadata["mode"] != nil {
            if metadata.members.allSatisfy({ $0.key == "mode" }) {
                removed.append("metadata")
            } else {
                edits.remove(["mode"], from: metadata)
            }
        }
        if !fields.hasCacheKey, OpenAIRequestEncoder.isOpenAIs(plan.model), let key = plan.cacheKey {
            inserted.add("prompt_cache_key", PlainJSON.quoted(key))
        }
        OpenAIThoughtEdits.remove(all: plan.withoutThoughts, model: plan.model, from: body, &edits)
        if !removed.isEmpty { edits.remove(removed, from: body) }
        if !inserted.bytes.isEmpty { edits.insert(inserted.bytes, into: body) }
        return OutgoingBody(path: OpenAIPlace.path(OpenAIRequestEncoder.path, plan), fields: OpenAIRequestEncoder.fields, body: edits.applied(), addedUsage: addedUsage)
    }

    /// The members that may change.
    private struct Fields {
        var model, stream, streamOptions, effort, reasoning, metadata: JSONValue?
        var hasCacheKey = false

        init(of body: JSONValue) {
            for (key, value) in body.members {
                switch key {
                case "model": model = value
                case "stream": stream = value
                case "stream_options": streamOptions = value
                case "reasoning_effort": effort = value
                case "reasoning": reasoning = value
                case "metadata": metadata = value
                case "prompt_cache_key": hasCacheKey = !value.isEmptyOrNull
                default: break
                }
            }
        }
    }

    /// Asks for a stream's usage; returns whether it was shunt that asked. A provider refuses the options of a stream where there is none.
    private static func streamOptions(
        _ options: JSONValue?, _ plan: RequestPlan, _ edits: inout SourceEdits, _ inserted: inout MemberList, _ removed: inout [StaticString]
    ) -> Bool {
        guard plan.stream, plan.usageOnRequest else {
            if options != nil { removed.append("stream_options") }
            return false
        }
        guard let options else {
            inserted.add("stream_options", Bytes(#"{"include_usage":true}"#.utf8))
            return true
        }
        guard options.kind == .object else {
            edits.replace(options, with: Bytes(#"{"include_usage":true}"#.utf8))
            return true
        }
        guard let include = options["include_usage"] else {
            edits.insert(Bytes(#""include_usage":true"#.utf8), into: options)
            return true
        }
        if include.bool == true { return false }
        edits.replace(include, with: PlainJSON.flag(true))
        return true
    }

    /// Says the effort where the caller said it: OpenRouter's `reasoning` object excludes `reasoning_effort`.
    private static func set(_ effort: Effort, _ fields: Fields, _ edits: inout SourceEdits, _ inserted: inout MemberList) {
        let word = PlainJSON.quoted(OpenAIRequestEncoder.word(effort))
        if let reasoning = fields.reasoning, reasoning.kind == .object {
            if let old = reasoning["effort"] { return edits.replace(old, with: word) }
            let member = Bytes(#""effort":"#.utf8) + word
            // A budget is the other way to say the same, and excludes this one.
            if edits.replaceMember("max_tokens", of: reasoning, with: member) { return }
            return edits.insert(member, into: reasoning)
        }
        if let old = fields.effort { return edits.replace(old, with: word) }
        inserted.add("reasoning_effort", word)
    }
}
