internal import JSONText
internal import Loop
internal import Options
internal import Primitives

/// The course of one `shunt chat`.
@LoopActor
final class ChatLoop {
    private let invocation: Invocation
    private var options: ChatOptions
    private let connection: DaemonConnection
    private let lines: LineReader
    private var dialogue: Dialogue
    /// Somebody types; then a failure is told and the conversation goes on.
    private let isInteractive: Bool

    init(_ invocation: Invocation, _ options: ChatOptions, _ connection: DaemonConnection) {
        let input = invocation.surroundings.input
        self.invocation = invocation
        self.options = options
        self.connection = connection
        self.options.session = options.session ?? "chat_" + RequestID.random().text.drop { $0 != "_" }.dropFirst()
        isInteractive = input.isTerminal
        dialogue = Dialogue(system: options.system)
        lines = LineReader(limit: Limits.typedLineBytes) { () throws(SocketError) in try await input.read() }
    }

    func run() async throws(ConsoleError) -> CommandStatus {
        defer { connection.close() }
        if isInteractive { try await invocation.errors.print(StyledText("/help lists what can be said besides questions\n", .dim)) }
        while let line = try await question() {
            if let directive = ChatDirective(line) {
                guard try await follow(directive) else { break }
            } else if !line.trimmed.isEmpty {
                try await ask(line)
            }
        }
        return .ok
    }

    /// What was typed up to a line end without a backslash before it; nil at the end.
    private func question() async throws(ConsoleError) -> String? {
        var text = ""
        try await prompt(options.mode.map { "\($0)> " } ?? "> ")
        while let line = try await line() {
            guard line.hasSuffix("\\") else { return text + line }
            text += line.dropLast() + "\n"
            try await prompt("… ")
        }
        if isInteractive { try await invocation.errors.print("\n") }
        return text.isEmpty ? nil : text
    }

    private func prompt(_ text: String) async throws(ConsoleError) {
        if isInteractive { try await invocation.errors.print(StyledText(text, .bold)) }
    }

    private func line() async throws(ConsoleError) -> String? {
        let line: Result<Bytes, LineReader.TooLong>?
        do {
            line = try await lines.next()
        } catch {
            throw error == .cancelled ? .interrupted : .local("standard input: \(error)")
        }
        switch line {
        case nil: return nil
        case .failure: throw .local("a line is longer than \(Limits.typedLineBytes) bytes")
        case .success(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .local("standard input is not UTF-8 text") }
            return text.last == "\r" ? String(text.dropLast()) : text
        }
    }

    /// False where it ends the conversation.
    private func follow(_ directive: ChatDirective) async throws(ConsoleError) -> Bool {
        switch directive {
        case .mode(let name): options.mode = name
        case .model(let name): options.model = name
        case .new: dialogue.forget()
        case .help:
            try await invocation.errors.print(Help.text(rows: ChatDirective.meanings, width: invocation.errors.columns))
        case .quit: return false
        case .unknown(let word, let nearest):
            let remedy = nearest.map { "did you mean /\($0)?" } ?? "/help lists them"
            let message = "unknown /\(word); \(remedy)"
            guard isInteractive else { throw .usage(invocation.command.error(message)) }
            try await invocation.errors.print(message + "\n")
        }
        return true
    }

    private func ask(_ question: String) async throws(ConsoleError) {
        let answer = AnswerPrinter(invocation)
        do {
            let result = try await interruptible { () async throws(ConsoleError) in try await self.call(question, answer) }
            try await answer.finish(result)
            dialogue.add(question: question, answer: AnswerPrinter.text(of: result) ?? "")
        } catch {
            try await answer.endLine()
            if case .interrupted = error { connection.cancel() }
            guard isInteractive, !Task.isCancelled, isSurvivable(error) else { throw error }
            if case .interrupted = error { return try await invocation.errors.print(StyledText("broken off; question and answer are forgotten\n", .dim)) }
            _ = await Failure(error).tell(json: invocation.wantsJSON, invocation.output, invocation.errors)
        }
    }

    /// Whether the next question may go better.
    private func isSurvivable(_ error: ConsoleError) -> Bool {
        switch error {
        case .failed, .interrupted: true
        case .usage, .unreachable, .local, .outputClosed: false
        }
    }

    private func call(_ question: String, _ answer: AnswerPrinter) async throws(ConsoleError) -> JSONValue {
        let (options, dialogue) = (options, dialogue)
        return try await connection.call("chat") { writer in
            var shared = options
            shared.model = nil
            shared.write(into: &writer)
            writer.key("body")
            dialogue.write(asking: question, model: options.model, isStreamed: options.isStreamed, into: &writer)
        } each: { (notification) throws(ConsoleError) in
            try await answer.take(notification)
        }
    }

    /// Runs `body` so that Ctrl-C ends it alone where somebody types.
    private func interruptible(_ body: @escaping @LoopActor () async throws(ConsoleError) -> JSONValue) async throws(ConsoleError) -> JSONValue {
        guard isInteractive else { return try await body() }
        let work = EventLoop.spawn { () async -> Result<JSONValue, ConsoleError> in
            do throws(ConsoleError) { return .success(try await body()) } catch { return .failure(error) }
        }
        let outcome = await withTaskCancellationHandler {
            await invocation.surroundings.interruptions.redirecting { signal in
                guard signal == Signals.interrupt else { return false }
                work.cancel()
                return true
            } _: {
                await work.value
            }
        } onCancel: {
            work.cancel()
        }
        return try outcome.get()
    }
}
