internal import Primitives
internal import Routing

/// How a table, and the catalog, speak of prompt caches.
enum CacheSchema {
    static let staySummary = "whether a session stays on a better model than its mode asks for where its warm cache makes it cheaper"

    static let keepSummary = "whether prompts are kept for the longer of their provider's two lifetimes where its caller's pauses make that cheaper"

    static let terms: Shape<CacheTerms> = Section<CacheTerms>(CacheTerms()) { section in
        section.key("marked", "whether only what a request marks is kept", Shapes.boolean) { $0.isMarked = $1.value }
        section.key("minimum", "tokens below which nothing is kept", Shapes.integer(0...Limits.contextTokens)) { $0.minimum = $1.value }
        section.key("lifetime", "how long a prefix is kept that nobody reads", lifetime) { $0.lifetime = $1.value }
        section.key("long", "the same where a request asks for the longer time", lifetime) { $0.longLifetime = $1.value }
    }.shape

    private static let lifetime = Shapes.duration(.seconds(1) ... Limits.longestCacheLifetime)

    private static let name = Shapes.name("tier or model", .model)

    /// A value in a profile: a name, or for `stay` a boolean, as text.
    static let profileValue = Shape<String>(.either([name.schema, .boolean])) { node, findings in
        if case .boolean(let value) = node.content { return String(value) }
        return name.read(node, &findings)
    }

    /// What stands for `true` and `false` among a profile's values.
    static func stays(_ value: String) -> Bool? { Bool(value) }
}
