import Foundation
import Primitives
import Routing
@testable import Settings
import Testing

struct ExampleTests {
    @Test("The example configuration and table are valid together, and every mode has a tier")
    func examplesAreValid() throws {
        let snapshot = try Settings.load(path: "/etc/shunt/shunt.toml", from: ExampleSources())
        #expect(snapshot.warnings.isEmpty)
        #expect(Set(snapshot.table.modes.map(\.name)).isSuperset(of: ["planning", "debugging", "editing", "background"]))
    }

    @Test("The manual names every key of configuration and table", arguments: [ConfigurationSchema.top.schema, TableSchema.top.schema])
    func manualIsComplete(_ schema: Schema) throws {
        let page = try String(contentsOf: PackageFolder.file("contrib/man/shunt.toml.5"), encoding: .utf8)
        let words = Set(page.split { !($0.isLetter || $0.isNumber || $0 == "_") })
        for name in Self.keys(of: schema) { #expect(words.contains(Substring(name)), "\(name)") }
    }

    private static func keys(of schema: Schema) -> [String] {
        switch schema {
        case .section(let keys): keys.flatMap { [$0.name] + self.keys(of: $0.value) }
        case .list(let element), .map(let element): keys(of: element)
        case .either(let schemas): schemas.flatMap(keys(of:))
        case .text, .integer, .number, .boolean, .choice: []
        }
    }
}

/// `/etc/shunt` as somebody has it who copied the examples and wrote their keys.
private struct ExampleSources: SettingsSources {
    func contents(of path: String, limit: Int) throws(SourceError) -> Bytes {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        guard let data = try? Data(contentsOf: PackageFolder.file("contrib/examples/\(name)")) else { throw SourceError("no such file") }
        return Bytes(data)
    }

    func names(in folder: String) throws(SourceError) -> [String] { [] }

    func secret(_ source: KeySource) throws(SourceError) -> Secret { Secret(Bytes("sk-example".utf8)[...]) }
}
