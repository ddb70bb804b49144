import Foundation
@testable import Settings
import Testing

/// The page is written by hand and the schemas are Swift's.
struct ManualTests {
    @Test("The manual names every key of configuration and table")
    func manualIsComplete() throws {
        let page = try String(contentsOf: PackageFolder.file("contrib/man/shunt.toml.5"), encoding: .utf8)
        let words = Set(page.split { !($0.isLetter || $0.isNumber || $0 == "_") })
        let names = Set(Self.keys(of: ConfigurationSchema.top.schema) + Self.keys(of: TableSchema.top.schema))
        #expect(names.filter { !words.contains(Substring($0)) } == [])
    }

    private static func keys(of schema: Schema) -> [String] {
        switch schema {
        case .section(let keys): keys.flatMap { [$0.name] + self.keys(of: $0.value) }
        case .list(let element, _), .map(let element, _, _): keys(of: element)
        case .either(let schemas): schemas.flatMap(keys(of:))
        case .text, .integer, .number, .boolean, .choice: []
        }
    }
}
