internal import Loop
internal import Options
internal import Primitives

/// The prompt that `ask` and `explain` send.
@LoopActor
enum PromptText {
    /// The operands with spaces between them; `-` is what standard input holds, set apart by a blank line. Without operands
    /// standard input is the prompt, unless somebody would have to type it.
    static func read(_ invocation: Invocation) async throws(ConsoleError) -> String {
        var operands = invocation.arguments.operands
        let input = invocation.surroundings.input
        if operands.isEmpty {
            guard !input.isTerminal else { throw invocation.usage("what to ask is missing", remedy: "give it as TEXT, or - to type it") }
            operands = ["-"]
        }
        let piped = operands.contains("-") ? try await text(of: input) : ""
        var pieces: [String] = []
        for part in operands.split(separator: "-", omittingEmptySubsequences: false) {
            if !pieces.isEmpty { pieces.append(piped) }
            pieces.append(part.joined(separator: " "))
        }
        let text = pieces.filter { !$0.isEmpty }.joined(separator: "\n\n")
        guard text.contains(where: { !$0.isWhitespace }) else { throw invocation.usage("what to ask is empty") }
        return text
    }

    private static func text(of input: any ByteSource) async throws(ConsoleError) -> String {
        let bytes = try await InputText.read(input, limit: Limits.requestBytes)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .local("standard input is not UTF-8 text") }
        return text
    }
}
