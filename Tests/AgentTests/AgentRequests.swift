import Conversation
import Primitives

/// Requests in the form that each agent sends, shortened; `contrib/agents` says where that form was found.
extension AgentRequest {
    static let all = claudeCode + codex + aider + kiloCode + continued + openHands + miniSWEAgent

    // MARK: Claude Code

    private static let claudeFields = [
        "user-agent": "claude-cli/2.1.45 (external, cli)", "x-app": "cli", "anthropic-version": "2023-06-01",
    ]

    private static func claude(_ description: String, model: String = "claude-sonnet-4-6", mode: String, _ messages: String, system: String = claudeSystem) -> AgentRequest {
        AgentRequest(
            "claude-code", description, .anthropicMessages, claudeFields, mode: .init(mode),
            #"""
            {"model":"\#(model)","max_tokens":32000,"stream":true,"metadata":{"user_id":"user_1_account__session_2"},
             "system":[{"type":"text","text":"\#(system)","cache_control":{"type":"ephemeral"}}],
             "tools":[{"name":"Bash","input_schema":{"type":"object"}},{"name":"Edit","input_schema":{"type":"object"}},{"name":"ExitPlanMode","input_schema":{"type":"object"}}],
             "messages":[\#(messages)]}
            """#)
    }

    private static let claudeSystem = "You are Claude Code, Anthropic's official CLI for Claude."
    private static let planBegins =
        #"<system-reminder>\nPlan mode is active. The user indicated that they do not want you to execute yet -- you MUST NOT make any edits\n</system-reminder>"#
    private static let planGoesOn =
        #"Plan mode still active (see full instructions earlier in conversation). Read-only except plan file (/root/.claude/plans/a.md)."#
    private static let planEnds = #"## Exited Plan Mode\n\nYou have exited plan mode. You can now make edits, run tools, and take actions."#

    private static func user(_ texts: String...) -> String {
        #"{"role":"user","content":[\#(texts.map { #"{"type":"text","text":"\#($0)"}"# }.joined(separator: ","))]}"#
    }

    private static func result(_ text: String) -> String {
        #"{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"Read","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"\#(text)"}]}"#
    }

    static let claudeCode = [
        claude("a turn", mode: "editing", user("<system-reminder>\\nToday is Monday\\n</system-reminder>", "Fix the test")),
        claude("plan mode begins", mode: "planning", user("Add a cache", planBegins)),
        claude("plan mode goes on without a word", mode: "planning", user("Add a cache", planBegins) + "," + result("file") + "," + result("file")),
        claude("plan mode goes on, at the end of a tool's result", mode: "planning", user("Add a cache") + "," + result("file\\n\\n<system-reminder>\\n\(planGoesOn)\\n</system-reminder>")),
        claude("plan mode has ended", mode: "editing", user("Add a cache", planBegins) + "," + result("ok") + "," + user(planEnds, "Go on")),
        claude("plan mode begins, in a system message between others", mode: "planning", user("Add a cache") + #",{"role":"system","content":"\#(planBegins)"}"#),
        claude("plan mode has ended, in a system message between others", mode: "editing", user("Add a cache", planBegins) + "," + result("ok") + #",{"role":"system","content":"\#(planEnds)"}"#),
        claude("the plan was approved", mode: "editing", user("Add a cache", planBegins) + "," + result("User has approved your plan. You can now start coding.\\n\\n## Approved Plan:\\n1. …")),
        claude("plan mode has begun once more", mode: "planning", user(planBegins) + "," + result("ok") + "," + user(planEnds) + "," + result("ok") + "," + user(planBegins)),
        claude("a subagent of the small model", model: "claude-haiku-4-5-20251001", mode: "background", user("Find the parser")),
        claude("a title", mode: "background", user("Fix the test"), system: "Generate a concise, sentence-case title (3-7 words) that captures the main topic or goal of this coding session."),
    ]

    // MARK: Codex

    private static func codex(_ description: String, fields: [String: String] = [:], mode: String, _ input: String) -> AgentRequest {
        let own = ["originator": "codex_cli_rs", "user-agent": "codex_cli_rs/0.144.6 (Debian 12; x86_64) xterm-256color"]
        return AgentRequest(
            "codex", description, .openAIResponses, own.merging(fields) { $1 }, mode: .init(mode),
            #"""
            {"model":"gpt-5.5","instructions":"You are Codex, a coding agent.","stream":true,"store":false,"prompt_cache_key":"019a","include":["reasoning.encrypted_content"],
             "tools":[{"type":"function","name":"shell","parameters":{"type":"object"}},{"type":"function","name":"update_plan","parameters":{"type":"object"}}],
             "tool_choice":"auto","parallel_tool_calls":true,"input":[{"type":"message","role":"developer","content":[{"type":"input_text","text":"<permissions instructions>…</permissions instructions>"}]},\#(input)]}
            """#)
    }

    private static func said(_ role: String, _ text: String) -> String {
        #"{"type":"message","role":"\#(role)","content":[{"type":"input_text","text":"\#(text)"}]}"#
    }

    private static let codexDefault = said(
        "developer", #"<collaboration_mode># Collaboration Mode: Default\n\nYou are now in Default mode. Any previous instructions for other modes (e.g. Plan mode) are no longer active.</collaboration_mode>"#)
    private static let codexPlan = said(
        "developer", #"<collaboration_mode># Plan Mode (Conversational)\n\nYou work in 3 phases\n\n## Mode rules (strict)\n\nYou are in **Plan Mode** until a developer message explicitly ends it.</collaboration_mode>"#)
    private static let codexTurn =
        said("user", "Fix the test") + #",{"type":"function_call","name":"shell","arguments":"{}","call_id":"c1"},{"type":"function_call_output","call_id":"c1","output":"ok"}"#

    static let codex = [
        codex("a turn", mode: "editing", codexDefault + "," + codexTurn),
        codex("a turn of codex exec", fields: ["originator": "codex_exec"], mode: "editing", codexTurn),
        codex("plan mode", mode: "planning", codexDefault + "," + codexTurn + "," + codexPlan + "," + codexTurn),
        codex("after plan mode", mode: "editing", codexPlan + "," + codexTurn + "," + codexDefault + "," + codexTurn),
        codex("a review", fields: ["x-openai-subagent": "review"], mode: "debugging", codexTurn),
        codex("memories", fields: ["x-openai-subagent": "memory_consolidation"], mode: "background", codexTurn),
    ]

    // MARK: aider

    private static func chat(_ agent: String, _ description: String, fields: [String: String] = [:], mode: String?, system: String?, _ user: String, tools: [String] = []) -> AgentRequest {
        let own = ["user-agent": "OpenAI/Python 2.8.0"]
        let system = system.map { #"{"role":"system","content":"\#($0)"},"# } ?? ""
        let offered = tools.map { #"{"type":"function","function":{"name":"\#($0)","parameters":{"type":"object"}}}"# }.joined(separator: ",")
        return AgentRequest(
            agent, description, .openAIChat, own.merging(fields) { $1 }, mode: mode.map { .init($0) },
            #"{"model":"openai/gpt-5.5","stream":true,"temperature":0\#(tools.isEmpty ? "" : #","tools":[\#(offered)]"#),"messages":[\#(system){"role":"user","content":"\#(user)"}]}"#)
    }

    static let aider = [
        chat("aider", "code", mode: "editing", system: #"Act as an expert software developer.\nAlways use best practices when coding."#, "Add a flag"),
        chat("aider", "the editor of an architect", mode: "editing", system: #"Act as an expert software developer who edits source code.\nDescribe each change with a *SEARCH\/REPLACE block* per the examples below."#, "Apply this"),
        chat("aider", "architect", mode: "planning", system: #"Act as an expert architect engineer and provide direction to your editor engineer.\nStudy the change request and the current code."#, "Add a flag"),
        chat("aider", "ask", mode: "planning", system: #"Act as an expert code analyst.\nAnswer questions about the supplied code."#, "How does it work?"),
        chat("aider", "a commit message", mode: "background", system: #"You are an expert software engineer that generates concise, one-line Git commit messages based on the provided diffs.\nReview the provided context"#, "diff --git a/x b/x"),
        chat("aider", "a summary", mode: "background", system: #"*Briefly* summarize this partial conversation about programming.\nInclude less detail about older parts"#, "# USER\\nAct as an expert architect engineer"),
    ]

    // MARK: Kilo Code

    private static let kiloFields = ["user-agent": "Kilo-Code/7.8.3", "x-title": "Kilo Code", "http-referer": "https://kilocode.ai", "x-session-affinity": "ses_1"]

    static let kiloCode = [
        chat("kilo-code", "code", fields: kiloFields, mode: "editing", system: "You are Kilo", "Fix the test", tools: ["bash", "edit", "plan_enter", "read", "write"]),
        chat("kilo-code", "plan", fields: kiloFields, mode: "planning", system: "You are Kilo", #"Add a cache\n\n<system-reminder>\n# Native Plan Mode\n</system-reminder>"#, tools: ["bash", "plan_exit", "read"]),
        chat("kilo-code", "a title", fields: kiloFields, mode: "background", system: #"You are a title generator. You output ONLY a thread title. Nothing else."#, "Generate a title for this conversation:"),
        chat("kilo-code", "code in older versions", fields: ["user-agent": "opencode-kilo-provider"], mode: "editing", system: "You are Kilo", "Fix the test", tools: ["bash", "edit"]),
    ]

    // MARK: Continue

    static let continued = [
        chat("continue", "agent", mode: "editing", system: #"<important_rules>\n  You are in agent mode.\n\n  If you need to use multiple tools, you can call multiple read only tools simultaneously."#, "Fix the test", tools: ["edit_existing_file"]),
        chat("continue", "chat", mode: "editing", system: #"<important_rules>\n  You are in chat mode.\n\n  If the user asks to make changes to files offer"#, "What is this?"),
        chat("continue", "plan", mode: "planning", system: #"<important_rules>\n  You are in plan mode, in which you help the user understand and construct a plan.\n  Only use read-only tools."#, "Add a cache", tools: ["read_file"]),
        chat("continue", "a title", mode: "background", system: nil, #"Given the following... please reply with a title for the chat that is 3-4 words in length"#),
    ]

    // MARK: OpenHands

    static let openHands = [
        chat("openhands", "an agent", mode: "editing", system: "You are OpenHands agent, a helpful AI assistant that can interact with a computer to solve tasks.", "Fix the test", tools: ["terminal", "file_editor", "task_tracker", "finish", "think"]),
        chat("openhands", "the planning agent", mode: "planning", system: #"You are a Planning Agent that analyzes codebases and helps the user make a detailed plan for their requested changes.\n\n<ROLE>"#, "Add a cache", tools: ["glob", "grep", "planning_file_editor"]),
        chat("openhands", "the condenser", mode: "background", system: #"You are maintaining a context-aware state summary for an interactive agent.\nYou will be given a list of events"#, "<EVENT>…</EVENT>"),
        chat("openhands", "the condenser, in versions without a system prompt for it", mode: "background", system: nil, #"You are maintaining a context-aware state summary for an interactive agent.\nYou will be given"#),
        chat("openhands", "a title", mode: "background", system: "You are a helpful assistant that generates concise, descriptive titles for conversations with OpenHands. OpenHands is a helpful AI agent", "Generate a title (maximum 50 characters)"),
    ]

    // MARK: mini-swe-agent

    static let miniSWEAgent = [
        chat("mini-swe-agent", "a step", mode: "editing", system: #"You are a helpful assistant that can interact with a computer.\n"#, "Please solve this issue: the test fails", tools: ["bash"]),
        chat("mini-swe-agent", "a step of a benchmark", mode: "editing", system: #"You are a helpful assistant that can interact multiple times with a computer shell to solve programming tasks.\n"#, "<pr_description>"),
    ]
}
