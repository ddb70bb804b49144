import Foundation
import Loop
import Minisign
import Primitives
import TestKit
import Testing

@Suite("Signing as minisign does")
struct MinisignSigningTests {
    private static let program = ["/usr/bin/minisign", "/usr/local/bin/minisign"].first { FileManager.default.isExecutableFile(atPath: $0) }
    private static let text = Bytes("schema = 1\nrevision = \"signed\"\n".utf8)

    /// Made by minisign 0.11 with -W: no password.
    static let plain = """
        untrusted comment: minisign encrypted secret key
        RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAW5oiMMEIStJznXRdwSoqshpEaX2WhbI1hoAZM+XK3+Pionxlpr+FK5QBZqT0RLsExoP1euEZR+h3Z386iL7rwoXiRG9QCRXkAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

        """
    /// The same key behind the password "secret", at the lowest cost that scrypt has.
    static let sealed = """
        untrusted comment: minisign encrypted secret key
        RWRTY0IyAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8AgAAAAAAAAAAAAAEAAAAAhZa2HIjn6csAwdAT3dmBOmJFuecM7RZAO7zIWe8RM0n24typOhaSM18dFBAmyIVr9wiIGY7jyCOPKMypgMVxISEywF3unQgRD/PC2TQwHsbbQ/LxbyPOE3Gfy1Yzjc9gdYJXhrVXZag=

        """
    static let plainPublic = "RWRbmiIwwQhK0pQBZqT0RLsExoP1euEZR+h3Z386iL7rwoXiRG9QCRXk"

    @Test("A signature by a key without a password is what its public key verifies")
    func plainKey() throws {
        let file = try MinisignKeyFile(Bytes(Self.plain.utf8))
        #expect(!file.isEncrypted)
        let key = try file.open(password: nil)
        #expect(key.publicText == Self.plainPublic)
        let signature = key.signature(of: Self.text, comment: "file:t\nand no more")
        let verifier = try #require(MinisignKey(Self.plainPublic))
        #expect(try MinisignSignature(signature).verify(Self.text, keys: [verifier]) == "file:t")
        #expect(throws: MinisignError.doesNotFit) { try MinisignSignature(signature).verify(Self.text + [0], keys: [verifier]) }
    }

    @Test("Files that are no key are told apart from it", arguments: [
        "", "untrusted comment: x\n", "untrusted comment: x\nRWQ=\n", "x\n\(plain.split(separator: "\n")[1])\n",
        plain.replacing("RWQAAEIy", with: "RWQAAEIz"), plain.replacing("RWQAAEIy", with: "RWQAAUIy"),
    ])
    func malformed(_ file: String) {
        #expect(throws: MinisignKeyError.self) { try MinisignKeyFile(Bytes(file.utf8)).open(password: nil) }
    }

    @Test("A key that was changed is not used")
    func changed() throws {
        let lines = Self.plain.split(separator: "\n")
        var bytes = try #require(Data(base64Encoded: String(lines[1])))
        bytes[70] ^= 1
        let file = try MinisignKeyFile(Bytes("\(lines[0])\n\(bytes.base64EncodedString())\n".utf8))
        #expect(throws: MinisignKeyError.malformed("it is damaged")) { try file.open(password: nil) }
    }

    @Test("A key with a password opens with that one alone")
    func password() throws {
        let file = try MinisignKeyFile(Bytes(Self.sealed.utf8))
        #expect(file.isEncrypted)
        #expect(throws: MinisignKeyError.needsPassword) { try file.open(password: nil) }
        #expect(throws: MinisignKeyError.wrongPassword) { try file.open(password: Secret("wrong".utf8)) }
        #expect(throws: MinisignKeyError.wrongPassword) { try file.open(password: Secret("".utf8)) }
        #expect(try file.open(password: Secret("secret".utf8)).publicText == Self.plainPublic)
    }

    @Test("A key whose password costs more than minisign's own is refused before any of it is spent")
    func cost() throws {
        let line = try #require(Self.sealed.split(separator: "\n").last)
        var bytes = try #require(Data(base64Encoded: String(line)))
        bytes[53] = 1
        let file = try MinisignKeyFile(Bytes("untrusted comment: x\n\(bytes.base64EncodedString())\n".utf8))
        #expect(throws: MinisignKeyError.malformed("its password costs more than any that minisign makes")) { try file.open(password: Secret("secret".utf8)) }
    }

    @Test("minisign takes the same keys, and verifies what is signed with them", .enabled(if: program != nil, "minisign is not installed"))
    func real() throws {
        let folder = try TemporaryFolder(prefix: "shunt-minisign")
        defer { folder.remove() }
        let file = try folder.write("table.toml", Self.text)
        let key = try folder.write("key", Bytes(Self.sealed.utf8))
        #expect(try run(["-S", "-s", key, "-m", file], input: "secret\n") == 0)
        #expect(try run(["-V", "-P", Self.plainPublic, "-m", file]) == 0)
        let secret = try MinisignKeyFile(Bytes(Self.sealed.utf8)).open(password: Secret("secret".utf8))
        try folder.write("table.toml.minisig", secret.signature(of: Self.text, comment: "by shunt"))
        #expect(try run(["-V", "-P", Self.plainPublic, "-m", file]) == 0)
        try folder.write("table.toml", Self.text + [0])
        #expect(try run(["-V", "-P", Self.plainPublic, "-m", file]) != 0)
    }

    private func run(_ arguments: [String], input: String = "") throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.program))
        process.arguments = arguments
        let pipe = Pipe()
        (process.standardInput, process.standardOutput, process.standardError) = (pipe, FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
