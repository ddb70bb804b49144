import Foundation
import Telemetry
import Testing

/// The catalog is written by hand and the ids are Swift's: these tests keep them the same.
struct CatalogTests {
    let catalog: [CatalogEntry]

    init() throws {
        catalog = CatalogEntry.parse(try String(contentsOf: PackageFolder.file("systemd/shunt.catalog"), encoding: .utf8))
    }

    @Test("Every message id has one entry in the catalog, and the catalog has no others")
    func idsAgree() {
        #expect(catalog.map(\.id).sorted() == MessageID.allCases.map(\.rawValue).sorted())
    }

    @Test("A message id is 128 bits in lowercase hexadecimal", arguments: MessageID.allCases)
    func isHexadecimal(_ id: MessageID) {
        #expect(id.rawValue.wholeMatch(of: /[0-9a-f]{32}/) != nil)
    }

    @Test("Every entry has a subject, names shunt, and explains itself")
    func entriesAreComplete() {
        for entry in catalog {
            #expect(entry.headers["Subject"]?.isEmpty == false, "\(entry.id)")
            #expect(entry.headers["Defined-By"] == "shunt", "\(entry.id)")
            #expect(entry.text.count > 40, "\(entry.id)")
        }
    }
}
