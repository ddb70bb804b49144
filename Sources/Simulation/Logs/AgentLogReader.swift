internal import JSONText

/// Reads one log of one form, line after line.
///
/// Lines come from files that anybody may have written: what is not as expected is skipped, and nothing that was said is kept.
protocol AgentLogReader: Sendable {
    /// Takes what a line says, and hands out the calls that are complete with it.
    mutating func read(_ line: JSONValue, into calls: inout [LoggedCall]) -> LineFate
    /// Hands out what was not complete when the log ended.
    mutating func finish(into calls: inout [LoggedCall])
}

/// What became of a line.
enum LineFate: Equatable {
    case read
    /// With why, in words that are not the log's own.
    case skipped(String)
    /// With the log's name for lines of that type, which the reader has no use for.
    case unknown(String)
}
