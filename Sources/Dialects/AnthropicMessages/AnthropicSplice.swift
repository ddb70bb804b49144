internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Passes a Messages request on, changing only what the plan demands.
enum AnthropicSplice {
    static func apply(_ plan: RequestPlan, to body: JSONValue) -> OutgoingBody {
        let place = AnthropicPlace(plan)
        var edits = SourceEdits(of: body)
        var inserted = MemberList()
        var removed: [StaticString] = []
        name(plan, place, in: body, &edits, &inserted, &removed)
        if body["max_tokens"] == nil {
            inserted.add("max_tokens", Bytes(String(plan.defaultMaxOutput ?? AnthropicThinking.defaultMaxTokens).utf8))
        }
        let retold = retellSystemMessages(of: body, plan, &edits)
        if let effort = plan.effort { set(effort, ClaudeModel(plan.model), in: body, &edits, &inserted) }
        removeMode(from: body, &edits, &removed)
        if plan.keepsLonger { CacheMarkEdits.lengthen("cache_control", in: body, &edits) }
        AnthropicThoughtEdits.remove(all: plan.withoutThoughts, from: body, &edits)
        // A model with a budget demands thoughts in the turn that it goes on with.
        if plan.withoutThoughts, body["thinking"]?["type"]?.isString("enabled") == true { removed.append("thinking") }
        if !removed.isEmpty { edits.remove(removed, from: body) }
        if !inserted.bytes.isEmpty { edits.insert(inserted.bytes, into: body) }
        return OutgoingBody(path: place.path, fields: place.fields, body: edits.applied(), dropped: retold)
    }

    /// Tells system messages between others as the user's, where the model or the platform refuses them; returns which.
    private static func retellSystemMessages(of body: JSONValue, _ plan: RequestPlan, _ edits: inout SourceEdits) -> [String] {
        if plan.platform == .direct, ClaudeModel(plan.model).systemMessages { return [] }
        var retold: [String] = []
        for (index, message) in (body["messages"]?.elements.enumerated().map { $0 } ?? []) {
            guard let role = message["role"], role.isString("system") else { continue }
            edits.replace(role, with: Bytes(#""user""#.utf8))
            retold.append("messages[\(index)].role")
        }
        return retold
    }

    /// Says model, stream and version where the place wants them said.
    private static func name(
        _ plan: RequestPlan, _ place: AnthropicPlace, in body: JSONValue, _ edits: inout SourceEdits, _ inserted: inout MemberList,
        _ removed: inout [StaticString]
    ) {
        if place.namesModel {
            set("model", PlainJSON.quoted(plan.model), same: body["model"]?.string == plan.model, in: body, &edits, &inserted)
        } else if body["model"] != nil {
            removed.append("model")
        }
        if place.saysStream {
            set("stream", PlainJSON.flag(plan.stream), same: body["stream"]?.bool ?? false == plan.stream, in: body, &edits, &inserted)
        } else if body["stream"] != nil {
            removed.append("stream")
        }
        if let version = place.version {
            let same = body["anthropic_version"]?.string == version
            set("anthropic_version", PlainJSON.quoted(version), same: same, in: body, &edits, &inserted)
        }
        if !place.betas.isEmpty { set("anthropic_beta", PlainJSON.list(place.betas), same: false, in: body, &edits, &inserted) }
    }

    private static func set(
        _ name: StaticString, _ value: Bytes, same: Bool, in body: JSONValue, _ edits: inout SourceEdits, _ inserted: inout MemberList
    ) {
        if same { return }
        guard edits.replaceMember(name, of: body, with: Bytes("\"\(name)\":".utf8) + value) else { return inserted.add(name, value) }
    }

    /// The effort goes into `output_config`, where the model knows it; the caller's own `thinking` stays.
    private static func set(
        _ effort: Effort, _ model: ClaudeModel, in body: JSONValue, _ edits: inout SourceEdits, _ inserted: inout MemberList
    ) {
        guard let word = AnthropicThinking.word(effort, model) else { return }
        let member = Bytes(#""effort":"#.utf8) + PlainJSON.quoted(word)
        guard let config = body["output_config"], config.kind == .object else {
            return set("output_config", [UInt8(ascii: "{")] + member + [UInt8(ascii: "}")], same: false, in: body, &edits, &inserted)
        }
        if edits.replaceMember("effort", of: config, with: member) { return }
        edits.insert(member, into: config)
    }

    private static func removeMode(from body: JSONValue, _ edits: inout SourceEdits, _ removed: inout [StaticString]) {
        guard let metadata = body["metadata"], metadata["mode"] != nil else { return }
        if metadata.members.allSatisfy({ $0.key == "mode" }) {
            removed.append("metadata")
        } else {
            edits.remove(["mode"], from: metadata)
        }
    }
}
