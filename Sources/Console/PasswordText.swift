internal import Loop
internal import Options
internal import Primitives

/// The password of a signing key.
@LoopActor
enum PasswordText {
    nonisolated static let option = Option("password-file", value: "FILE", "a file that begins with the password, such as a systemd credential; - is standard input")

    /// From the file that is named, else from whoever types it.
    static func read(_ invocation: Invocation) async throws(ConsoleError) -> Secret {
        if let file = invocation.arguments.value(option.name) {
            return firstLine(try await InputText.read(file, invocation, limit: Limits.signingKeyBytes))
        }
        let input = invocation.surroundings.input
        guard input.isTerminal else {
            throw invocation.usage("the key has a password, and nobody is there to type it", remedy: "write --\(option.name) FILE")
        }
        try await invocation.errors.print("Password: ")
        let echo = TerminalEcho()
        let line: Bytes
        do throws(SocketError) { line = try await input.read() } catch { throw error == .cancelled ? .interrupted : .local("standard input: \(error)") }
        _ = consume echo
        try await invocation.errors.print("\n")
        return firstLine(line)
    }

    private static func firstLine(_ text: Bytes) -> Secret {
        var line = text.prefix { $0 != UInt8(ascii: "\n") }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return Secret(line)
    }
}
