package import Conversation
package import Primitives

/// What routing knows of a provider: never an address, never a key.
package struct ProviderFacts: Sendable, Equatable {
    package let name: ProviderName
    package let dialect: Dialect
    /// Whether shunt can call it by itself: it holds a key, or the provider wants none.
    package let hasKey: Bool
    /// Whether a caller may bring a key of its own for it.
    package let acceptsCallerKey: Bool

    package init(name: ProviderName, dialect: Dialect, hasKey: Bool, acceptsCallerKey: Bool) {
        self.name = name
        self.dialect = dialect
        self.hasKey = hasKey
        self.acceptsCallerKey = acceptsCallerKey
    }
}
