internal import Conversation
internal import JSONText
internal import Primitives

/// Claude Code's session logs: a JSON object a line, at `~/.claude/projects/FOLDER/SESSION.jsonl` and, for the agents that a session starts,
/// `SESSION/subagents/agent-ID.jsonl`.
///
/// An answer has a line for each of its blocks, with one `message.id` and usage that may still grow: the last counts. What came before an
/// answer, a prompt or a tool's result, tells when the call was made (https://code.claude.com/docs/en/settings, `cleanupPeriodDays`; the form is
/// documented nowhere, see https://github.com/ccusage/ccusage for what others read of it).
struct ClaudeCodeLog: AgentLogReader {
    private struct Thread {
        var open: LoggedCall?
        var message = ""
        /// When the last thing that a call could answer was said.
        var asked: Int64?
        var beginsTurn = true
        var isCompacted = false
    }

    private var threads: [String: Thread] = [:]
    private var plans = false

    mutating func read(_ line: JSONValue, into calls: inout [LoggedCall]) -> LineFate {
        if let mode = line["permissionMode"]?.string { plans = mode == "plan" }
        let thread = line["agentId"]?.string ?? (line["isSidechain"]?.bool == true ? "side" : "")
        if threads.count >= Limits.agentLogThreads, threads[thread] == nil { finish(into: &calls) }
        let type = line["type"]?.string ?? ""
        switch type {
        case "assistant": return answer(line, thread, into: &calls)
        case "user": hear(line, &threads[thread, default: Thread()])
        case "system": if line["subtype"]?.string == "compact_boundary" { threads[thread, default: Thread()].isCompacted = true }
        case "permission-mode": break
        default: return .unknown(type)
        }
        return .read
    }

    mutating func finish(into calls: inout [LoggedCall]) {
        calls += threads.values.compactMap(\.open).sorted { $0.time < $1.time }
        threads.removeAll()
    }

    private func hear(_ line: JSONValue, _ thread: inout Thread) {
        if let time = Self.time(of: line) { thread.asked = time }
        if line["isCompactSummary"]?.bool == true {
            thread.isCompacted = true
        } else if line["isMeta"]?.bool != true, !Self.answersTools(line["message"]?["content"]) {
            thread.beginsTurn = true
        }
    }

    private static func answersTools(_ content: JSONValue?) -> Bool { content?.elements.contains { $0["type"]?.isString("tool_result") == true } ?? false }

    private mutating func answer(_ line: JSONValue, _ name: String, into calls: inout [LoggedCall]) -> LineFate {
        guard let message = line["message"], let usage = Self.usage(message["usage"]), let model = message["model"]?.string, model != "<synthetic>" else {
            return .skipped("answers without usage")
        }
        guard let time = Self.time(of: line), let session = line["sessionId"]?.string else { return .skipped("answers without session or time") }
        let id = message["id"]?.string ?? line["requestId"]?.string ?? line["uuid"]?.string ?? String(time)
        var thread = threads[name, default: Thread()]
        defer { threads[name] = thread }
        if thread.open == nil || thread.message != id {
            if let complete = thread.open { calls.append(complete) }
            thread.open = LoggedCall(
                identity: LoggedCall.identity("claude-code", id), time: min(thread.asked ?? time, time), session: session, thread: name,
                caller: "claude-code", model: Self.catalogName(of: model), usage: usage)
            thread.open?.plans = plans
            thread.open?.beginsTurn = thread.beginsTurn
            thread.open?.isCompacted = thread.isCompacted
            (thread.message, thread.asked, thread.beginsTurn, thread.isCompacted) = (id, nil, false, false)
        }
        thread.open?.usage = usage
        if let parts = message["content"]?.elements {
            for part in parts where part["type"]?.isString("tool_use") == true { thread.open?.tools.insert(LoggedTool.kind(of: part["name"]?.string ?? "")) }
        }
        return .read
    }

    /// `claude-opus-4-7[1m]` says how long a context the agent reckons with; the model is the same.
    private static func catalogName(of model: String) -> String {
        let name = model.prefix { $0 != "[" }
        return name.hasPrefix("claude") ? "anthropic/\(name)" : model
    }

    private static func time(of line: JSONValue) -> Int64? { line["timestamp"]?.string.flatMap(Day.milliseconds).map(Int64.init) }

    /// As Anthropic's Messages API tells it (https://platform.claude.com/docs/en/api/messages); nil where it tells no token.
    private static func usage(_ usage: JSONValue?) -> Usage? {
        func count(_ value: JSONValue?) -> Int { Usage.believable(value?.int ?? 0) }
        let hourly = count(usage?["cache_creation"]?["ephemeral_1h_input_tokens"])
        var counts = Usage(
            input: count(usage?["input_tokens"]), cacheRead: count(usage?["cache_read_input_tokens"]),
            cacheWrite5m: max(0, count(usage?["cache_creation_input_tokens"]) - hourly), cacheWrite1h: hourly, output: count(usage?["output_tokens"]))
        counts.reasoning = min(count(usage?["output_tokens_details"]?["thinking_tokens"]), counts.output)
        counts.output -= counts.reasoning
        counts.toolRequests = count(usage?["server_tool_use"]?["web_search_requests"])
        return counts.totalInput + counts.totalOutput > 0 ? counts : nil
    }
}
