package import Conversation
package import Primitives

/// What routing knows of a provider: never an address, never a key.
package struct ProviderFacts: Sendable, Equatable {
    package let name: ProviderName
    package let dialect: Dialect
    /// Whether shunt can call it by itself: it holds a key, or the provider wants none.
    package let hasKey: Bool
    /// How many keys of its own it has.
    package let keys: Int
    /// Whether a caller may bring a key of its own for it.
    package let acceptsCallerKey: Bool
    /// What a catalog of models calls it; nil where a catalog cannot know its models.
    package let catalog: String?

    package init(name: ProviderName, dialect: Dialect, hasKey: Bool, keys: Int = 1, acceptsCallerKey: Bool, catalog: String? = nil) {
        self.name = name
        self.dialect = dialect
        self.hasKey = hasKey
        self.keys = keys
        self.acceptsCallerKey = acceptsCallerKey
        self.catalog = catalog
    }
}
