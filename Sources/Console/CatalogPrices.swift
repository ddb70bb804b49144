internal import Loop
internal import Primitives
internal import Routing
internal import Settings
internal import Simulation

/// What models cost by the catalog, each looked up once.
@LoopActor
struct CatalogPrices {
    private let catalog: CatalogFile?
    private var prices: [ModelID: Price?] = [:]

    /// With the catalog of a configuration, else that of the system, which need not be there.
    init(configuration file: String?) throws(ConsoleError) {
        let sources = KeylessSources()
        do {
            let configuration = try file.map { file throws(SettingsError) in try Settings.loadConfiguration(path: file, from: sources) }
            catalog = try Settings.loadCatalog(configuration?.catalog ?? .standard, from: sources)
        } catch {
            throw .local("\(file ?? "the catalog") is not sound\n\(error.description)")
        }
    }

    /// What a call cost; nil where the catalog does not know its model.
    mutating func cost(of call: TraceCall) -> Money? {
        guard let model = call.model, let usage = call.usage else { return nil }
        return Pricing.cost(of: usage, at: price(of: model), time: Int(call.time / 1000))
    }

    private mutating func price(of model: ModelID) -> Price? {
        if let known = prices[model] { return known }
        let price = Self.isPlain(model.text) ? read(model) : nil
        prices[model] = .some(price)
        return price
    }

    /// As a table that lists the model alone would have it.
    private func read(_ model: ModelID) -> Price? {
        let table = "schema = 1\ntiers.only.models = [\"\(model.text)\"]\n"
        let read = try? Settings.loadTable(Bytes(table.utf8), file: "model", providers: nil, catalog: catalog)
        return read?.models.first?.price
    }

    /// Whether a name from a log can stand in a table as it is.
    private static func isPlain(_ name: String) -> Bool {
        name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }
}
