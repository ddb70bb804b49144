/// A `data:` URL that carries base64 (RFC 2397).
struct DataURL {
    let type: String?
    let base64: String

    init?(_ url: String) {
        guard url.hasPrefix("data:"), let comma = url.utf8.firstIndex(of: UInt8(ascii: ",")) else { return nil }
        let head = url[..<comma].dropFirst(5)
        guard head.hasSuffix(";base64") else { return nil }
        let type = head.dropLast(7).prefix { $0 != ";" }
        self.type = type.isEmpty ? nil : String(type)
        base64 = String(url[url.utf8.index(after: comma)...])
    }

    static func text(type: String?, base64: String) -> String {
        "data:\(type ?? "application/octet-stream");base64,\(base64)"
    }
}
