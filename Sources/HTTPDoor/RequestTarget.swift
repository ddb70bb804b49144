internal import Primitives

/// The forms of a request target (RFC 9112, section 3.2).
enum RequestTarget {
    /// Path and query of a target in origin, absolute or asterisk form.
    static func split(_ target: String) throws(HTTPDoorError) -> (path: String, query: String?) {
        let local = target == "*" ? target[...] : try withoutOrigin(target)
        guard !local.utf8.contains(UInt8(ascii: "#")) else { throw .malformed("a target has no fragment") }
        guard let mark = local.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (String(local), nil) }
        let path = local[..<mark]
        return (path.isEmpty ? "/" : String(path), String(local[local.utf8.index(after: mark)...]))
    }

    private static func withoutOrigin(_ target: String) throws(HTTPDoorError) -> Substring {
        if target.begins(with: "/") { return target[...] }
        let lowered = target.lowercased()
        for scheme in ["http://", "https://"] where lowered.hasPrefix(scheme) {
            let rest = target.dropFirst(scheme.count)
            let authority = rest.prefix { $0 != "/" && $0 != "?" }
            guard !authority.isEmpty else { throw .malformed("the target names no host") }
            let local = rest[authority.endIndex...]
            return local.isEmpty ? "/" : local
        }
        throw .malformed("the target is neither a path nor a URL")
    }
}
