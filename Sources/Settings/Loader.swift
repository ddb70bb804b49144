internal import Conversation
internal import Primitives
internal import Routing

/// Reads files one after another and gathers what is wrong with all of them.
struct Loader<Sources: SettingsSources> {
    private let sources: Sources
    private var findings = Findings()
    /// In the order of reading, which is that of the report.
    private var files: [String] = []
    private var keyPlaces: [KeySource: Place] = [:]
    /// What has no effect, without being wrong.
    private(set) var warnings: [Diagnostic] = []
    private var catalogFailure = ""
    /// What providers say that the catalog calls them.
    private(set) var catalogNames: [Placed<String>] = []

    init(sources: Sources, catalogNames: [Placed<String>] = []) {
        self.sources = sources
        self.catalogNames = catalogNames
    }

    /// Nil where nothing could be read at all; otherwise what there is, sound or not.
    mutating func configuration(_ path: String) -> Configuration? {
        var tops: [Node] = []
        for file in [path] + fragments(of: path) {
            if let bytes = contents(file), let top = Node.read(toml: bytes, file: file, &findings) { tops.append(top) }
        }
        guard let top = NodeMerge.merge(tops, &findings), let draft = ConfigurationSchema.top.shape.read(top, &findings) else { return nil }
        keyPlaces = draft.keyPlaces
        catalogNames = draft.providers.compactMap(\.value.value.catalog).filter { $0.value != CatalogNames.none }
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        return ConfigurationChecker(draft: draft, folder: folder).check(&findings)
    }

    /// The files of `shunt.toml.d`, in the order of their names' bytes.
    private mutating func fragments(of path: String) -> [String] {
        let folder = path + ".d"
        do {
            let names = try sources.names(in: folder).filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") }
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            if names.count > Limits.configurationFiles {
                findings.report("there are \(names.count) files; at most \(Limits.configurationFiles) are read", at: Place(file: folder))
            }
            return names.prefix(Limits.configurationFiles).map { "\(folder)/\($0)" }
        } catch {
            findings.report("cannot be read: \(error.message)", at: Place(file: folder))
            return []
        }
    }

    private mutating func contents(_ path: String) -> Bytes? {
        files.append(path)
        do {
            return try sources.contents(of: path, limit: Limits.tableBytes)
        } catch {
            findings.report("cannot be read: \(error.message)", at: Place(file: path))
            return nil
        }
    }

    var hasFindings: Bool { !findings.found.isEmpty }

    /// The table where it is a file; nil without a report where it is served from elsewhere, or where its place is wrong.
    mutating func table(of configuration: Configuration) -> Table? {
        guard case .file(let path) = configuration.table.origin, !path.isEmpty, let bytes = contents(path) else { return nil }
        if !configuration.table.publicKeys.isEmpty {
            let signature = try? sources.contents(of: path + ".minisig", limit: Limits.signatureBytes)
            if let flaw = configuration.table.flaw(of: bytes, signature: signature) { findings.report(flaw, at: Place(file: path)) }
        }
        return table(bytes, path, configuration)
    }

    /// A table as it came from `name`.
    mutating func table(_ bytes: Bytes, _ name: String, _ configuration: Configuration) -> Table? {
        if !files.contains(name) { files.append(name) }
        let catalog = catalog(configuration.catalog)
        var reader = TableReader(file: name, providers: configuration.providers.mapValues(\.facts), catalog: catalog)
        let table = reader.read(bytes)
        findings.add(reader.findings)
        check(catalogNames, among: reader.catalogProviders)
        if catalog == nil, configuration.catalog == .standard, let table { warn(ofMissingCatalogBy: table) }
        return table
    }

    /// Nil where there is none, which is an error only where the configuration names it.
    mutating func catalog(_ choice: CatalogChoice) -> CatalogFile? {
        let path: String
        switch choice {
        case .none: return nil
        case .standard: path = CatalogFile.standardPath
        case .file(let file): path = file
        }
        do {
            return CatalogFile(file: path, bytes: try sources.contents(of: path, limit: Limits.catalogBytes))
        } catch {
            catalogFailure = error.message
            if choice != .standard { findings.report("the catalog cannot be read: \(error.message)", at: Place(file: path)) }
            return nil
        }
    }

