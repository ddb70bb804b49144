@testable import Console
import Loop
import Primitives
import TestKit
import Testing

@Suite("shunt table fmt")
struct TableFormatTests {
    @Test("rewrites what is not in form, and names it")
    func rewrites() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-fmt")
            defer { folder.remove() }
            let wild = try folder.write("wild.toml", Bytes("schema=1 # the form\n".utf8))
            let tame = try folder.write("tame.toml", Bytes("schema = 1\n".utf8))
            let shunt = Shunt()
            #expect(await shunt.run("table", "fmt", wild, tame) == .ok)
            #expect(shunt.output.text == "\(wild)\n")
            #expect(try FileReader.contents(of: wild, limit: 1000).text == "schema = 1\(String(repeating: " ", count: 38))# the form\n")
        }
    }

    @Test("changes nothing where it only checks, and its status tells")
    func checks() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-fmt")
            defer { folder.remove() }
            let wild = try folder.write("wild.toml", Bytes("schema=1".utf8))
            let shunt = Shunt()
            #expect(await shunt.run("table", "fmt", "--check", wild) == .failed)
            #expect(shunt.output.text == "\(wild)\n")
            #expect(try FileReader.contents(of: wild, limit: 1000).text == "schema=1")
        }
    }

    @Test("takes standard input to standard output")
    func standardInput() async throws {
        try await onLoop {
            let shunt = Shunt(input: ["schema", "=1"])
            #expect(await shunt.run("table", "fmt", "-") == .ok)
            #expect(shunt.output.text == "schema = 1\n")
        }
    }

    @Test("leaves what is no TOML alone, and says where it is not")
    func noTOML() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-fmt")
            defer { folder.remove() }
            let path = try folder.write("broken.toml", Bytes("schema = \n".utf8))
            let shunt = Shunt()
            #expect(await shunt.run("table", "fmt", path) == .failed)
            #expect(shunt.errors.text.hasPrefix("shunt: \(path):1:"))
            #expect(try FileReader.contents(of: path, limit: 1000).text == "schema = \n")
        }
    }
}
