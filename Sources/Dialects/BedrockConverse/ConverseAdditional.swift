internal import Conversation
internal import JSONText

/// `additionalModelRequestFields`: what Converse hands on to the model unread, in each family's own words.
enum ConverseAdditional {
    /// How hard the model is to think, in whichever family's word it is said.
    static func effort(_ fields: JSONValue?) -> Effort? {
        guard let fields else { return nil }
        let words = [
            fields["output_config"]?["effort"], fields["reasoning_effort"], fields["reasoning"]?["effort"],
            fields["reasoningConfig"]?["maxReasoningEffort"],
        ]
        if let word = words.lazy.compactMap({ $0?.string }).first { return Effort(rawValue: word) }
        let isOff = [fields["thinking"], fields["reasoningConfig"]].contains { $0?["type"]?.isString("disabled") == true }
        return isOff ? Effort.none : nil
    }

    /// Reads what the request has a place for; returns the names of the rest.
    static func read(_ fields: JSONValue, into request: inout ChatRequest) throws(DialectError) -> [String] {
        request.effort = effort(fields)
        var unsaid: [String] = []
        for (key, value) in fields.members where !value.isNull {
            let path = "additionalModelRequestFields.\(key.text)"
            switch key {
            case "thinking" where value["type"]?.isString("enabled") == true:
                request.reasoningBudget = try Field.count(value["budget_tokens"], "\(path).budget_tokens")
            case "thinking", "output_config", "reasoning_effort", "reasoning", "reasoningConfig": break
            case "top_k": request.sampling.topK = try Field.number(value, path)
            case "inferenceConfig" where value["topK"] != nil: request.sampling.topK = try Field.number(value["topK"], "\(path).topK")
            default: unsaid.append(path)
            }
        }
        return unsaid
    }
}
