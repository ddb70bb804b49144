internal import Primitives

/// The `http` or `https` address of a served table: `scheme://host[:port]/path[?query]`.
package struct TableAddress: Sendable, Hashable {
    /// Scheme, host and port as one compares them: in lower case, without a port that the scheme implies.
    package let origin: String
    /// Begins with a slash.
    package let path: String
    /// Without its question mark; nil where there is none.
    package let query: String?
    package let isEncrypted: Bool
    /// Whether the host is this one.
    package let isLoopback: Bool

    /// Nil where `text` has another form, or holds a user's name or a fragment.
    package init?(_ text: String) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let base = parts.first, let endpoint = EndpointRule.endpoint(String(base)) else { return nil }
        let rest = base.dropFirst(endpoint.isEncrypted ? 8 : 7)
        let authority = rest.prefix { $0 != "/" }
        let path = rest.dropFirst(authority.count)
        if parts.count == 2, !parts[1].utf8.allSatisfy(Self.isQueryByte) { return nil }
        let port = endpoint.isEncrypted ? ":443" : ":80"
        let host = authority.lowercased()
        origin = (endpoint.isEncrypted ? "https://" : "http://") + (host.hasSuffix(port) ? String(host.dropLast(port.count)) : host)
        self.path = path.isEmpty ? "/" : String(path)
        query = parts.count == 2 ? String(parts[1]) : nil
        isEncrypted = endpoint.isEncrypted
        isLoopback = endpoint.isLoopback
    }

    private init(of other: TableAddress, path: String) {
        origin = other.origin
        self.path = path
        query = other.query
        isEncrypted = other.isEncrypted
        isLoopback = other.isLoopback
    }

    private static func isQueryByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !"#\"<>\\^`{|}".utf8.contains(byte)
    }

    package var text: String { origin + path + (query.map { "?" + $0 } ?? "") }

    /// For eyes and logs: a query may hold what lets its bearer in.
    package var shown: String { origin + path + (query == nil ? "" : "?…") }

    /// Where the table's signature lies.
    package var signature: TableAddress { TableAddress(of: self, path: path + ".minisig") }

    /// Where a redirect from here leads; nil where that is another origin or no address.
    package func following(_ location: String) -> TableAddress? {
        let target: String
        if location.contains("://") {
            target = location
        } else if location.hasPrefix("//") {
            target = (isEncrypted ? "https:" : "http:") + location
        } else if location.hasPrefix("/") {
            target = origin + location
        } else {
            target = origin + path[...(path.lastIndex(of: "/") ?? path.startIndex)] + location
        }
        guard let address = TableAddress(target), address.origin == origin else { return nil }
        return address
    }
}
