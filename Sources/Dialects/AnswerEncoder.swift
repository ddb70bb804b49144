package import Conversation
internal import Primitives

/// Writes an answer's events as one dialect's stream.
protocol AnswerStreamEncoder: Sendable {
    mutating func encode(_ event: ChatEvent) -> [AnswerFrame]
    /// Ends the stream with an error where that takes more than the error's own frame; nil where it does not.
    mutating func fail(_ error: CallerError) -> [AnswerFrame]?
}

extension AnswerStreamEncoder {
    mutating func fail(_ error: CallerError) -> [AnswerFrame]? { nil }
}

/// Writes an answer's events as the stream of a caller's dialect.
package struct AnswerEncoder: Sendable {
    private let dialect: Dialect
    private var encoder: any AnswerStreamEncoder

    /// `includeUsage`: the caller asked for a chunk of usage at the end, where the dialect makes that a choice.
    package init(dialect: Dialect, identity: AnswerIdentity, includeUsage: Bool) {
        self.dialect = dialect
        encoder = dialect.api.streamEncoder(identity, includeUsage: includeUsage)
    }

    package mutating func encode(_ event: ChatEvent) -> [AnswerFrame] { encoder.encode(event) }

    /// The proper end of the stream, where the events did not bring it. Nothing after a failure.
    package mutating func end() -> [AnswerFrame] { encode(.ended) }

    /// What a caller is told in mid-stream in place of an end, after what this encoder wrote.
    package mutating func fail(_ error: CallerError) -> [AnswerFrame] { encoder.fail(error) ?? [Self.errorFrame(error, dialect: dialect)] }

    /// As above, where another wrote the stream.
    package static func errorFrame(_ error: CallerError, dialect: Dialect) -> AnswerFrame { dialect.api.errorFrame(error) }
}
