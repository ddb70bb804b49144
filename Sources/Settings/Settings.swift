internal import Digests
package import Primitives
package import Routing

/// Reads and validates settings. Everything that is wrong is told at once; nothing is half valid.
package enum Settings {
    /// Configuration, keys and table: what the daemon runs on. `path` is that of `shunt.toml`; errors of the table are told beside those of the configuration.
    package static func load(path: String, from sources: some SettingsSources) throws(SettingsError) -> Snapshot {
        var loader = Loader(sources: sources)
        let configuration = loader.configuration(path)
        let keys = configuration.map { loader.keys($0) }
        let table = configuration.flatMap { $0.tablePath.isEmpty ? nil : loader.table($0.tablePath, $0) }
        try loader.finish()
        guard let configuration, let keys, let table else { throw Self.nothing(path) }
        return Snapshot(configuration: configuration, table: table, keys: keys.providers, tcpToken: keys.tcp, warnings: loader.warnings)
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

    /// A table as it came, completed by `catalog`; with `providers` nil the names of providers are not checked.
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
