internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Passes a Gemini request on, changing only what the plan demands and what no provider but the issuer could read.
enum GeminiSplice {
    static func apply(_ plan: RequestPlan, to body: JSONValue) -> OutgoingBody {
        var edits = SourceEdits(of: body)
        let model = GeminiModel(plan.model)
        let place = GeminiPlace(plan)
        var config: JSONValue?
        var removed: [StaticString] = []
        for (key, value) in body.members {
            switch key {
            // The path says it; beside it the API wants the same or nothing.
            case "model": if let said = value.string, GeminiRequestFacts.bare(said) != plan.model { name(plan.model, said, value, &edits) }
            case "contents": mend(value, model, &edits)
            case "generationConfig", "generation_config": config = value
            case "labels": if place.labels { takeOwn(value, &edits, &removed) } else { removed.append("labels") }
            case "serviceTier" where !place.serviceTier: removed.append("serviceTier")
            case "service_tier" where !place.serviceTier: removed.append("service_tier")
            default: break
            }
        }
        if let effort = plan.effort { set(effort, model, config, in: body, &edits) }
        if !removed.isEmpty { edits.remove(removed, from: body) }
        return OutgoingBody(
            path: place.path, fields: GeminiRequestEncoder.fields, body: edits.applied(), dropped: dropped(removed, from: body))
    }

    private static func name(_ model: String, _ said: String, _ value: JSONValue, _ edits: inout SourceEdits) {
        edits.replace(value, with: PlainJSON.quoted(said.hasPrefix("models/") ? "models/\(model)" : model))
    }

    /// `mode` and `session` are said to shunt.
    private static func takeOwn(_ labels: JSONValue, _ edits: inout SourceEdits, _ removed: inout [StaticString]) {
        guard labels["mode"] != nil || labels["session"] != nil else { return }
        if isOwn(labels) { removed.append("labels") } else { edits.remove(["mode", "session"], from: labels) }
    }

    private static func isOwn(_ labels: JSONValue) -> Bool { labels.members.allSatisfy { $0.key == "mode" || $0.key == "session" } }

    /// What the provider's service takes no field for, though the caller's does. What was said to shunt is not lost.
    private static func dropped(_ removed: [StaticString], from body: JSONValue) -> [String] {
        removed.map(\.description).filter { $0 != "labels" || body["labels"].map(isOwn) == false }
    }

    /// Takes out signatures of other issuers, and gives calls that no Gemini model signed what stands in for a signature.
    private static func mend(_ contents: JSONValue, _ model: GeminiModel, _ edits: inout SourceEdits) {
        // The calls of one turn may lie in several contents, as SDKs keep them from a stream.
        var isFirstCall = true
        for content in contents.elementsOrSelf {
            guard content["role"]?.isString("model") == true else {
                isFirstCall = true
                continue
            }
            for part in content["parts"]?.elementsOrSelf ?? [] {
                let isCall = part.either("functionCall", "function_call") != nil
                mend(part, needsSignature: isCall && isFirstCall && model.demandsSignatures, &edits)
                if isCall { isFirstCall = false }
            }
        }
    }

    private static func mend(_ part: JSONValue, needsSignature: Bool, _ edits: inout SourceEdits) {
        let dummy = PlainJSON.quoted(GeminiSignature.dummy)
        guard let signature = part.either("thoughtSignature", "thought_signature") else {
            if needsSignature { edits.insert(Bytes(#""thoughtSignature":"#.utf8) + dummy, into: part) }
            return
        }
        guard GeminiSignature.isForeign(signature) else { return }
        if needsSignature { return edits.replace(signature, with: dummy) }
        edits.remove(["thoughtSignature", "thought_signature"], from: part)
    }

    /// Says the effort where the caller's configuration is, in place of the caller's own.
    private static func set(_ effort: Effort, _ model: GeminiModel, _ config: JSONValue?, in body: JSONValue, _ edits: inout SourceEdits) {
        guard let measure = GeminiThinking.measure(effort, nil, model) else { return }
        let member =
            switch measure {
            case .budget(let tokens): Bytes(#""thinkingBudget":\#(tokens)"#.utf8)
            case .level(let level): Bytes(#""thinkingLevel":"\#(level.rawValue)""#.utf8)
            }
        guard let config, config.kind == .object else {
            let whole = Bytes(#""generationConfig":{"thinkingConfig":{"#.utf8) + member + Bytes("}}".utf8)
            if edits.replaceMember("generationConfig", of: body, with: whole) { return }
            return edits.insert(whole, into: body)
        }
        guard let thinking = config.either("thinkingConfig", "thinking_config"), thinking.kind == .object else {
            return edits.insert(Bytes(#""thinkingConfig":{"#.utf8) + member + Bytes("}".utf8), into: config)
        }
        for name in ["thinkingLevel", "thinking_level", "thinkingBudget", "thinking_budget"] as [StaticString]
        where edits.replaceMember(name, of: thinking, with: member) { return }
        edits.insert(member, into: thinking)
    }
}
