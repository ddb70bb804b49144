import Conversation
import JSONText
import Primitives
import Routing
import Simulation
import TestKit
import Testing

/// Made-up logs of agents, and what comes of them.
enum Logs {
    static func calls(_ lines: [String], _ form: AgentLogForm? = nil, mode: ModeName? = nil) -> (calls: [TraceCall], tally: LogTally) {
        logs([lines], form, mode: mode)
    }

    static func logs(_ files: [[String]], _ form: AgentLogForm? = nil, mode: ModeName? = nil) -> (calls: [TraceCall], tally: LogTally) {
        var logs = AgentLogs(form: form, mode: mode)
        var calls: [TraceCall] = []
        for lines in files {
            logs.beginLog()
            for line in lines { calls += logs.read(Bytes(line.utf8)) }
            calls += logs.endLog()
        }
        return (calls, logs.tally)
    }

    static func kinds(_ tally: LogTally) -> [String: Int] { Dictionary(uniqueKeysWithValues: tally.skippedKinds.map { ($0.kind, $0.lines) }) }

    /// `20` is twenty seconds after noon.
    static func time(_ second: Int) -> String { "2026-09-01T12:\(String(100 + second / 60).suffix(2)):\(String(100 + second % 60).suffix(2)).500Z" }
    static func milliseconds(_ second: Int) -> Int64 { 1_788_264_000_500 + Int64(second) * 1000 }
}

@Suite("Claude Code's logs")
struct ClaudeCodeLogTests {
    static func asks(_ second: Int, _ more: String = "") -> String {
        #"{"type":"user","sessionId":"s1","timestamp":"\#(Logs.time(second))","message":{"role":"user","content":"do it"}\#(more)}"#
    }

    static func result(_ second: Int, _ more: String = "") -> String {
        #"{"type":"user","sessionId":"s1","timestamp":"\#(Logs.time(second))","message":{"role":"user","content":[{"type":"tool_result","content":"secret"}]}\#(more)}"#
    }

