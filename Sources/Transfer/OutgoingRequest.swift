package import HTTPWire
package import Primitives

/// One request to a provider. For more than one to the same place, hold a ``PreparedEndpoint`` instead.
package struct OutgoingRequest: Sendable {
    package var method: String
    package var url: String
    /// A Unix socket to connect to instead of the URL's host; `@name` is in the abstract namespace.
    package var unixSocket: String?
    package var fields: HeaderFields
    package var body: Bytes
    package var clocks: Clocks
    /// The URL of a proxy; nil means none, whatever the environment says.
    package var proxy: String?

    package init(
        method: String = "POST", url: String, unixSocket: String? = nil, fields: HeaderFields = HeaderFields(),
        body: Bytes = [], clocks: Clocks = Clocks(), proxy: String? = nil
    ) {
        self.method = method
        self.url = url
        self.unixSocket = unixSocket
        self.fields = fields
        self.body = body
        self.clocks = clocks
        self.proxy = proxy
    }
}
