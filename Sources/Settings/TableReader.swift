internal import Conversation
internal import Digests
internal import Primitives
internal import Routing

/// From the bytes of a table to the table.
struct TableReader {
    private let file: String
    private let providers: [ProviderName: ProviderFacts]?
    private let catalog: CatalogFile?
    private(set) var findings = Findings()
    /// The providers that the catalog knows models of; empty where it was not read.
    private(set) var catalogProviders: Set<String> = []

    init(file: String, providers: [ProviderName: ProviderFacts]?, catalog: CatalogFile?) {
        self.file = file
        self.providers = providers
        self.catalog = catalog
    }

    mutating func read(_ bytes: Bytes) -> Table? {
        guard bytes.count <= Limits.tableBytes else {
            findings.report("is longer than \(Limits.tableBytes) bytes", at: Place(file: file))
            return nil
        }
        guard let top = Node.read(table: bytes, file: file, &findings), let draft = TableSchema.top.shape.read(top, &findings) else { return nil }
        var checker = TableChecker(draft, digest: SHA256(of: bytes[...]).description, providers: providers.map { Set($0.keys) })
        var definition = checker.check(&findings)
        if findings.found.isEmpty, let catalog { catalogProviders = CatalogFilling(catalog, providers: providers).complete(&definition, &findings) }
        return findings.found.isEmpty ? compile(definition) : nil
    }

    /// The checks above are to leave nothing for the compiler to find; what they miss is told all the same, only without its place.
    private mutating func compile(_ definition: TableDefinition) -> Table? {
        do {
            return try Table(definition, providers: providers ?? Self.assumedProviders(of: definition))
        } catch {
            findings.report(error.message, at: Place(file: file))
            return nil
        }
    }

    /// For a table that is checked without its configuration.
    private static func assumedProviders(of definition: TableDefinition) -> [ProviderName: ProviderFacts] {
        let listed = definition.tiers.values.flatMap(\.models).compactMap { ModelDefinition(implied: $0)?.provider }
        let names = Set(definition.models.values.map(\.provider) + listed)
        return Dictionary(
            uniqueKeysWithValues: names.map { ($0, ProviderFacts(name: $0, dialect: KnownProvider.named($0.text)?.dialect ?? .openAIChat, hasKey: true, acceptsCallerKey: false)) })
    }
}
