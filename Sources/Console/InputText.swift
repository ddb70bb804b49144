internal import Loop
internal import Primitives

/// What a command reads whole: a file, or standard input.
@LoopActor
enum InputText {
    /// The bytes of a settings file, or of standard input where `file` is `-`.
    static func read(_ file: String, _ invocation: Invocation, limit: Int = Limits.tableBytes) async throws(ConsoleError) -> Bytes {
        if file == "-" { return try await read(invocation.surroundings.input, limit: limit) }
        do { return try FileReader.contents(of: file, limit: limit) } catch { throw .local("\(error)") }
    }

    static func read(_ input: any ByteSource, limit: Int) async throws(ConsoleError) -> Bytes {
        var bytes = Bytes()
        do throws(SocketError) {
            while case let more = try await input.read(), !more.isEmpty {
                bytes += more
                if bytes.count > limit { break }
            }
        } catch {
            throw error == .cancelled ? .interrupted : .local("standard input: \(error)")
        }
        guard bytes.count <= limit else { throw .local("standard input is longer than \(limit) bytes") }
        return bytes
    }
}
