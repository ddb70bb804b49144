import Console
import JSONText
import Loop
import Primitives
import TestKit
import Testing

@Suite("shunt check")
struct CheckTests {
    static let configuration = """
        [table]
        source = "table.toml"

        [providers.near]
        api = "openai-chat"
        url = "http://127.0.0.1:1/v1"
        key = { file = "/nowhere/key" }
        """

    static let table = """
        schema = 1
        revision = "one"

        [tiers.frontier]
        models = ["deep"]

        [models.deep]
        provider = "near"
        name = "sim?tokens=20&text=a b"
        """

    /// A folder with both halves of the settings.
    static func folder(configuration: String = configuration, table: String = table) throws -> TemporaryFolder {
        let folder = try TemporaryFolder(prefix: "shunt-check")
        try folder.write("shunt.toml", Bytes(configuration.utf8))
        try folder.write("table.toml", Bytes(table.utf8))
        return folder
    }

    @Test("checks a configuration by itself where its table is served, and a fetched copy of the table against it")
    func served() async throws {
        try await onLoop {
            let folder = try Self.folder(configuration: Self.configuration.replacing("\"table.toml\"", with: "\"https://h/table.toml\""))
            defer { folder.remove() }
            let (alone, both) = (Shunt(), Shunt())
            #expect(await alone.run("check", folder.file("shunt.toml")) == .ok)
            #expect(alone.output.text == "\(folder.file("shunt.toml")): configuration: 1 provider; its table is served: fetch it and name the file, too, to check it\n")
            try folder.write("table.toml", Bytes(Self.table.replacing("\"near\"", with: "\"nera\"").utf8))
            #expect(await both.run("check", folder.file("shunt.toml"), folder.file("table.toml")) == .failed)
            #expect(both.output.text.contains("table.toml:8:12: "))
        }
    }

    @Test("finds sound settings sound, and needs no key for it")
    func sound() async throws {
        try await onLoop {
            let folder = try Self.folder()
            defer { folder.remove() }
            let shunt = Shunt()
            #expect(await shunt.run("check", "\(folder.path)/shunt.toml", "\(folder.path)/table.toml") == .ok)
            #expect(shunt.errors.text == "")
            #expect(
                shunt.output.text == """
                    \(folder.path)/shunt.toml: configuration: 1 provider
                    \(folder.path)/table.toml: table: 1 mode, 1 tier, 1 model; prices: unknown deep

                    """)
        }
    }

    @Test("prints every error of both halves with its place")
    func errors() async throws {
        try await onLoop {
            let folder = try Self.folder(
                configuration: Self.configuration.replacing("openai-chat", with: "openai-caht"),
                table: Self.table.replacing("[\"deep\"]", with: "[\"deap\"]"))
            defer { folder.remove() }
            let shunt = Shunt()
            #expect(await shunt.run("check", "\(folder.path)/shunt.toml", "\(folder.path)/table.toml") == .failed)
            let lines = shunt.output.text.split(separator: "\n")
            #expect(lines.contains { $0.hasPrefix("\(folder.path)/shunt.toml:5:") && $0.contains("\"openai-chat\"") })
            #expect(lines.contains { $0.hasPrefix("\(folder.path)/table.toml:5:") && $0.contains("\"deep\"") })
            #expect(Set(lines).count == lines.count)
        }
    }

    @Test("tells programs the same")
    func json() async throws {
        try await onLoop {
            let folder = try Self.folder(table: Self.table.replacing("schema = 1", with: "schema = 1\nmodles = 2"))
            defer { folder.remove() }
            let shunt = Shunt()
            #expect(await shunt.run("check", "--json", "\(folder.path)/table.toml") == .failed)
            let root = try JSONDocument.parse(shunt.output.text.trimmingSpace).root
            #expect(root["valid"]?.bool == false)
            #expect(root["files"]?.elements.map { $0["kind"]?.string } == ["table"])
            let error = try #require(root["findings"]?.elements.first { _ in true })
            #expect(error["level"]?.string == "error")
            #expect(error["file"]?.string == "\(folder.path)/table.toml")
            #expect(error["line"]?.int == 2)
            #expect(error["column"]?.int == 1)
            #expect(error["suggestion"]?.string?.contains("models") == true)
        }
    }

    @Test("says that a file cannot be read")
    func absent() async throws {
        try await onLoop {
            let shunt = Shunt()
            #expect(await shunt.run("check", "/nowhere/shunt.toml") == .failed)
            #expect(shunt.output.text == "/nowhere/shunt.toml: cannot be read: No such file or directory\n")
        }
    }
}
