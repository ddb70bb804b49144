internal import Conversation
internal import JSONText
internal import Primitives

/// Rows of the TraceLab dataset, `round_trace.jsonl`: one call of Claude Code or Codex CLI on each line
/// (https://github.com/uw-syfi/TraceLab, docs/prompt_cache_accounting.md; CC BY 4.0).
///
/// Of Claude its rows tell what was written to the cache, but not for how long: five minutes are taken. Of Codex they tell none.
struct TraceLabLog: AgentLogReader {
    mutating func read(_ row: JSONValue, into calls: inout [LoggedCall]) -> LineFate {
        guard let usage = Self.usage(row) else { return .skipped("rows without usage") }
        guard let session = row["session_id"]?.string, let model = row["model"]?.string, let time = Self.time(row["timing_events"]) else {
            return .skipped("rows without session, model or time")
        }
        let isClaude = row["provider"]?.isString("claude") == true
        var call = LoggedCall(
            identity: LoggedCall.identity("tracelab", session, row["round_id"]?.string ?? String(time)), time: time, session: session,
            caller: isClaude ? "claude-code" : row["provider"]?.string ?? "tracelab", model: "\(isClaude ? "anthropic" : "openai")/\(model)", usage: usage)
        call.beginsTurn = row["current_user_message_count"]?.int ?? 0 > 0
        if let tools = row["tools"]?.elements { for tool in tools { call.tools.insert(LoggedTool.kind(of: tool["tool_name"]?.string ?? "")) } }
        calls.append(call)
        return .read
    }

    mutating func finish(into calls: inout [LoggedCall]) {}

    /// Of the last thing said to the model before it answered, else of the first event.
    private static func time(_ events: JSONValue?) -> Int64? {
        guard let events else { return nil }
        var asked: Int64?
        for event in events.elements {
            guard let time = event["timestamp"]?.string.flatMap(Day.milliseconds).map(Int64.init) else { continue }
            guard ["user_message", "tool_result"].contains(event["event_type"]?.string) else { return asked ?? time }
            asked = max(asked ?? time, time)
        }
        return asked
    }

    private static func usage(_ row: JSONValue) -> Usage? {
        func count(_ value: JSONValue?) -> Int? { value?.int.map(Usage.believable) }
        guard let total = count(row["input_tokens_total"]), let output = count(row["output_tokens"]), total + output > 0 else { return nil }
        let read = min(count(row["prefix_tokens"]) ?? 0, total)
        let written = min(count(row["claude_cache_creation_input_tokens"]) ?? 0, total - read)
        let thought = min(count(row["reasoning_output_tokens"]) ?? 0, output)
        return Usage(input: total - read - written, cacheRead: read, cacheWrite5m: written, output: output - thought, reasoning: thought)
    }
}
