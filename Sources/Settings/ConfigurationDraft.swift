internal import Conversation
internal import Primitives
internal import Routing

/// What `shunt.toml` says, value by value, before defaults and the checks between values.
struct ConfigurationDraft: Sendable {
    struct Listen: Sendable {
        var socket: String?
        var mode: UInt32?
        var group: String?
        var tcp: Placed<TCP>?
    }

    struct TCP: Sendable {
        var address: Placed<String>?
        var token: Placed<Key>?
    }

    /// `{ credential = }`, `{ file = }`, `{ env = }` or `{ caller = true }`: exactly one of them.
    struct Key: Sendable {
        var written: Set<String> = []
        var sources: [Placed<KeySource>] = []
        var caller: Placed<Bool>?
    }

    struct Provider: Sendable {
        /// The keys that are written, sound or not: what is there and wrong is not missing too.
        var written: Set<String> = []
        var api: Placed<Dialect>?
        var url: Placed<String>?
        var socket: String?
        var keys: [Placed<Key>]?
        var proxy: Placed<String>?
        var plaintext: Placed<Bool>?
        var fields: [MapEntry<String>] = []
        var clocks: Conduct.Clocks?
        var aws: Placed<AWS>?
        var vertex: Placed<Vertex>?
        var azure: Placed<Azure>?
        var catalog: Placed<String>?
    }

    struct AWS: Sendable { var region: String? }

    struct Vertex: Sendable {
        var project: String?
        var location: String?
    }

    struct Azure: Sendable { var version: String? }

    struct Caller: Sendable {
        var written: Set<String> = []
        var pattern = CallerPatternDraft()
        var modes: [Placed<String>]?
        var tiers: [Placed<String>]?
        var models: [Placed<String>]?
        var profiles: [Placed<String>]?
        var budget: Placed<BudgetDraft>?
        var requiresMode = false
        var limits = CallerLimits()
        var keys: [MapEntry<Key>] = []
    }

    var listen = Listen()
    var table: Placed<TableSourceDraft>?
    var providers: [MapEntry<Provider>] = []
    var callers: [Placed<Caller>] = []
    var callersDefault: CallersDefault?
    var budgets: [Placed<BudgetDraft>] = []
    var clocks = Conduct.Clocks()
    var limits = ConfiguredLimits()
    var journal: JournalLevel?
    var ledger = LedgerSettings()
}
