internal import JSONText
internal import Loop
internal import Options
internal import Primitives

/// One run of one command: what it was given, and where its words go.
@LoopActor
struct Invocation {
    let command: Command
    let arguments: Arguments
    let surroundings: Surroundings
    let output: Printer
    let errors: Printer

    var wantsJSON: Bool { arguments.has(Grammar.json.name) }

    static func run(_ words: [String], in surroundings: Surroundings) async -> CommandStatus {
        let errors = Printer(surroundings.errors, hasColors: surroundings.wantsColors)
        let output = Printer(surroundings.output, hasColors: surroundings.wantsColors)
        var isJSON = words.contains("--json")
        do throws(ConsoleError) {
            let (command, arguments) = try parse(words)
            isJSON = arguments.has(Grammar.json.name)
            if try await answers(arguments, about: command, output) { return .ok }
            guard let command else { throw ConsoleError.usage(UsageError("which command?", help: "shunt --help")) }
            guard let type = Console.commands.first(where: { $0.grammar.name == command.name }) else { return .usage }
            let invocation = Invocation(command: command, arguments: arguments, surroundings: surroundings, output: output, errors: errors)
            return try await type.run(invocation)
        } catch {
            return await Failure(error).tell(json: isJSON, output, errors)
        }
    }

    private static func parse(_ words: [String]) throws(ConsoleError) -> (command: Command?, arguments: Arguments) {
        do { return try Grammar.shunt.parse(words) } catch { throw .usage(error) }
    }

    /// Whether the help or the version was all that was wanted.
    private static func answers(_ arguments: Arguments, about command: Command?, _ output: Printer) async throws(ConsoleError) -> Bool {
        if arguments.has(Option.help.name) {
            let width = output.columns
            try await output.print(command.map { Help.text(of: $0, width: width) } ?? Help.text(of: Grammar.shunt, width: width))
        } else if arguments.has(Option.version.name) {
            try await output.print("shunt \(Version.text)\n")
        } else {
            return false
        }
        return true
    }

    /// Where the daemon listens: what the caller says, else the user's own daemon if there is one, else the system's.
    var socketPaths: [String] {
        if let path = arguments.value(Grammar.socket.name) ?? surroundings.environment("SHUNT_SOCKET") { return [path] }
        let own = surroundings.environment("XDG_RUNTIME_DIR").map { ["\($0)/shunt/shunt.sock"] } ?? []
        return own + ["/run/shunt/shunt.sock"]
    }

    func connect() async throws(ConsoleError) -> DaemonConnection { try await DaemonConnection.open(socketPaths) }

    /// The result of a call that a living daemon answers at once.
    func ask(_ method: StaticString, _ params: (inout JSONWriter) -> Void = { _ in }) async throws(ConsoleError) -> JSONValue {
        let connection = try await connect()
        defer { connection.close() }
        return try await ask(method, on: connection, params)
    }

    func ask(
        _ method: StaticString, on connection: DaemonConnection, _ params: (inout JSONWriter) -> Void = { _ in }
    ) async throws(ConsoleError) -> JSONValue {
        var isLate = false
        let clock = EventLoop.schedule(after: surroundings.patience) {
            isLate = true
            connection.close()
        }
        defer { clock.cancel() }
        do {
            return try await connection.call(method, params)
        } catch {
            throw isLate ? .unreachable(.silent(connection.path, surroundings.patience)) : error
        }
    }

    /// The result as it is for programs, or what `render` makes of it for people.
    func show(_ result: JSONValue, _ render: (JSONValue) -> StyledText) async throws(ConsoleError) {
        if wantsJSON { try await output.line(result.raw) } else { try await output.print(render(result)) }
    }

    func usage(_ message: String, remedy: String? = nil) -> ConsoleError { .usage(command.error(message, remedy: remedy)) }
}
