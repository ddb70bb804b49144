internal import Conversation
internal import Primitives

/// The sections of `shunt.toml` and what each may hold.
enum ConfigurationSchema {
    typealias Draft = ConfigurationDraft

    static let top = Section<Draft>(
        Draft(),
        misplaced: [
            "modes": inTable, "tiers": inTable, "models": inTable, "profiles": inTable, "aliases": inTable, "schema": inTable,
            "revision": inTable, "unknown_mode": inTable,
        ]
    ) { section in
        section.key("listen", "where callers connect", listen.shape) { $0.listen = $1.value }
        section.key("table", "where the table comes from", TableSourceSchema.table.shape, required: true) { $0.table = $1 }
        section.key("providers", "endpoints and their keys", providers) { $0.providers = $1.value }
        section.key("callers", "who may ask for what", Shapes.list(of: CallerSchema.caller.shape, atMost: Limits.callerRules)) { $0.callers = $1.value }
        section.key("callers_default", "what becomes of callers that no entry of [[callers]] means", Shapes.choice(CallersDefault.self)) {
            $0.callersDefault = $1.value
        }
        section.key("budgets", "how much may be spent", Shapes.list(of: BudgetSchema.budget.shape, atMost: Limits.budgets)) { $0.budgets = $1.value }
        section.key("clocks", "how long upstream calls may take, where a provider does not say", ClocksSchema.clocks.shape) { $0.clocks = $1.value }
        section.key("limits", "bounds on what callers and providers may send", limits.shape) { $0.limits = $1.value }
        section.key("ledger", "what is kept of each request", ledger.shape) { $0.ledger = $1.value }
        section.key("journal", "what goes to the journal", journal.shape) { $0.journal = $1.value.level }
    }

    private static let inTable = "it belongs into the table, the file that [table] source names"

    private static let listen = Section<Draft.Listen>(Draft.Listen()) { section in
        section.key("socket", "the path of the Unix socket", Shapes.path) { $0.socket = $1.value }
        section.key("mode", "the permission bits of the socket", permissions) { $0.mode = $1.value }
        section.key("group", "the group that owns the socket", Shapes.name("group")) { $0.group = $1.value }
        section.key("tcp", "a port on the loopback interface besides the socket", tcp.shape) { $0.tcp = $1 }
    }

    private static let tcp = Section<Draft.TCP>(Draft.TCP()) { section in
        section.key("address", "the loopback address and port, such as \"127.0.0.1:8787\"", Shapes.text("address"), required: true) {
            $0.address = $1
        }
        section.key("token", "the bearer token that callers have to show", key.shape, required: true) { $0.token = $1 }
    }

    private static let providers = Shapes.map(keys: .plain, atMost: Limits.providers, to: provider.shape)

    private static let provider = Section<Draft.Provider>(
        Draft.Provider(), misplaced: ["price": "prices belong into the table", "models": "models belong into the table"],
        noting: { $0.written.insert($1) }
    ) { section in
        section.key("api", "the wire API that it speaks", Shapes.choice(Dialect.self)) { $0.api = $1 }
        section.key("url", "its base URL; the API's paths are appended to it", Shapes.text("URL")) { $0.url = $1 }
        section.key("socket", "a Unix socket to connect to instead of the URL's host", Shapes.path) { $0.socket = $1.value }
        section.key("key", "where its key is kept, or a list of such places", Shapes.oneOrMore(key.shape, atMost: Limits.keysPerProvider)) {
            $0.keys = $1.value
        }
        section.key("proxy", "the HTTP proxy to reach it by", Shapes.text("URL")) { $0.proxy = $1 }
        section.key("plaintext", "true allows keys over http:// to another host", Shapes.boolean) { $0.plaintext = $1 }
        section.key("fields", "header fields that every call carries", fields) { $0.fields = $1.value }
        section.key("clocks", "how long calls to it may take", ClocksSchema.clocks.shape) { $0.clocks = $1.value }
        section.key("aws", "for Amazon Bedrock: the region", aws.shape) { $0.aws = $1 }
        section.key("vertex", "for Google's Vertex AI: project and location", vertex.shape) { $0.vertex = $1 }
        section.key("azure", "for Azure OpenAI: the version of its API", azure.shape) { $0.azure = $1 }
        section.key("catalog", "the catalog's name for it, or \"none\"", Shapes.name("provider")) { $0.catalog = $1 }
    }

    private static let aws = Section<Draft.AWS>(Draft.AWS()) { section in
        section.key("region", "the region that serves the models, such as \"eu-central-1\"", Shapes.name("region"), required: true) {
            $0.region = $1.value
        }
    }

