internal import Loop
internal import Options
internal import Primitives

/// `shunt ping`.
enum PingCommand: ConsoleCommand {
    static let grammar = Command("shunt ping", "Asks whether the daemon answers")

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let connection = try await invocation.connect()
        defer { connection.close() }
        let start = Clock.monotonic
        let result = try await invocation.ask("ping", on: connection)
        let microseconds = (Clock.monotonic - start).inNanoseconds / 1000
        try await invocation.show(result) { _ in StyledText("the daemon at \(connection.path) answered in \(microseconds) µs\n") }
        return .ok
    }
}
