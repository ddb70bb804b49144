internal import JSONText
internal import Loop
internal import Primitives
internal import Routing
internal import Settings

/// Tables that a command is given by name, read as a daemon with some configuration reads them.
@LoopActor
struct TableFile {
    private let providers: [ProviderName: ProviderFacts]?
    private let catalog: CatalogFile?

    /// With the providers and the catalog of a configuration; without one, any provider counts, and the catalog is that of the system.
    init(configuration file: String?) throws(ConsoleError) {
        let sources = KeylessSources()
        do {
            let configuration = try file.map { file throws(SettingsError) in try Settings.loadConfiguration(path: file, from: sources) }
            providers = configuration?.providers.mapValues(\.facts)
            catalog = try Settings.loadCatalog(configuration?.catalog ?? .standard, from: sources)
        } catch {
            throw .local("\(file ?? "the catalog") is not sound\n\(error.description)")
        }
    }

    /// A sound table: a file, standard input, or by its number one of the daemon's history.
    func read(_ file: String, _ invocation: Invocation) async throws(ConsoleError) -> Table {
        let bytes: Bytes
        if let number = TableNumber.of(file) {
            bytes = Bytes((try await invocation.ask("table.show") { $0.member("number", number) }["text"]?.string ?? "").utf8)
        } else {
            bytes = try await InputText.read(file, invocation)
        }
        do {
            return try Settings.loadTable(bytes, file: file, providers: providers, catalog: catalog)
        } catch {
            throw .local("\(file) is no sound table\n\(error.description)")
        }
    }
}
