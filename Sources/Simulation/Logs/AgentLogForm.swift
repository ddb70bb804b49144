package import JSONText

/// Whose logs can be read as a trace; contrib/traces says what is taken from each.
package enum AgentLogForm: String, Sendable, CaseIterable {
    case claudeCode = "claude-code"
    case codex
    case tracelab

    /// The form that only one of them writes a line in; nil where it tells nothing.
    package static func of(_ line: JSONValue) -> AgentLogForm? {
        if line["input_tokens_total"] != nil, line["timing_events"] != nil { return .tracelab }
        guard line["type"]?.string != nil else { return nil }
        if line["payload"]?.kind == .object { return .codex }
        return line["sessionId"] != nil || line["message"]?.kind == .object || line["leafUuid"] != nil ? .claudeCode : nil
    }

    /// What it is, for people.
    package var summary: String {
        switch self {
        case .claudeCode: "Claude Code's sessions, ~/.claude/projects"
        case .codex: "Codex CLI's sessions, ~/.codex/sessions"
        case .tracelab: "rows of the TraceLab dataset"
        }
    }

    func reader() -> any AgentLogReader {
        switch self {
        case .claudeCode: ClaudeCodeLog()
        case .codex: CodexLog()
        case .tracelab: TraceLabLog()
        }
    }
}
