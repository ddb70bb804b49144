internal import Digests
package import Primitives
package import Routing

/// Reads and validates settings. Everything that is wrong is told at once; nothing is half valid.
package enum Settings {
    /// Configuration, keys and a table that is a file. `path` is that of `shunt.toml`; errors of the table are told beside those of the configuration.
    package static func load(path: String, from sources: some SettingsSources) throws(SettingsError) -> Snapshot {
        let local = try loadLocal(path: path, from: sources)
        var loader = Loader(sources: sources, catalogNames: local.catalogNames)
        let table = loader.table(of: local.configuration)
        try loader.finish()
        guard let table else { throw Self.nothing(path) }
        return Snapshot(local, table: table, warnings: loader.warnings)
    }

    /// A table as it came from `name`, on top of `local`; the catalog is read anew.
    package static func load(_ bytes: Bytes, name: String, on local: LocalSettings, from sources: some SettingsSources) throws(SettingsError) -> Snapshot {
        var loader = Loader(sources: sources, catalogNames: local.catalogNames)
        let table = loader.table(bytes, name, local.configuration)
        try loader.finish()
        guard let table else { throw Self.nothing(name) }
        return Snapshot(local, table: table, warnings: loader.warnings)
    }

    /// Configuration and keys; the table is up to whoever asks its source. Where something is wrong and the table is a file, what is
    /// wrong with that is told as well.
    package static func loadLocal(path: String, from sources: some SettingsSources) throws(SettingsError) -> LocalSettings {
        var loader = Loader(sources: sources)
        let configuration = loader.configuration(path)
        let keys = configuration.map { loader.keys($0) }
        if let configuration, loader.hasFindings { _ = loader.table(of: configuration) }
        try loader.finish()
        guard let configuration, let keys else { throw Self.nothing(path) }
        return LocalSettings(configuration: configuration, keys: keys, catalogNames: loader.catalogNames)
    }

    /// `shunt.toml` and `shunt.toml.d` alone; no key is read.
    package static func loadConfiguration(path: String, from sources: some SettingsSources) throws(SettingsError) -> Configuration {
        var loader = Loader(sources: sources)
        let configuration = loader.configuration(path)
        try loader.finish()
        guard let configuration else { throw Self.nothing(path) }
        return configuration
    }

    /// The catalog that `choice` means; nil where there is none, which is an error only where it names a file.
    package static func loadCatalog(_ choice: CatalogChoice, from sources: some SettingsSources) throws(SettingsError) -> CatalogFile? {
        var loader = Loader(sources: sources)
        let catalog = loader.catalog(choice)
        try loader.finish()
        return catalog
    }

    /// A table as it came, TOML or JSON, completed by `catalog`; with `providers` nil the names of providers are not checked.
    package static func loadTable(
        _ bytes: Bytes, file: String, providers: [ProviderName: ProviderFacts]?, catalog: CatalogFile? = nil
    ) throws(SettingsError) -> Table {
        var reader = TableReader(file: file, providers: providers, catalog: catalog)
        let table = reader.read(bytes)
        if let table, reader.findings.found.isEmpty { return table }
        let found = reader.findings.sorted(files: [file])
        throw found.isEmpty ? Self.nothing(file) : SettingsError(found)
    }

    private static func nothing(_ file: String) -> SettingsError {
        SettingsError([Diagnostic(file: file, position: nil, message: "cannot be read")])
    }
}
