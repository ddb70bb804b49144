internal import Primitives

/// What a provider's address may look like. Keys travel to it, so doubtful ones are errors.
package struct EndpointRule: Sendable {
    struct Endpoint: Sendable, Equatable {
        let isEncrypted: Bool
        let host: String
        /// Whether the host is this one, by its name or address.
        let isLoopback: Bool
        /// The whole, without a slash at its end.
        let text: String
    }

    /// Nil where `text` is no `http` or `https` address of the plain form `scheme://host[:port][/path]`.
    static func endpoint(_ text: String) -> Endpoint? {
        guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else { return nil }
        let rest = text.dropFirst(scheme.count)
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !forbidden.contains($0) }) else { return nil }
        let authority = rest.prefix { $0 != "/" }
        guard let host = host(of: authority), !host.isEmpty else { return nil }
        var whole = text
        while whole.hasSuffix("/") { whole.removeLast() }
        return Endpoint(isEncrypted: scheme == "https://", host: host, isLoopback: isLoopback(host), text: whole)
    }

    /// Whether keys may travel to this address: it is encrypted, or within this host.
    package static func isSafeForKeys(_ text: String) -> Bool { endpoint(text).map { $0.isEncrypted || $0.isLoopback } ?? false }

    /// User names, queries, fragments and what no URL may hold.
    private static let forbidden = Set("@?#\\\"<>^`{|}".utf8)

    private static func host(of authority: Substring) -> String? {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || (rest.hasPrefix(":") && isPort(rest.dropFirst())) else { return nil }
            return String(authority[...end])
        }
        let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, !isPort(parts[1]) { return nil }
        let name = parts[0]
        guard name.utf8.allSatisfy({ $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "]") && $0 != UInt8(ascii: "%") }) else { return nil }
        return name.lowercased()
    }

    private static func isPort(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } && UInt16(text).map { $0 > 0 } == true
    }

    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return parts.count == 4 && parts.allSatisfy { $0 != nil } && parts[0] == 127
    }

    /// Fields that frame a message or carry a key: the daemon sets them, and nobody else.
    static let reservedFields: Set<String> = [
        "authorization", "x-api-key", "api-key", "x-goog-api-key", "proxy-authorization", "cookie", "host", "content-length", "content-type",
        "transfer-encoding", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256", "connection", "keep-alive", "te", "trailer", "upgrade", "expect", "accept-encoding",
    ]

    /// Whether `name` is a token as HTTP wants it (RFC 9110, 5.6.2).
    static func isFieldName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
    }
}
