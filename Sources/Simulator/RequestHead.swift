internal import HTTPWire

/// What a request says before its body.
struct RequestHead: Sendable {
    let method: String
    /// Not percent-decoded.
    let path: String
    var query: String?
    let fields: HeaderFields

    /// The parts of the path between its slashes, percent-decoded.
    var segments: [String] { path.split(separator: "/").map { PercentEncoding.decode($0) } }

    /// The value of `name` in the query; nil where there is none.
    func query(_ name: String) -> String? {
        let start = "\(name)="
        let item = query?.split(separator: "&").first { $0.hasPrefix(start) }
        return item.map { PercentEncoding.decode($0.dropFirst(start.count)) }
    }

    /// The segment after the last one called `name`; nil where there is none.
    func segment(after name: String) -> String? {
        let segments = segments
        guard let index = segments.lastIndex(of: name), index + 1 < segments.count else { return nil }
        return segments[index + 1]
    }

    /// Who calls: the key itself, or the name of the key that signed; nil where there is neither.
    var key: String? {
        for name in ["x-api-key", "api-key", "x-goog-api-key"] {
            if let key = fields[name] { return key }
        }
        if let key = query("key") { return key }
        guard let value = fields["authorization"] else { return nil }
        if let signature = AWSSignature(value) { return signature.keyID }
        return value.lowercased().hasPrefix("bearer ") ? String(value.dropFirst(7)) : value
    }
}
