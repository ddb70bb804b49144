internal import Conversation
internal import JSONText
internal import Primitives

/// How hard a model on Bedrock is to think, in the word of its family.
///
/// Claude: https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html; Nova 2:
/// https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html. The open models of OpenAI and Kimi take chat
/// completions' `reasoning_effort`, OpenAI's later ones the `reasoning` of Responses. Others refuse every such field.
enum ConverseEffort {
    /// A field of `additionalModelRequestFields`.
    struct Word: Equatable {
        let field: String
        /// The field's value.
        let object: Bytes
        /// The member within the value that says it, where the value is an object.
        var inner: (field: StaticString, member: Bytes)?

        static func == (left: Self, right: Self) -> Bool { left.field == right.field && left.object == right.object }
    }

    /// Nil where the model has no word for it.
    static func word(_ effort: Effort, _ model: ConverseModel) -> Word? {
        switch model.family {
        case .claude(let claude):
            guard effort != .none else { return claude.thinking == .none ? nil : within("thinking", "type", "disabled") }
            return AnthropicThinking.word(effort, claude).map { within("output_config", "effort", $0) }
        case .nova2:
            guard effort != .none else { return plain("reasoningConfig", #"{"type":"disabled"}"#) }
            return plain("reasoningConfig", #"{"type":"enabled","maxReasoningEffort":"\#(step(effort).rawValue)"}"#)
        case .gptOSS, .kimi: return plain("reasoning_effort", "\"\(step(effort).rawValue)\"")
        case .openAI: return within("reasoning", "effort", effort == .minimal ? "low" : effort.rawValue)
        case .nova, .other: return nil
        }
    }

    /// The step among low, medium and high.
    private static func step(_ effort: Effort) -> Effort { min(max(effort, .low), .high) }

    private static func plain(_ field: String, _ object: String) -> Word { Word(field: field, object: Bytes(object.utf8)) }

    private static func within(_ field: String, _ inner: StaticString, _ word: String) -> Word {
        let member = Bytes("\"\(inner)\":\"\(word)\"".utf8)
        return Word(field: field, object: [UInt8(ascii: "{")] + member + [UInt8(ascii: "}")], inner: (inner, member))
    }
}
