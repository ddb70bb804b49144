internal import Primitives

/// Guesses what an agent was doing from the tools that it used, for its log does not say.
///
/// contrib/traces/README.md states the rule. One for each agent of a session.
struct LoggedMode: Sendable {
    /// Parts of the names of models that agents take for titles, summaries and other work beside the point.
    private static let small: Set<Substring> = ["haiku", "mini", "nano", "lite"]

    private var hasEdited = false
    private var mode: ModeName = "planning"

    static func isSmall(_ model: String) -> Bool {
        model.lowercased().split { !$0.isLetter && !$0.isNumber }.contains { small.contains($0) }
    }

    /// Whether a call is beside the conversation rather than a step of it.
    static func isBeside(_ call: LoggedCall) -> Bool { call.thread.isEmpty && call.tools.isEmpty && isSmall(call.model) }

    mutating func mode(of call: LoggedCall) -> ModeName {
        if Self.isBeside(call) || !call.thread.isEmpty && Self.isSmall(call.model) { return "background" }
        if call.beginsTurn { (hasEdited, mode) = (false, "planning") }
        if call.plans { return "planning" }
        if call.tools.contains(.edits) {
            (hasEdited, mode) = (true, "editing")
        } else if call.tools.contains(.runs), hasEdited {
            mode = "debugging"
        }
        return mode
    }
}
