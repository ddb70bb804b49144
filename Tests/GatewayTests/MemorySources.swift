import Primitives
import Settings

/// A configuration and a table in memory, and credentials that hold their own names.
struct MemorySources: SettingsSources {
    let configuration: String
    var table = ""
    /// Credentials that hold something else than their names.
    var secrets: [String: String] = [:]

    func load(_ table: String) throws(SettingsError) -> Snapshot {
        var sources = self
        sources.table = table
        return try Settings.load(path: "/shunt.toml", from: sources)
    }

    func contents(of path: String, limit: Int) throws(SourceError) -> Bytes {
        if path == CatalogFile.standardPath { throw SourceError("no such file") }
        return Bytes((path == "/table.toml" ? table : configuration).utf8)
    }

    func names(in folder: String) throws(SourceError) -> [String] { [] }
    func secret(_ source: KeySource) throws(SourceError) -> Secret {
        guard case .credential(let name) = source else { throw SourceError("there are only credentials here") }
        return Secret((secrets[name] ?? name).utf8)
    }
}
