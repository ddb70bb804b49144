internal import JSONText
internal import Loop
internal import Options

/// `shunt explain`: what would be decided, and why.
enum ExplainCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt explain", "Tells which model would answer, and why; calls nobody", operands: "[TEXT…|-]",
        options: ChatOptions.all + [ChatOptions.system])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let options: ChatOptions
        do { options = try ChatOptions(invocation.arguments, of: invocation.command) } catch { throw .usage(error) }
        let prompt = try await PromptText.read(invocation)
        let record = try await invocation.ask("explain") { options.write(prompt: prompt, into: &$0) }
        try await invocation.show(record) { DecisionText.render($0) }
        return record["error"] == nil ? .ok : .failed
    }
}
