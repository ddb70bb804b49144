internal import Conversation
internal import JSONText
internal import Primitives

/// Codex CLI's rollout logs, `~/.codex/sessions/YEAR/MONTH/DAY/rollout-*.jsonl`: `{"timestamp","type","payload"}` on each line
/// (https://github.com/openai/codex, `codex-rs/protocol`: `RolloutLine`).
///
/// What a call used comes after what it said: as a `token_usage_record`, where the version writes them, else as a `token_count`, which is also
/// written again without a call; then the session's total has not moved. A log of an agent that another one started begins with the other's lines.
struct CodexLog: AgentLogReader {
    private var id = ""
    private var session = ""
    private var thread = ""
    private var isFork = false
    private var provider = "openai"
    private var model = ""
    private var effort: Effort?
    private var plans = false
    private var beginsTurn = true
    private var isCompacted = false
    private var tools: LoggedCall.Tools = []
    /// When the last thing that a call could answer was said, and the call that is being answered was made.
    private var asked: Int64?
    private var called: Int64?
    private var total = Counts()
    private var last: Usage?
    private var hasRecords = false

    mutating func read(_ line: JSONValue, into calls: inout [LoggedCall]) -> LineFate {
        guard let payload = line["payload"], let type = line["type"]?.string else { return .skipped("without a payload") }
        let time = line["timestamp"]?.string.flatMap(Day.milliseconds).map(Int64.init)
        switch type {
        case "session_meta": begin(payload)
        case "turn_context": turn(payload)
        case "compacted": isCompacted = true
        case "response_item": item(payload, time)
        case "event_msg": return event(payload, time, into: &calls)
        case "token_usage_record": return record(payload, time, into: &calls)
        default: return .unknown(type)
        }
        return .read
    }

    mutating func finish(into calls: inout [LoggedCall]) {}

    /// An agent that another one started belongs to the other's session.
    private mutating func begin(_ meta: JSONValue) {
        guard id.isEmpty, let own = meta["id"]?.string else { return }
        let parent = meta["source"]?["subagent"]?["thread_spawn"]?["parent_thread_id"]?.string ?? meta["parent_thread_id"]?.string
        id = own
        (session, thread) = parent.map { ($0, own) } ?? (own, "")
        isFork = parent != nil || meta["forked_from_id"]?.string != nil
        provider = meta["model_provider"]?.string ?? provider
    }

    private mutating func turn(_ context: JSONValue) {
        model = context["model"]?.string ?? model
        effort = context["effort"]?.string.flatMap(Effort.init)
        plans = context["collaboration_mode"]?["mode"]?.isString("plan") == true
    }

    private mutating func item(_ item: JSONValue, _ time: Int64?) {
        switch item["type"]?.string ?? "" {
        case "function_call_output", "custom_tool_call_output": asked = time
        case "message" where item["role"]?.isString("assistant") != true: asked = time
        case "local_shell_call": use(.runs)
        case "function_call", "custom_tool_call": use(Self.kind(of: item))
        case "web_search_call": use(.looks)
        default: called = called ?? asked
        }
    }

    private mutating func use(_ tool: LoggedCall.Tools) {
        called = called ?? asked
        tools.insert(tool)
    }

    /// Older versions edit by a command of their shell.
    private static func kind(of item: JSONValue) -> LoggedCall.Tools {
        let kind = LoggedTool.kind(of: item["name"]?.string ?? "")
        guard kind == .runs, let arguments = item["arguments"]?.raw, arguments.lastIndex(of: Bytes("apply_patch".utf8)) != nil else { return kind }
        return .edits
    }

    private mutating func event(_ event: JSONValue, _ time: Int64?, into calls: inout [LoggedCall]) -> LineFate {
        switch event["type"]?.string ?? "" {
        case "user_message": (beginsTurn, asked) = (true, time)
        case "context_compacted": isCompacted = true
        case "token_count": return count(event["info"], time, into: &calls)
        default: break
        }
        return .read
    }

    private mutating func count(_ info: JSONValue?, _ time: Int64?, into calls: inout [LoggedCall]) -> LineFate {
        guard let info, info.kind == .object else { return .skipped("token counts without usage") }
        if hasRecords { return .read }
        let sum = info["total_token_usage"].map { Counts($0) }
        defer { total = sum ?? total }
        if let sum, sum == total { return .skipped("token counts told again") }
        let used = info["last_token_usage"].map { Counts($0) } ?? sum.map { $0.since(total) } ?? Counts()
        let figures = [(sum ?? Counts()).text, used.text]
        let identity = LoggedCall.identity("codex", id, figures[0], figures[1], sum == nil ? String(time ?? 0) : "")
        return add(used, identity, time, figures: sum.map { _ in LoggedCall.identity("codex", figures[0], figures[1]) }, into: &calls)
    }

    private mutating func record(_ record: JSONValue, _ time: Int64?, into calls: inout [LoggedCall]) -> LineFate {
        guard let usage = record["usage"], let id = record["response_id"]?.string else { return .skipped("usage records without usage") }
        let used = Counts(usage)
        defer { hasRecords = true }
        // The call that made the log's first record may have come as a count before it.
        if !hasRecords, last == used.usage { return .read }
        return add(used, LoggedCall.identity("codex", id), time, into: &calls)
    }

    private mutating func add(
        _ used: Counts, _ identity: UInt64, _ time: Int64?, figures: UInt64? = nil, into calls: inout [LoggedCall]
    ) -> LineFate {
        guard used.usage.totalInput + used.usage.totalOutput > 0 else { return .skipped("token counts without usage") }
        guard let time, !session.isEmpty, !model.isEmpty else { return .skipped("token counts without session, model or time") }
        var call = LoggedCall(
            identity: identity, figures: figures, mayBeCopied: isFork, time: min(called ?? asked ?? time, time), session: session, thread: thread,
            caller: "codex", model: "\(provider)/\(model)", effort: effort, usage: used.usage, tools: tools)
        call.plans = plans
        call.beginsTurn = beginsTurn
        call.isCompacted = isCompacted
        calls.append(call)
        (beginsTurn, isCompacted, tools, called, last) = (false, false, [], nil, used.usage)
        return .read
    }
}

/// Tokens as Codex counts them: cached ones and those written to the cache are input, too, and reasoning is output.
private struct Counts: Sendable, Equatable {
    var input = 0, cached = 0, written = 0, output = 0, reasoning = 0

    init() {}

    init(_ value: JSONValue) {
        func count(_ value: JSONValue?) -> Int { Usage.believable(value?.int ?? 0) }
        input = count(value["input_tokens"])
        cached = count(value["cached_input_tokens"])
        written = count(value["cache_write_input_tokens"])
        output = count(value["output_tokens"])
        reasoning = count(value["reasoning_output_tokens"])
    }

    func since(_ earlier: Counts) -> Counts {
        var difference = self
        for part in [\Counts.input, \.cached, \.written, \.output, \.reasoning] { difference[keyPath: part] = max(0, self[keyPath: part] - earlier[keyPath: part]) }
        return difference
    }

    var text: String { "\(input) \(cached) \(written) \(output) \(reasoning)" }

    var usage: Usage {
        let read = min(cached, input)
        let write = min(written, input - read)
        let thought = min(reasoning, output)
        return Usage(input: input - read - write, cacheRead: read, cacheWrite5m: write, output: output - thought, reasoning: thought)
    }
}