    static func answers(
        _ second: Int, _ id: String, _ tool: String? = nil, input: Int = 3, read: Int = 0, write: Int = 0, output: Int = 9,
        model: String = "claude-opus-4-7", _ more: String = ""
    ) -> String {
        let content = tool.map { #"{"type":"tool_use","id":"t","name":"\#($0)","input":{"command":"rm secret"}}"# } ?? #"{"type":"text","text":"secret"}"#
        return #"""
            {"type":"assistant","sessionId":"s1","timestamp":"\#(Logs.time(second))","cwd":"/home/secret"\#(more),"message":{"id":"\#(id)","model":"\#(model)",\#
            "content":[\#(content)],"usage":{"input_tokens":\#(input),"cache_read_input_tokens":\#(read),"cache_creation_input_tokens":\#(write),\#
            "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":\#(write)},"output_tokens":\#(output)}}}
            """#
    }

    @Test("An answer's lines are one call, made when it was asked for, with its last usage and all its tools")
    func oneCall() {
        let (calls, tally) = Logs.calls([
            Self.asks(0), Self.answers(4, "m1", read: 100, write: 50, output: 1), Self.answers(5, "m1", "Bash", read: 100, write: 50, output: 1),
            Self.result(6), Self.answers(7, "m1", "Edit", read: 100, write: 50, output: 70),
        ])
        #expect(calls.count == 1)
        #expect(calls.first?.time == Logs.milliseconds(0))
        #expect(calls.first?.usage == Usage(input: 3, cacheRead: 100, cacheWrite1h: 50, output: 70))
        #expect(calls.first?.model == "anthropic/claude-opus-4-7")
        #expect(calls.first?.session == "s1")
        #expect(calls.first?.mode == "editing")
        #expect(calls.first?.needs == .tools)
        #expect((tally.calls, tally.sessions, tally.files, tally.skipped) == (1, 1, 1, 0))
    }

    @Test("What is written to the cache without a lifetime is kept for five minutes, and thinking and searches are told apart")
    func usage() {
        let line = #"""
            {"type":"assistant","sessionId":"s1","timestamp":"\#(Logs.time(1))","message":{"id":"m","model":"claude-x","content":[],"usage":{"input_tokens":1,\#
            "cache_creation_input_tokens":40,"output_tokens":30,"output_tokens_details":{"thinking_tokens":20},"server_tool_use":{"web_search_requests":2}}}}
            """#
        var wanted = Usage(input: 1, cacheWrite5m: 40, output: 10, reasoning: 20)
        wanted.toolRequests = 2
        #expect(Logs.calls([line]).calls.first?.usage == wanted)
    }

    @Test("A model is named as the catalog names it", arguments: [
        ("claude-opus-4-7", "anthropic/claude-opus-4-7"), ("claude-opus-4-7[1m]", "anthropic/claude-opus-4-7"), ("glm-5", "glm-5"),
    ])
    func names(logged: String, name: ModelID) {
        #expect(Logs.calls([Self.answers(1, "m1", model: logged)]).calls.first?.model == name)
    }

    @Test("A message that was answered before counts once, in one log and in several")
    func repeated() {
        let lines = [Self.asks(0), Self.answers(1, "m1"), Self.result(2), Self.answers(3, "m2"), Self.answers(4, "m1")]
        let (calls, tally) = Logs.logs([lines, lines])
        #expect(calls.count == 2)
        #expect(Logs.kinds(tally) == ["calls logged before": 4])
    }

    @Test("Modes follow the tools: looking plans, editing edits, running after an edit debugs, and each request begins anew")
    func modes() {
        let tools = ["Read", "Bash", "Edit", "Bash", "Grep", "Write"]
        var lines = [Self.asks(0)]
        for (index, tool) in tools.enumerated() { lines += [Self.answers(index * 10 + 1, "m\(index)", tool), Self.result(index * 10 + 2)] }
        lines += [Self.asks(80), Self.answers(81, "n1", "Bash"), Self.asks(90, #","permissionMode":"plan""#), Self.answers(91, "n2", "Write")]
        lines += [#"{"type":"permission-mode","permissionMode":"default","sessionId":"s1"}"#, Self.answers(95, "n3", "Write")]
        #expect(Logs.calls(lines).calls.map(\.mode) == [
            "planning", "planning", "editing", "debugging", "debugging", "editing", "planning", "planning", "editing",
        ])
        #expect(Logs.calls(lines, mode: "review").calls.allSatisfy { $0.mode == "review" })
    }

    @Test("A small model beside the conversation is in the background, and no part of it; one that works with tools is no such thing")
    func background() {
        let calls = Logs.calls([
            Self.asks(0), Self.answers(1, "m1", "Read", read: 50_000), Self.answers(2, "m2", input: 400, model: "claude-haiku-4-5"), Self.result(3),
            Self.answers(4, "m3", "Read", read: 50_000), Self.answers(5, "m4", "Edit", read: 50_000, model: "claude-haiku-4-5"),
        ]).calls
        #expect(calls.map(\.mode) == ["planning", "background", "planning", "editing"])
        #expect(calls[0].conversation == calls[2].conversation && calls[2].conversation == calls[3].conversation)
        #expect(calls[0].conversation != calls[1].conversation)
    }

    @Test("An agent beside the main one has a conversation and a course of its own")
    func sideChain() {
        let side = #","isSidechain":true,"agentId":"a7""#
        let calls = Logs.calls([
            Self.asks(0), Self.answers(1, "m1", "Edit"), Self.asks(2, side), Self.answers(3, "x1", "Grep", side), Self.answers(4, "m2", "Bash"),
            Self.answers(5, "x2", "Grep", side),
        ]).calls.sorted { $0.time < $1.time }
        #expect(calls.map(\.mode) == ["editing", "planning", "debugging", "planning"])
        #expect(calls.map(\.session) == ["s1", "s1", "s1", "s1"])
        #expect(calls[1].conversation == calls[3].conversation && calls[0].conversation == calls[2].conversation)
        #expect(calls[0].conversation != calls[1].conversation)
    }

    @Test("A conversation that was made shorter is another one, whether the log says so or the prompt")
    func compaction() {
        let boundary = #"{"type":"system","subtype":"compact_boundary","sessionId":"s1"}"#
        let calls = Logs.calls([
            Self.asks(0), Self.answers(1, "m1", read: 90_000), boundary, Self.answers(2, "m2", read: 60_000), Self.answers(3, "m3", read: 61_000),
            Self.answers(4, "m4", read: 20_000), Self.asks(5, #","isCompactSummary":true"#), Self.answers(6, "m5", read: 20_000),
        ]).calls
        let marks = calls.map(\.conversation)
        #expect(Set(marks).count == 4)
        #expect(marks[1] == marks[2])
    }

    @Test("Hostile lines are skipped and told by kind, and nothing that was said comes out")
    func hostile() {
        let lines = [
            "", "   ", "{", "[1]", "null", "\u{FEFF}{}", #"{"type":"file-history-snapshot","sessionId":"s1"}"#, #"{"type":"rm -rf / && secret","sessionId":"s1"}"#,
            #"{"type":"assistant","sessionId":"s1","message":"secret"}"#, #"{"type":"assistant","sessionId":"s1","message":{"model":"<synthetic>","usage":{"input_tokens":5}}}"#,
            #"{"type":"assistant","sessionId":"s1","message":{"id":"m","model":"m","usage":{"input_tokens":5}}}"#,
            #"{"type":"assistant","timestamp":"2026-09-01T12:00:00Z","message":{"id":"m","model":"m","usage":{"input_tokens":5}}}"#,
            #"{"type":"assistant","sessionId":"s1","timestamp":"2026-13-01T12:00:00Z","message":{"id":"m","model":"m","usage":{"input_tokens":5}}}"#,
            Self.answers(1, "m0", input: 0, output: 0), Self.answers(2, "m1", model: String(repeating: "m", count: 300)),
            Self.answers(3, "m2", input: -7, read: Int.max, output: 2), #"{"type":7,"sessionId":"s1"}"#,
        ]
        let (calls, tally) = Logs.calls(lines, .claudeCode)
        #expect(calls.map(\.usage) == [Usage(input: 0, cacheRead: Limits.tokensPerClass, output: 2)])
        #expect(Logs.kinds(tally) == [
            "no JSON object": 4, "file-history-snapshot": 1, "of another type": 2, "answers without usage": 3, "answers without session or time": 3,
            "calls with names too long": 1,
        ])
        var writer = JSONWriter()
        for call in calls { call.write(into: &writer) }
        #expect(!(writer.bytes.text + tally.skippedKinds.map(\.kind).joined()).contains("secret"))
    }
}

@Suite("Codex CLI's logs")
struct CodexLogTests {
    static func line(_ second: Int, _ type: String, _ payload: String) -> String { #"{"timestamp":"\#(Logs.time(second))","type":"\#(type)","payload":\#(payload)}"# }

    static let meta = line(0, "session_meta", #"{"id":"c1","cwd":"/home/secret","model_provider":"openai"}"#)
    static let turn = line(1, "turn_context", #"{"model":"gpt-5.4","effort":"high","cwd":"/home/secret"}"#)

    static func says(_ second: Int) -> String { line(second, "event_msg", #"{"type":"user_message","message":"secret"}"#) }
    static func tool(_ second: Int, _ name: String, _ arguments: String = "secret") -> String {
        line(second, "response_item", #"{"type":"function_call","name":"\#(name)","arguments":"\#(arguments)"}"#)
    }
    static func output(_ second: Int) -> String { line(second, "response_item", #"{"type":"function_call_output","output":"secret"}"#) }
    static func counts(_ second: Int, total: Int, input: Int, cached: Int, output: Int = 30, reasoning: Int = 10) -> String {
        func usage(_ input: Int, _ cached: Int) -> String {
            #"{"input_tokens":\#(input),"cached_input_tokens":\#(cached),"output_tokens":\#(output),"reasoning_output_tokens":\#(reasoning)}"#
        }
        return line(second, "event_msg", #"{"type":"token_count","info":{"total_token_usage":\#(usage(total, 0)),"last_token_usage":\#(usage(input, cached))}}"#)
    }

    @Test("A call is what was counted last, made when it was asked for, with the model and the effort of its turn")
    func oneCall() {
        let (calls, tally) = Logs.calls([
            Self.meta, Self.says(2), Self.turn, Self.tool(8, "exec_command"), Self.output(9), Self.counts(10, total: 900, input: 900, cached: 800),
        ])
        let call = calls.first
        #expect((calls.count, tally.skipped) == (1, 0))
        #expect(call?.time == Logs.milliseconds(2))
        #expect(call?.usage == Usage(input: 100, cacheRead: 800, output: 20, reasoning: 10))
        #expect((call?.session, call?.model, call?.caller) == ("c1", "openai/gpt-5.4", "codex"))
        #expect(call?.effort == .high)
        #expect(call?.mode == "planning")
    }

    @Test("Counts that are told again are no calls, nor are those without figures")
    func repeated() {
        let count = Self.counts(5, total: 900, input: 900, cached: 800)
        let (calls, tally) = Logs.calls([
            Self.meta, Self.turn, Self.says(2), count, Self.counts(6, total: 900, input: 900, cached: 800), Self.line(7, "event_msg", #"{"type":"token_count","info":null}"#),
            Self.counts(9, total: 1900, input: 1000, cached: 900),
        ])
        #expect(calls.map(\.usage?.totalInput) == [900, 1000])
        #expect(Logs.kinds(tally) == ["token counts told again": 1, "token counts without usage": 1])
    }

    @Test("Where only the session's total is told, a call is what it grew by")
    func totals() {
        func total(_ second: Int, _ input: Int) -> String {
            Self.line(second, "event_msg", #"{"type":"token_count","info":{"total_token_usage":{"input_tokens":\#(input),"output_tokens":5}}}"#)
        }
        #expect(Logs.calls([Self.meta, Self.turn, total(3, 700), total(5, 1500)]).calls.map(\.usage?.totalInput) == [700, 800])
    }

    @Test("An agent's log that begins with its parent's lines belongs to the parent's session and repeats none of its calls")
    func fork() {
        let own = [Self.counts(5, total: 900, input: 900, cached: 800), Self.counts(9, total: 1900, input: 1000, cached: 900)]
        let child = Self.line(20, "session_meta", #"{"id":"c2","source":{"subagent":{"thread_spawn":{"parent_thread_id":"c1"}}}}"#)
        let copies = [Self.counts(20, total: 900, input: 900, cached: 800), Self.counts(20, total: 1900, input: 1000, cached: 900)]
        let (calls, tally) = Logs.logs([
            [Self.meta, Self.turn, Self.says(2)] + own, [child, Self.meta, Self.turn] + copies + [Self.counts(25, total: 2400, input: 500, cached: 0)],
        ])
        #expect(calls.map(\.usage?.totalInput) == [900, 1000, 500])
        #expect(calls.map(\.session) == ["c1", "c1", "c1"])
        #expect(calls[2].conversation != calls[1].conversation)
        #expect(Logs.kinds(tally) == ["calls logged before": 2])
    }

    @Test("Sessions of their own whose figures are alike are all counted")
    func alike() {
        let other = Self.line(0, "session_meta", #"{"id":"c9"}"#)
        let rest = [Self.turn, Self.says(2), Self.counts(5, total: 900, input: 900, cached: 800)]
        #expect(Logs.logs([[Self.meta] + rest, [other] + rest]).calls.count == 2)
    }

    @Test("Where a version records each answer's usage, counts beside it are left alone")
    func records() {
        func record(_ second: Int, _ id: String, _ input: Int) -> String {
            Self.line(second, "token_usage_record", #"{"response_id":"\#(id)","usage":{"input_tokens":\#(input),"cached_input_tokens":100,"cache_write_input_tokens":50,"output_tokens":7}}"#)
        }
        let (calls, _) = Logs.calls([
            Self.meta, Self.turn, Self.says(2), record(5, "r1", 900), Self.counts(5, total: 900, input: 900, cached: 100), record(8, "r2", 950),
            record(9, "r2", 950), Self.counts(9, total: 1850, input: 950, cached: 100),
        ])
        #expect(calls.map(\.usage) == [Usage(input: 750, cacheRead: 100, cacheWrite5m: 50, output: 7), Usage(input: 800, cacheRead: 100, cacheWrite5m: 50, output: 7)])
    }

    @Test("Modes follow the tools, also where the shell applies a patch, and plan mode plans")
    func modes() {
        let plan = Self.line(50, "turn_context", #"{"model":"gpt-5.4","collaboration_mode":{"mode":"plan"}}"#)
        var lines = [Self.meta, Self.turn, Self.says(2)]
        for (index, call) in [("exec_command", "ls"), ("shell", "apply_patch x"), ("exec_command", "make")].enumerated() {
            lines += [Self.tool(index * 10 + 3, call.0, call.1), Self.counts(index * 10 + 4, total: index * 1000 + 1000, input: 1000, cached: 0)]
        }
        lines += [Self.line(40, "response_item", #"{"type":"custom_tool_call","name":"apply_patch","input":"secret"}"#), Self.counts(41, total: 9000, input: 1000, cached: 0)]
        lines += [Self.says(49), plan, Self.tool(51, "exec_command"), Self.counts(52, total: 10_000, input: 1000, cached: 0)]
        #expect(Logs.calls(lines).calls.map(\.mode) == ["planning", "editing", "debugging", "editing", "planning"])
    }

    @Test("After a compaction the conversation is another one")
    func compaction() {
        let calls = Logs.calls([
            Self.meta, Self.turn, Self.counts(4, total: 1000, input: 1000, cached: 0), Self.line(5, "compacted", #"{"message":"secret"}"#),
            Self.counts(6, total: 2000, input: 900, cached: 0),
        ]).calls
        #expect(calls.count == 2 && calls[0].conversation != calls[1].conversation)
    }

    @Test("What lacks a session, a model or a time is no call")
    func incomplete() {
        let count = Self.counts(4, total: 1000, input: 1000, cached: 0)
        for lines in [[Self.turn, count], [Self.meta, count], [Self.meta, Self.turn, count.replacing(Logs.time(4), with: "yesterday")]] {
            let (calls, tally) = Logs.calls(lines)
            #expect(calls.isEmpty)
            #expect(Logs.kinds(tally) == ["token counts without session, model or time": 1])
        }
        let (_, tally) = Logs.calls([Self.meta, #"{"type":"event_msg"}"#, Self.line(3, "world_state", "{}"), Self.line(3, "token_usage_record", "{}")])
        #expect(Logs.kinds(tally) == ["without a payload": 1, "world_state": 1, "usage records without usage": 1])
    }
}

@Suite("Rows of TraceLab")
struct TraceLabLogTests {
    static func row(
        _ number: Int, provider: String = "claude", model: String = "claude-opus-4-7", total: Int, prefix: Int, written: String, output: Int = 40,
        reasoning: String = "null", asked: Int, tool: String = "Read"
    ) -> String {
        #"""
        {"provider":"\#(provider)","session_id":"\#(provider):s","round_id":"r\#(number)","model":"\#(model)","input_tokens_total":\#(total),\#
        "prefix_tokens":\#(prefix),"claude_cache_creation_input_tokens":\#(written),"output_tokens":\#(output),"reasoning_output_tokens":\#(reasoning),\#
        "timing_events":[{"event_type":"tool_result","timestamp":"\#(Logs.time(asked - 1))"},{"event_type":"user_message","timestamp":"\#(Logs.time(asked))"},\#
        {"event_type":"text","timestamp":"\#(Logs.time(asked + 5))"}],"tools":[{"tool_name":"\#(tool)"}],"current_user_message_count":0}
        """#
    }

    @Test("A row is a call of its agent's model, made after the last that was said to it")
    func rows() {
        let calls = Logs.calls([
            Self.row(0, total: 1000, prefix: 700, written: "250", asked: 3, tool: "Edit"),
            Self.row(1, provider: "codex", model: "gpt-5.4", total: 900, prefix: 800, written: "null", reasoning: "15", asked: 9),
            Self.row(1, provider: "codex", model: "gpt-5.4", total: 900, prefix: 800, written: "null", asked: 9),
        ]).calls
        #expect(calls.map(\.usage) == [
            Usage(input: 50, cacheRead: 700, cacheWrite5m: 250, output: 40), Usage(input: 100, cacheRead: 800, output: 25, reasoning: 15),
        ])
        #expect(calls.map(\.model) == ["anthropic/claude-opus-4-7", "openai/gpt-5.4"])
        #expect(calls.map(\.caller) == ["claude-code", "codex"])
        #expect(calls.map(\.time) == [Logs.milliseconds(3), Logs.milliseconds(9)])
        #expect(calls.map(\.mode) == ["editing", "planning"])
    }

    @Test("Rows that lack usage, names or times are told")
    func incomplete() {
        let row = Self.row(0, total: 1000, prefix: 2000, written: "9000", asked: 3)
        #expect(Logs.calls([row]).calls.first?.usage == Usage(input: 0, cacheRead: 1000, output: 40))
        let lines = [row.replacing("input_tokens_total", with: "x"), row.replacing(Logs.time(2), with: "").replacing(Logs.time(3), with: "").replacing(Logs.time(8), with: "")]
        #expect(Logs.kinds(Logs.calls(lines, .tracelab).tally) == ["rows without usage": 1, "rows without session, model or time": 1])
    }
}

@Suite("Logs of any agent")
struct AgentLogsTests {
    @Test("Each log's form is told by its own lines; of others nothing is read")
    func forms() {
        let files = [
            [ClaudeCodeLogTests.asks(0), ClaudeCodeLogTests.answers(1, "m1")],
            [CodexLogTests.meta, CodexLogTests.turn, CodexLogTests.counts(4, total: 1000, input: 1000, cached: 0)],
            [#"{"unknown":1}"#, TraceLabLogTests.row(0, total: 100, prefix: 0, written: "0", asked: 9)], [#"{"unknown":1}"#, #"{"type":"x"}"#],
        ]
        let (calls, tally) = Logs.logs(files)
        #expect(calls.map(\.session) == ["s1", "c1", "claude:s"])
        #expect((tally.files, tally.calls, tally.sessions) == (4, 3, 3))
        #expect(Logs.kinds(tally) == ["of no known form": 3])
    }

    @Test("What comes of a log can be replayed: the same model with the same cache is exact")
    func replay() throws {
        let table = try Prices.table { definition in
            definition.models["anthropic/claude-opus-4-7"] = .init(
                id: "anthropic/claude-opus-4-7", provider: "anthropic", wireName: "claude-opus-4-7", price: Prices.price(5000, 25_000))
            definition.tiers["frontier"] = .init(models: ["anthropic/claude-opus-4-7"])
        }
        let calls = Logs.calls([
            ClaudeCodeLogTests.asks(0), ClaudeCodeLogTests.answers(1, "m1", "Read", input: 10, write: 50_000), ClaudeCodeLogTests.result(5),
            ClaudeCodeLogTests.answers(9, "m2", "Edit", input: 12, read: 50_000, write: 900), ClaudeCodeLogTests.result(11),
            ClaudeCodeLogTests.answers(12, "m3", "Bash", input: 12, read: 50_900, write: 300),
        ]).calls
        var (replay, report) = (Replay(table, .first), ReplayReport())
        for call in calls {
            var writer = JSONWriter()
            call.write(into: &writer)
            report.add(replay.play(try TraceCall(JSONDocument.parse(writer.bytes).root)))
        }
        #expect((report.total.calls, report.total.exact, report.unanswered) == (3, 3, 0))
        #expect(report.rows.map(\.mode) == ["planning", "editing", "debugging"])
    }
}
