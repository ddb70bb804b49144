internal import HTTPDoor
internal import HTTPWire
internal import Primitives

/// The keys that came with an HTTP request, from wherever the SDKs of the APIs put theirs.
struct ShownKeys {
    private let keys: [Secret]

    init(_ head: HTTPRequestHead) {
        var texts: [String] = []
        if let bearer = head.fields["authorization"].flatMap(Self.bearer) { texts.append(bearer) }
        for name in ["x-api-key", "x-goog-api-key"] { if let text = head.fields[name] { texts.append(text) } }
        if let text = HTTPQuery(head.query)["key"] { texts.append(text) }
        keys = texts.filter(BoundedName.isKey).map { Secret($0.utf8) }
    }

    /// Whether one of them is the token; each is compared, so that the time tells nothing.
    func show(_ token: Secret) -> Bool {
        keys.reduce(false) { found, key in key.reveal { token.matches(Array($0.utf8)) } || found }
    }

    /// The caller's key for a provider: the first that is neither shunt's own `token` nor only there because an SDK insists on one.
    func key(besides token: Secret?) -> Secret? {
        keys.first { key in
            key.reveal { text in
                !Self.placeholders.contains(text.lowercased()) && token?.matches(Array(text.utf8)) != true
            }
        }
    }

    private static func bearer(_ value: String) -> String? {
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }

    /// What people and examples write where an SDK insists on a key and there is none.
    private static let placeholders: Set<String> = [
        "unused", "not-needed", "no-key", "no-key-required", "none", "null", "empty", "dummy", "placeholder", "sk-shunt", "shunt",
        "sk-dummy", "sk-unused", "sk-no-key-required", "fake-key", "x", "ollama", "anything",
    ]
}
