internal import JSONText
internal import Loop
internal import Options
internal import Primitives

/// `shunt chat`: a conversation, typed or piped line by line.
enum ChatCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt chat", "Holds a conversation, typed or piped line by line",
        options: ChatOptions.all + [ChatOptions.system, ChatOptions.noStream] + AnswerPrinter.options,
        sections: [
            HelpSection("In the conversation", .rows(ChatDirective.meanings + [("Ctrl-C", "break off an answer; at the prompt: end"), ("Ctrl-D", "end")])),
            HelpSection("Notes", .text(
                "A line that ends with a backslash goes on in the next one. All calls are of one session, so that they stay on one model while its cache is warm. With piped input the first failure ends it.")),
        ])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let options: ChatOptions
        do { options = try ChatOptions(invocation.arguments, of: invocation.command) } catch { throw .usage(error) }
        let chat = ChatLoop(invocation, options, try await invocation.connect())
        return try await chat.run()
    }
}
