package import Conversation
internal import Primitives

/// Writes an answer's events as one dialect's stream.
protocol AnswerStreamEncoder: Sendable {
    mutating func encode(_ event: ChatEvent) -> [AnswerFrame]
}

/// Writes an answer's events as the stream of a caller's dialect.
package struct AnswerEncoder: Sendable {
    private var encoder: any AnswerStreamEncoder

    /// `includeUsage`: the caller asked for a chunk of usage at the end, where the dialect makes that a choice.
    package init(dialect: Dialect, identity: AnswerIdentity, includeUsage: Bool) {
        encoder = dialect.api.streamEncoder(identity, includeUsage: includeUsage)
    }

    package mutating func encode(_ event: ChatEvent) -> [AnswerFrame] { encoder.encode(event) }

    /// The proper end of the stream, where the events did not bring it. Nothing after a failure.
    package mutating func end() -> [AnswerFrame] { encode(.ended) }

    /// What a caller is told in mid-stream in place of an end.
    package static func errorFrame(_ error: CallerError, dialect: Dialect) -> AnswerFrame { dialect.api.errorFrame(error) }
}
