internal import Loop
internal import Primitives
internal import Routing
internal import Settings

/// Validates settings files exactly as the daemon does, and reads no key: whoever checks need not be allowed to.
struct SettingsCheck {
    /// One file, and what it turned out to be.
    struct Checked: Equatable {
        let file: String
        let kind: SettingsFileKind
        /// What a sound one holds, such as `4 modes, 3 models`.
        var content: String?
    }

    private(set) var checked: [Checked] = []
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var warnings: [Diagnostic] = []
    private let sources = KeylessSources()
    /// That of the configuration among the files, where there is one.
    private var catalog = CatalogChoice.standard

    /// Tables are checked against the providers of the configuration among `files`, where there is one.
    init(_ files: [String]) {
        var tables: [(file: String, bytes: Bytes)] = []
        var providers: [ProviderName: ProviderFacts]?
        for file in files {
            guard let bytes = read(file) else { continue }
            if SettingsFileKind(of: bytes, file: file) == .configuration {
                providers = configuration(file) ?? providers
            } else {
                tables.append((file, bytes))
            }
        }
        for table in tables where !checked.contains(where: { $0.file == table.file }) { self.table(table.file, table.bytes, providers) }
    }

    private mutating func read(_ file: String) -> Bytes? {
        do {
            return try sources.contents(of: file, limit: Limits.tableBytes)
        } catch {
            report([Diagnostic(file: file, position: nil, message: "cannot be read: \(error.message)")])
            return nil
        }
    }

    /// Checks a configuration and the table that it names; returns its providers where it is sound.
    private mutating func configuration(_ file: String) -> [ProviderName: ProviderFacts]? {
        var entry = Checked(file: file, kind: .configuration)
        let configuration = try? Settings.loadConfiguration(path: file, from: sources)
        do {
            let local = try Settings.loadLocal(path: file, from: sources)
            entry.content = "\(Self.count(local.configuration.providers.count, "provider"))"
            checked.append(entry)
            if case .file(let path) = local.configuration.table.origin {
                let snapshot = try Settings.load(path: file, from: sources)
                warnings += snapshot.warnings
                checked.append(Self.sound(snapshot.table, path))
            } else {
                checked[checked.count - 1].content? += "; its table is served: fetch it and name the file, too, to check it"
            }
        } catch {
            if configuration != nil { entry.content = "sound by itself" }
            checked.removeAll { $0.file == file }
            checked.append(entry)
            report(error.diagnostics)
        }
        catalog = configuration?.catalog ?? catalog
        return configuration?.providers.mapValues(\.facts)
    }

    private mutating func table(_ file: String, _ bytes: Bytes, _ providers: [ProviderName: ProviderFacts]?) {
        do {
            let catalog = try Settings.loadCatalog(catalog, from: sources)
            checked.append(Self.sound(try Settings.loadTable(bytes, file: file, providers: providers, catalog: catalog), file))
        } catch {
            checked.append(Checked(file: file, kind: .table))
            report(error.diagnostics)
        }
    }

    /// A table that is checked by itself and as its configuration's is told of once.
    private mutating func report(_ found: [Diagnostic]) {
        diagnostics += found.filter { !diagnostics.contains($0) }
    }

    private static func sound(_ table: Table, _ file: String) -> Checked {
        let counts = [
            count(table.modes.count, "mode"), count(table.tiers.filter { !$0.candidates.isEmpty }.count, "tier"), count(table.models.count, "model"),
        ]
        return Checked(file: file, kind: .table, content: "\(counts.joined(separator: ", ")); \(prices(table.models, catalog: table.catalog))")
    }

    /// Who says what the models cost: `prices: 2 by the table, 5 by the catalog of 2026-08-21, unknown that of ollama/qwen3:8b`.
    private static func prices(_ models: [Model], catalog: String?) -> String {
        var parts: [String] = []
        for origin in PriceOrigin.allCases {
            let count = models.count { $0.priceOrigin == origin }
            let date = origin == .catalog ? catalog.map { " of \($0)" } ?? "" : ""
            if count > 0 { parts.append("\(count) by the \(origin.rawValue)\(date)") }
        }
        let unknown = models.filter { $0.priceOrigin == nil }.map(\.id.text)
        if !unknown.isEmpty { parts.append("unknown \(unknown.prefix(Limits.namesInMessage).joined(separator: ", "))\(unknown.count > Limits.namesInMessage ? ", …" : "")") }
        return "prices: " + (parts.isEmpty ? "none" : parts.joined(separator: ", "))
    }

    private static func count(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
}
