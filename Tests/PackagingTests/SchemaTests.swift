@testable import Console
import Foundation
import Primitives
import Settings
import Testing

struct SchemaTests {
    /// After a change of what settings may hold: `shunt schema NAME >contrib/schema/NAME.schema.json`.
    @Test("The schemas for editors are those of the daemon", arguments: [SettingsFileKind.table, .configuration])
    func committed(_ kind: SettingsFileKind) throws {
        let file = PackageFolder.file("contrib/schema/\(kind.rawValue).schema.json")
        #expect(try String(contentsOf: file, encoding: .utf8) == JSONSchema.text(of: kind).text, "run shunt schema \(kind.rawValue) >\(file.path)")
    }

    @Test("The examples name the schema that an editor is to take", arguments: [("table.toml", "table"), ("shunt.toml", "configuration")])
    func named(_ example: String, _ schema: String) throws {
        let text = try String(contentsOf: PackageFolder.file("contrib/examples/\(example)"), encoding: .utf8)
        #expect(text.hasPrefix("#:schema file:///usr/share/shunt/schema/\(schema).schema.json\n"))
    }
}
