internal import Primitives

/// A whole sound answer, before any API's words and before anything goes wrong with it.
struct Answer: Sendable, Equatable {
    enum Finish: Sendable, Equatable {
        case stop, length, toolCall
        /// As the script spells it.
        case word(String)
    }

    struct ToolCall: Sendable, Equatable {
        let id: String
        let name: String
        /// At least one.
        let pieces: [String]
    }

    /// Unique part of the ids in the answer.
    let id: String
    let model: String
    /// Seconds since 1970.
    let created: Int
    /// What was thought; where the caller did not ask to see it, only its length counts.
    let reasoning: [String]
    let showsReasoning: Bool
    let text: [String]
    let toolCalls: [ToolCall]
    let finish: Finish
    let inputTokens: Int
    let cache: PromptCache.Use
    let outputTokens: Int

    var reasoningTokens: Int { reasoning.count }

    init(_ call: ProviderCall, _ script: Script, cache: PromptCache.Use, id: String, created: Int) {
        self.id = id
        self.created = created
        model = call.model
        let question = call.question
        inputTokens = question.prompt.tokens
        self.cache = script.cached.map { PromptCache.Use(read: min($0, question.prompt.tokens)) } ?? cache
        reasoning = AnswerText.words(script.reasoning ?? question.reasoningTokens, seed: "thinking" + question.lastUserText)
        showsReasoning = script.reasoning != nil || question.showsReasoning
        toolCalls = Self.toolCalls(call, script, id)
        var text = toolCalls.isEmpty ? Self.rest(Self.text(call, script), after: question.beginning) : []
        let limit = question.maxTokens ?? .max
        let cut = text.count > limit
        if cut { text.removeLast(text.count - max(limit, 0)) }
        if let huge = script.huge, !text.isEmpty { text.insert(String(repeating: "x", count: huge), at: 1) }
        self.text = text
        finish = script.finish.map(Finish.word) ?? (toolCalls.isEmpty ? (cut ? .length : .stop) : .toolCall)
        let written = text.reduce(0) { $0 + $1.utf8.count } + toolCalls.reduce(0) { $0 + $1.pieces.reduce(0) { $0 + $1.utf8.count } }
        outputTokens = (written + 3) / 4 + reasoning.count
    }

    private static func text(_ call: ProviderCall, _ script: Script) -> [String] {
        let question = call.question
        let whole: String
        if let text = script.text {
            whole = text
        } else if let tokens = script.tokens {
            let words = AnswerText.words(tokens, seed: question.lastUserText)
            guard script.chunkBytes != nil else { return words }
            whole = words.joined()
        } else if let schema = question.textSchema {
            whole = ExampleArguments.of(schema: schema)
        } else {
            whole = AnswerText.reply(to: question.lastUserText, model: call.model)
        }
        return script.chunkBytes.map { TextPieces.pieces(whole, ofBytes: $0) } ?? TextPieces.words(whole)
    }

    /// What an answer still lacks that begins with `beginning`; all of it where it begins otherwise.
    private static func rest(_ pieces: [String], after beginning: String?) -> [String] {
        guard let beginning, !beginning.isEmpty else { return pieces }
        let whole = pieces.joined()
        guard whole.hasPrefix(beginning) else { return pieces }
        return TextPieces.words(String(whole.dropFirst(beginning.count)))
    }

    /// A call where the script or `tool_choice` says so, or where the request has tools and its last message says "call the tool".
    private static func toolCalls(_ call: ProviderCall, _ script: Script, _ id: String) -> [ToolCall] {
        let call = call.question
        let asked = !call.tools.isEmpty && call.lastUserText.lowercased().contains("call the tool")
        guard let wanted = script.tool ?? call.forcedTool ?? (asked ? "" : nil) else { return [] }
        let offered = call.tools.first { $0.name == wanted } ?? (wanted.isEmpty ? call.tools.first : nil)
        let name = offered?.name ?? (wanted.isEmpty ? "tool" : wanted)
        let arguments = script.arguments ?? ExampleArguments.of(schema: offered?.schema)
        let pieces = arguments.isEmpty ? [""] : TextPieces.pieces(arguments, ofBytes: script.chunkBytes ?? 8)
        return (0..<script.calls).map { ToolCall(id: "\(id)\($0)", name: name, pieces: pieces) }
    }
}
