/// How a provider caches the prompts of a model; nil is unknown.
package struct CacheTerms: Sendable, Equatable {
    /// Only what the request marks is cached, rather than whatever two requests begin with.
    package var isMarked: Bool?
    /// Tokens below which nothing is cached.
    package var minimum: Int?
    /// How long a prefix is kept after its last use.
    package var lifetime: Duration?
    /// How long where the request asks for the longer of two lifetimes.
    package var longLifetime: Duration?

    package init(isMarked: Bool? = nil, minimum: Int? = nil, lifetime: Duration? = nil, longLifetime: Duration? = nil) {
        self.isMarked = isMarked
        self.minimum = minimum
        self.lifetime = lifetime
        self.longLifetime = longLifetime
    }

    /// These terms, and those of `base` where these say nothing.
    package func over(_ base: CacheTerms) -> CacheTerms {
        CacheTerms(
            isMarked: isMarked ?? base.isMarked, minimum: minimum ?? base.minimum, lifetime: lifetime ?? base.lifetime,
            longLifetime: longLifetime ?? base.longLifetime)
    }
}