    private static let vertex = Section<Draft.Vertex>(Draft.Vertex()) { section in
        section.key("project", "the id of the Google Cloud project", Shapes.name("project"), required: true) { $0.project = $1.value }
        section.key("location", "the location that serves the models, such as \"europe-west1\" or \"global\"", Shapes.name("location"), required: true) {
            $0.location = $1.value
        }
    }

    private static let azure = Section<Draft.Azure>(Draft.Azure()) { section in
        section.key("api_version", "the version of the API, such as \"2024-10-21\"; without it the v1 API is meant", Shapes.name("version")) {
            $0.version = $1.value
        }
    }

    private static let fields = Shapes.map(keys: .plain, atMost: Limits.extraFields, to: Shapes.text("field value"))

    static let key = Section<Draft.Key>(Draft.Key(), noting: { $0.written.insert($1) }) { section in
        section.key("credential", "the name of a systemd credential", Shapes.name("credential")) { $0.sources.append($1.map { .credential($0) }) }
        section.key("file", "the path of a file that holds nothing else", Shapes.path) { $0.sources.append($1.map { .file($0) }) }
        section.key("env", "the name of an environment variable", Shapes.name("variable")) { $0.sources.append($1.map { .environment($0) }) }
        section.key("caller", "true takes the key that the caller brings", Shapes.boolean) { $0.caller = $1 }
    }

    private static let limits = Section<ConfiguredLimits>(ConfiguredLimits()) { section in
        section.key("request_bytes", "bytes of one request", Shapes.bytes(1 << 10...1 << 30)) { $0.requestBytes = $1.value }
        section.key("request_head_bytes", "bytes of the head of one HTTP request", Shapes.bytes(1 << 10...1 << 20)) { $0.requestHeadBytes = $1.value }
        section.key("connections", "connections open at once", Shapes.integer(1...1_000_000)) { $0.connections = $1.value }
        section.key("requests_per_connection", "requests in flight on one connection", Shapes.integer(1...100_000)) {
            $0.requestsPerConnection = $1.value
        }
        section.key("requests", "requests under way at once", Shapes.integer(1...1_000_000)) { $0.requests = $1.value }
        section.key("requests_per_caller", "requests of one caller under way at once", Shapes.integer(1...1_000_000)) {
            $0.requestsPerCaller = $1.value
        }
        section.key("queue", "requests that wait for their turn", Shapes.integer(0...1_000_000)) { $0.queue = $1.value }
        section.key("queue_time", "how long one of them waits", Shapes.duration(.zero ... .seconds(3600))) { $0.queueTime = $1.value }
        section.key("held_bytes", "bytes of all requests under way or waiting", Shapes.bytes(1 << 10...1 << 40)) { $0.heldBytes = $1.value }
        section.key("event_bytes", "bytes of one event of a stream", Shapes.bytes(1 << 10...1 << 28)) { $0.eventBytes = $1.value }
        section.key("response_bytes", "bytes of one whole answer", Shapes.bytes(1 << 10...1 << 30)) { $0.responseBytes = $1.value }
        section.key("attempts", "upstream calls for one request", Shapes.integer(1...64)) { $0.attempts = $1.value }
        section.key("patience", "how long one request waits for a provider that cools", Shapes.duration(.zero ... .seconds(3600))) {
            $0.patience = $1.value
        }
        section.key("sessions", "sessions whose warm models are remembered", Shapes.integer(1...10_000_000)) { $0.sessions = $1.value }
    }

    private static let ledger = Section<LedgerSettings>(LedgerSettings()) { section in
        section.key("keep", "true or false: whether there is a ledger", Shapes.boolean) { $0.isKept = $1.value }
        section.key("days", "how many days entries are kept", Shapes.integer(1...36_500)) { $0.age = .seconds($1.value * 86_400) }
        section.key("bytes", "how large its file may grow", Shapes.bytes(1 << 20...1 << 40)) { $0.bytes = $1.value }
    }

    struct Journal: Sendable { var level: JournalLevel? }

    private static let journal = Section<Journal>(Journal()) { section in
        section.key("level", "the least important entries that are written", Shapes.choice(JournalLevel.self)) { $0.level = $1.value }
    }

    /// Octal text, as chmod writes it.
    private static let permissions = Shapes.text("permissions").then { text, node, findings -> UInt32? in
        guard (3...4).contains(text.utf8.count), let bits = UInt32(text, radix: 8), bits <= 0o777 else {
            findings.report(
                "\(findings.subject) is no set of permission bits: \"\(Findings.shown(text))\"", at: node.place,
                suggestion: "write octal text such as \"0660\"")
            return nil
        }
        return bits
    }.matching("^0?[0-7]{3}$")
}
