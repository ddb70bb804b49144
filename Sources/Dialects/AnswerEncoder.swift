package import Conversation
internal import Primitives

/// Writes an answer's events as the stream of a caller's dialect.
package struct AnswerEncoder: Sendable {
    private let dialect: Dialect
    private var openAI: OpenAIAnswerEncoder
    private var anthropic: AnthropicAnswerEncoder

    /// `includeUsage`: the caller asked for a chunk of usage at the end, where the dialect makes that a choice.
    package init(dialect: Dialect, identity: AnswerIdentity, includeUsage: Bool) {
        self.dialect = dialect
        openAI = OpenAIAnswerEncoder(identity: identity, includeUsage: includeUsage)
        anthropic = AnthropicAnswerEncoder(identity: identity)
    }

    package mutating func encode(_ event: ChatEvent) -> [AnswerFrame] {
        switch dialect {
        case .openAIChat: openAI.encode(event)
        case .anthropicMessages: anthropic.encode(event)
        }
    }

    /// The proper end of the stream, where the events did not bring it. Nothing after a failure.
    package mutating func end() -> [AnswerFrame] { encode(.ended) }

    /// What a caller is told in mid-stream in place of an end.
    package static func errorFrame(_ error: CallerError, dialect: Dialect) -> AnswerFrame {
        AnswerFrame(event: dialect == .anthropicMessages ? "error" : nil, data: error.body(dialect))
    }
}
