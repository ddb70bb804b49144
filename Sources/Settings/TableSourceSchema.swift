internal import Minisign
internal import Primitives

/// What `[table]` says, value by value.
struct TableSourceDraft: Sendable {
    /// The keys that are written, sound or not.
    var written: Set<String> = []
    var source: Placed<String>?
    var socket: Placed<String>?
    var refresh: Placed<Duration>?
    var timeout: Placed<Duration>?
    var token: Placed<ConfigurationDraft.Key>?
    var plaintext: Placed<Bool>?
    var publicKeys: [Placed<MinisignKey>] = []
    var watch: Placed<Bool>?
    var catalog: Placed<String>?
}

/// What `[table]` of `shunt.toml` may hold.
enum TableSourceSchema {
    static let table = Section<TableSourceDraft>(TableSourceDraft(), noting: { $0.written.insert($1) }) { section in
        section.key("source", "the path of the table, or the http or https address that serves it", Shapes.text("path or address"), required: true) {
            $0.source = $1
        }
        section.key("socket", "a Unix socket to connect to instead of the address's host", Shapes.path) { $0.socket = $1 }
        section.key("refresh", "how often the table is asked for", Shapes.duration(Limits.shortestTableRefresh ... Limits.longestTableRefresh)) {
            $0.refresh = $1
        }
        section.key("timeout", "how long one request for it may take", Shapes.duration(.milliseconds(100) ... .seconds(300))) { $0.timeout = $1 }
        section.key("token", "the bearer token that its server wants", ConfigurationSchema.key.shape) { $0.token = $1 }
        section.key("plaintext", "true allows http:// to another host", Shapes.boolean) { $0.plaintext = $1 }
        section.key(
            "public_key", "the minisign key that has to have signed it, or a list of keys of which one has to",
            Shapes.oneOrMore(publicKey, atMost: Limits.tablePublicKeys)
        ) { $0.publicKeys = $1.value }
        section.key("watch", "false leaves a changed file alone until somebody asks for a reload", Shapes.boolean) { $0.watch = $1 }
        section.key("catalog", "the path of the catalog of models, or \"none\"", Shapes.text("path")) { $0.catalog = $1 }
    }

    private static let publicKey = Shapes.text("public key").then { text, node, findings -> MinisignKey? in
        if let key = MinisignKey(text) { return key }
        findings.report(
            "\(findings.subject) is no public key of minisign: \"\(Findings.shown(text))\"", at: node.place,
            suggestion: "write the last line of the file minisign.pub, which begins with \"RW\"")
        return nil
    }.matching("^RW[A-Za-z0-9+/]{54}$")
}
