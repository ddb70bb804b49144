package import Conversation
package import Primitives
package import Routing

/// An endpoint with a wire API and keys, as the local configuration defines it.
package struct Provider: Sendable, Equatable {
    /// A header field that is sent with every call.
    package struct ExtraField: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    package let name: ProviderName
    package let dialect: Dialect
    /// What the dialect's paths are appended to; no slash at its end.
    package let url: String
    /// The Unix socket to connect to instead of the URL's host.
    package let socket: String?
    /// Tried in this order.
    package let keys: [KeySource]
    /// Whether it works without any key.
    package let needsNoKey: Bool
    package let acceptsCallerKey: Bool
    /// Nil: none, whatever the environment says.
    package let proxy: String?
    package let fields: [ExtraField]
    package let clocks: ProviderClocks

    package var facts: ProviderFacts {
        ProviderFacts(name: name, dialect: dialect, hasKey: needsNoKey || !keys.isEmpty, acceptsCallerKey: acceptsCallerKey)
    }
}
