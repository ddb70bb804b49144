internal import Primitives

/// What a caller may use as a name (mode, session, model, tag) or as a key: short, and nothing that could forge a log line or a header.
enum BoundedName {
    static var rule: String { "1 to \(Limits.nameBytes) bytes without control characters" }

    static func isValid(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= Limits.nameBytes && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// Visible ASCII, as a header field's value must be.
    static func isKey(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= Limits.secretBytes && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