    private mutating func check(_ names: [Placed<String>], among providers: Set<String>) {
        guard !providers.isEmpty else { return }
        for name in names where !providers.contains(name.value) {
            let nearest = Spelling.nearest(to: name.value, among: providers)
            findings.report(
                "the catalog has no models of \"\(name.value)\"", at: name.place,
                suggestion: nearest.map { "did you mean \"\($0)\"?" } ?? "it has those of \(TableChecker.listed(Array(providers)))")
        }
    }

    private mutating func warn(ofMissingCatalogBy table: Table) {
        let unpriced = table.models.filter { $0.price == nil && $0.provider.catalog != nil }
        guard let first = unpriced.first else { return }
        let others = unpriced.count > 1 ? " and \(unpriced.count - 1) more" : ""
        warnings.append(
            Diagnostic(
                file: CatalogFile.standardPath, position: nil,
                message: "the catalog cannot be read: \(catalogFailure); without it the price of \(first.id)\(others) is unknown",
                suggestion: "install it, name another with catalog = \"PATH\" in [table], or write the prices into the table"))
    }

    mutating func keys(_ configuration: Configuration) -> LocalKeys {
        var keys = LocalKeys()
        for (name, provider) in configuration.providers.sorted(by: { $0.key < $1.key }) {
            // Platforms hand out keys as JSON, with the line breaks that it has in files.
            let mayBeDocument = provider.platform != .direct
            keys.providers[name] = provider.keys.compactMap { secret($0, "the key of provider \"\(name)\"", mayBeDocument: mayBeDocument) }
        }
        for rule in configuration.callers { keys.callers.append(self.keys(of: rule, configuration)) }
        keys.tcp = configuration.listen.tcp.flatMap { secret($0.token, "the token of listen.tcp") }
        keys.table = configuration.table.token.flatMap { secret($0, "the token of the table's source") }
        return keys
    }

    private mutating func keys(of rule: CallerRule, _ configuration: Configuration) -> [ProviderName: Secret] {
        var keys: [ProviderName: Secret] = [:]
        for (name, source) in rule.keys.sorted(by: { $0.key < $1.key }) {
            let mayBeDocument = configuration.providers[name].map { $0.platform != .direct } ?? false
            keys[name] = secret(source, "the key of these callers for provider \"\(name)\"", mayBeDocument: mayBeDocument)
        }
        return keys
    }

    private mutating func secret(_ source: KeySource, _ what: String, mayBeDocument: Bool = false) -> Secret? {
        let place = keyPlaces[source] ?? Place(file: files.first ?? "")
        do {
            let secret = try sources.secret(source)
            guard let flaw = secret.flaw(mayBeDocument: mayBeDocument) else { return secret }
            findings.report("\(what) from \(source) \(flaw)", at: place)
        } catch {
            findings.report("\(what) cannot be read from \(source): \(error.message)", at: place)
        }
        return nil
    }

    func finish() throws(SettingsError) {
        if !findings.found.isEmpty { throw SettingsError(findings.sorted(files: files)) }
    }
}

extension Secret {
    /// Why it is no key, in words that say nothing of its content; nil for a sound one.
    fileprivate func flaw(mayBeDocument: Bool) -> String? {
        reveal { text in
            if text.isEmpty { return "is empty" }
            if text.utf8.count > Limits.secretBytes { return "is longer than \(Limits.secretBytes) bytes" }
            let isDocument = mayBeDocument && text.utf8.first == UInt8(ascii: "{")
            let isSound = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F || isDocument && [0x20, 0x0A, 0x0D, 0x09].contains($0) }
            return isSound ? nil : "holds white space, control characters or something that is not ASCII"
        }
    }
}

extension ConfigurationDraft {
    /// Where each reference to a key stands; the first place of one that is used several times.
    var keyPlaces: [KeySource: Place] {
        let others = [listen.tcp?.value.token, table?.value.token].compactMap { $0 }
        let keys = providers.flatMap { $0.value.value.keys ?? [] } + callers.flatMap { $0.value.keys.map(\.value) } + others
        return Dictionary(keys.flatMap { $0.value.sources.map { ($0.value, $0.place) } }, uniquingKeysWith: { first, _ in first })
    }
}
