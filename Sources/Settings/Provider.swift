package import Conversation
package import Primitives
package import Routing

/// An endpoint with a wire API and keys, as the local configuration defines it: one object, which all requests to it share.
package final class Provider: Sendable {
    /// A header field that is sent with every call.
    package struct ExtraField: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package let name: ProviderName
    package let dialect: Dialect
    /// Where the API is served, if not as its vendor serves it.
    package let platform: Platform
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
    /// What a catalog of models calls it; nil where a catalog cannot know its models.
    package let catalog: String?

    package init(
        name: ProviderName, dialect: Dialect, platform: Platform = .direct, url: String, socket: String? = nil, keys: [KeySource] = [], needsNoKey: Bool = false,
        acceptsCallerKey: Bool = false, proxy: String? = nil, fields: [ExtraField] = [], clocks: ProviderClocks = ProviderClocks(),
        catalog: String? = nil
    ) {
        self.name = name
        self.dialect = dialect
        self.platform = platform
        self.url = url
        self.socket = socket
        self.keys = keys
        self.needsNoKey = needsNoKey
        self.acceptsCallerKey = acceptsCallerKey
        self.proxy = proxy
        self.fields = fields
        self.clocks = clocks
        self.catalog = catalog
    }

    /// Whether it tells a stream's usage without being asked and refuses the question: Mistral answers `stream_options` with 422.
    package var sendsUsageUnasked: Bool { url.hasPrefix("https://api.mistral.ai/") }

    /// The URL's host with its port, as a request names it.
    package var authority: String {
        let authority = String(afterScheme.prefix { $0 != "/" })
        for (scheme, port) in [("https://", ":443"), ("http://", ":80")] where url.hasPrefix(scheme) && authority.hasSuffix(port) {
            return String(authority.dropLast(port.utf8.count))
        }
        return authority
    }

    /// The path that all paths are appended to.
    package var basePath: String { String(afterScheme.drop { $0 != "/" }) }

    private var afterScheme: Substring { url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...] }

    package var facts: ProviderFacts {
        ProviderFacts(
            name: name, dialect: dialect, hasKey: needsNoKey || !keys.isEmpty, keys: keys.count, acceptsCallerKey: acceptsCallerKey, catalog: catalog)
    }
}

extension Provider: Equatable {
    package static func == (left: Provider, right: Provider) -> Bool {
        (left.name, left.dialect, left.platform, left.url, left.socket) == (right.name, right.dialect, right.platform, right.url, right.socket)
            && (left.keys, left.needsNoKey, left.acceptsCallerKey) == (right.keys, right.needsNoKey, right.acceptsCallerKey)
            && (left.proxy, left.fields, left.clocks, left.catalog) == (right.proxy, right.fields, right.clocks, right.catalog)
    }
}
