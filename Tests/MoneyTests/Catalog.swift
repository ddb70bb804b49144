import Conversation
import Foundation
import Primitives
import Routing
import Settings
import Testing

/// Prices as shunt reads them from a table or the package's catalog, beside their text.
struct Catalog {
    private let file: CatalogFile
    private var lines: [String: String] = [:]

    init() throws {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: package.appending(path: "contrib/catalog/catalog.toml"))
        file = CatalogFile(file: "catalog.toml", bytes: Bytes(data))
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") where line.hasPrefix("\"") {
            guard let price = line.range(of: "price = ") else { continue }
            lines[String(line.dropFirst().prefix { $0 != "\"" })] = String(line[price.upperBound...])
        }
    }

    func price(written text: String) throws -> Price {
        let table = "schema = 1\n[models.\"anthropic/m\"]\nprice = \(text)"
        return try #require(try Settings.loadTable(Bytes(table.utf8), file: "t", providers: nil).models.first?.price)
    }

    /// Nil where the catalog has no price for it under its own name.
    func price(of model: String, at provider: String) throws -> (text: String, price: Price)? {
        guard let text = lines["\(provider)/\(model)"] else { return nil }
        let facts = ProviderFacts(name: "p", dialect: .openAIChat, hasKey: true, acceptsCallerKey: false, catalog: provider)
        let table = "schema = 1\n[models.m]\nprovider = \"p\"\nname = \"\(model)\""
        let read = try Settings.loadTable(Bytes(table.utf8), file: "t", providers: ["p": facts], catalog: file)
        return (text, try #require(read.models.first?.price, "\(provider)/\(model)"))
    }
}
