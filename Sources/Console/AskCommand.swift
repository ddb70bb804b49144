internal import JSONText
internal import Loop
internal import Options

/// `shunt ask`: one prompt, one answer.
enum AskCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt ask", "Sends one prompt and prints the answer as it arrives", operands: "[TEXT…|-]",
        options: ChatOptions.all + [ChatOptions.system, ChatOptions.noStream] + AnswerPrinter.options,
        sections: [
            HelpSection("Examples", .lines([
                "shunt ask --mode planning \"How should I split this module?\"",
                "git diff --staged | shunt ask --mode background \"Write a commit message for:\" -",
                "shunt ask --json \"Hello\" | jq .cost.usd",
            ])),
            HelpSection("Notes", .text(
                "The words of TEXT are joined by spaces; - stands for standard input, which is also read where there is no TEXT and nobody types. Ctrl-C ends the call at the provider, too.")),
        ])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let options: ChatOptions
        do { options = try ChatOptions(invocation.arguments, of: invocation.command) } catch { throw .usage(error) }
        let prompt = try await PromptText.read(invocation)
        let connection = try await invocation.connect()
        defer { connection.close() }
        let answer = AnswerPrinter(invocation)
        do {
            let result = try await connection.call("chat") { options.write(prompt: prompt, into: &$0) } each: { (notification) throws(ConsoleError) in
                try await answer.take(notification)
            }
            try await answer.finish(result)
        } catch {
            // The daemon aborts the call when the connection closes, too; this says that it was meant.
            connection.cancel()
            try? await answer.endLine()
            throw error
        }
        return .ok
    }
}
