@testable import Console
import Loop
import Minisign
import Primitives
import TestKit
import Testing

@Suite("shunt table sign")
struct TableSignTests {
    /// Made by minisign 0.11 with -W, for this test alone.
    private static let key = """
        untrusted comment: minisign encrypted secret key
        RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAW5oiMMEIStJznXRdwSoqshpEaX2WhbI1hoAZM+XK3+Pionxlpr+FK5QBZqT0RLsExoP1euEZR+h3Z386iL7rwoXiRG9QCRXkAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

        """
    private static let publicKey = "RWRbmiIwwQhK0pQBZqT0RLsExoP1euEZR+h3Z386iL7rwoXiRG9QCRXk"

    @Test("writes the signature beside the table, with what it is told to vouch for")
    func signs() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-sign")
            defer { folder.remove() }
            let table = try folder.write("table.toml", Bytes(TableDiffTests.table.utf8))
            let key = try folder.write("key", Bytes(Self.key.utf8))
            let shunt = Shunt()
            #expect(await shunt.run("table", "sign", "--key", key, "--comment", "for the tests", table) == .ok)
            #expect(shunt.output.text == "\(table).minisig\n")
            let signature = try MinisignSignature(try FileReader.contents(of: "\(table).minisig", limit: 4096))
            let verifier = try #require(MinisignKey(Self.publicKey))
            #expect(try signature.verify(Bytes(TableDiffTests.table.utf8), keys: [verifier]) == "for the tests")
        }
    }

    @Test("signs nothing that a daemon would refuse")
    func unsound() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-sign")
            defer { folder.remove() }
            let table = try folder.write("table.toml", Bytes("schema = 1\nmodles = 2\n".utf8))
            let key = try folder.write("key", Bytes(Self.key.utf8))
            let shunt = Shunt()
            #expect(await shunt.run("table", "sign", "--key", key, table) == .failed)
            #expect(shunt.errors.text.contains("\(table):2:1: unknown key"))
            #expect(try FileReader.names(inFolder: folder.path) == ["key", "table.toml"])
        }
    }

    @Test("says what it lacks")
    func lacks() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-sign")
            defer { folder.remove() }
            let table = try folder.write("table.toml", Bytes(TableDiffTests.table.utf8))
            let shunt = Shunt()
            #expect(await shunt.run("table", "sign", table) == .usage)
            #expect(await shunt.run("table", "sign", "--key", table, table) == .failed)
            #expect(shunt.errors.text.contains("this is no secret key of minisign"))
        }
    }
}
