internal import Loop
internal import Minisign
internal import Options
internal import Primitives
internal import Settings

/// `shunt table sign`: the signature that a daemon with `public_key` wants to see.
enum TableSignCommand: ConsoleCommand {
    private static let key = Option("key", "k", value: "FILE", "the secret key, as minisign -G writes it")
    private static let comment = Option("comment", value: "TEXT", "what the signature also vouches for, one line (default: time and name)")

    static let grammar = Command(
        "shunt table sign", "Signs tables as minisign does", operands: "TABLE…",
        options: [key, PasswordText.option, comment],
        sections: [
            HelpSection("Notes", .text(
                "The signature of TABLE goes to TABLE.minisig, which is to be served beside it. Only sound tables are signed. minisign -V verifies it, and so does a daemon whose configuration has the public key."))
        ])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let tables = invocation.arguments.operands
        guard !tables.isEmpty, !tables.contains("-") else { throw invocation.usage("which table?", remedy: "name its file") }
        guard let file = invocation.arguments.value(key.name) else { throw invocation.usage("which key?", remedy: "write --key FILE") }
        var signed: [(table: String, bytes: Bytes)] = []
        for table in tables { signed.append((table, try await sound(table, invocation))) }
        let secret = try await open(file, invocation)
        for (table, bytes) in signed {
            let text = invocation.arguments.value(comment.name) ?? "timestamp:\(Clock.unixSeconds)\tfile:\(name(of: table))\thashed"
            try write(secret.signature(of: bytes, comment: text), "\(table).minisig")
            try await invocation.output.print("\(table).minisig\n")
        }
        return .ok
    }

    @LoopActor
    private static func open(_ file: String, _ invocation: Invocation) async throws(ConsoleError) -> MinisignSecretKey {
        let bytes = try await InputText.read(file, invocation, limit: Limits.signingKeyBytes)
        let key: MinisignKeyFile
        do { key = try MinisignKeyFile(bytes) } catch { throw .local("\(file): \(error)") }
        let password = key.isEncrypted ? try await PasswordText.read(invocation) : nil
        do { return try key.open(password: password) } catch { throw .local("\(file): \(error)") }
    }

    /// The bytes of a table that a daemon would take: whether its providers exist only that daemon knows.
    @LoopActor
    private static func sound(_ file: String, _ invocation: Invocation) async throws(ConsoleError) -> Bytes {
        let bytes = try await InputText.read(file, invocation)
        do {
            _ = try Settings.loadTable(bytes, file: file, providers: nil)
            return bytes
        } catch {
            throw .local("\(file) is no sound table, and is not signed\n\(error.description)")
        }
    }

    private static func write(_ signature: Bytes, _ file: String) throws(ConsoleError) {
        do { try FileWriter.replace(file, with: signature) } catch { throw .local("\(error)") }
    }

    private static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
