internal import JSONText
internal import Loop
internal import Options

/// Prints one answer: its text as it arrives, and at the end what it was and cost.
@LoopActor
final class AnswerPrinter {
    nonisolated static let options = [
        Option("verbose", "v", "tell mode, tier, model, tokens and cost at the end, as a terminal does"),
        Option("reasoning", "r", "also show the model's reasoning, on standard error"),
        Option("stream", "with --json: print every message of the daemon as it comes, one a line"),
    ]

    private let invocation: Invocation
    private let isVerbose: Bool
    private let showsReasoning: Bool
    private let printsMessages: Bool
    private var hasText = false
    private var endsLine = true
    /// Whether standard error stands within a line of reasoning.
    private var isReasoning = false

    init(_ invocation: Invocation) {
        self.invocation = invocation
        isVerbose = invocation.arguments.has("verbose")
        showsReasoning = invocation.arguments.has("reasoning")
        printsMessages = invocation.wantsJSON && invocation.arguments.has("stream")
    }

    /// Prints what a notification brings.
    func take(_ notification: DaemonConnection.Notification) async throws(ConsoleError) {
        if printsMessages { return try await invocation.output.line(notification.message.raw) }
        guard !invocation.wantsJSON, notification.method == "chat.delta", let params = notification.params else { return }
        let delta = params["data"]?["choices"]?.elements.first { _ in true }?["delta"] ?? params
        if let text = delta["reasoning"]?.string ?? delta["reasoning_content"]?.string { try await reasoning(text) }
        if let text = delta["text"]?.string ?? delta["content"]?.string { try await print(text) }
        if let text = delta["refusal"]?.string { try await print(text) }
    }

    /// Prints what is left to print of a finished answer.
    func finish(_ result: JSONValue) async throws(ConsoleError) {
        guard !invocation.wantsJSON else { return try await invocation.output.line(result.raw) }
        if !hasText, let text = Self.text(of: result) { try await print(text) }
        try await endLine()
        guard isVerbose || invocation.errors.isTerminal && invocation.output.isTerminal else { return }
        try await invocation.errors.print(StyledText(Summary.line(of: result) + "\n", .dim))
    }

    /// Leaves the line that a broken answer stands in.
    func endLine() async throws(ConsoleError) {
        if isReasoning { try await invocation.errors.print("\n") }
        if !endsLine { try await invocation.output.print("\n") }
        (isReasoning, endsLine) = (false, true)
    }

    /// The whole text of a result: `text` of a prompt's, or what the body of a conversation's says.
    static func text(of result: JSONValue) -> String? {
        result["text"]?.string ?? result["body"]?["choices"]?.elements.first { _ in true }?["message"]?["content"]?.string
    }

    private func print(_ text: String) async throws(ConsoleError) {
        guard let last = text.utf8.last else { return }
        if isReasoning { try await invocation.errors.print("\n") }
        isReasoning = false
        try await invocation.output.print(text)
        hasText = true
        endsLine = last == UInt8(ascii: "\n")
    }

    private func reasoning(_ text: String) async throws(ConsoleError) {
        guard showsReasoning, !text.isEmpty else { return }
        try await invocation.errors.print(StyledText(text, .dim))
        isReasoning = text.utf8.last != UInt8(ascii: "\n")
    }
}
