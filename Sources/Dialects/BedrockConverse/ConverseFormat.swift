/// Media types by the short names that Converse has for them
/// (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_DocumentBlock.html).
enum ConverseFormat {
    /// `kind`: `image`, `document` or `audio`.
    static func type(_ format: String, _ kind: String) -> String {
        kind == "document" ? documents.first { $0.format == format }?.type ?? "application/\(format)" : "\(kind)/\(format)"
    }

    /// Nil for images of other kinds.
    static func image(_ type: String?) -> String? {
        switch type {
        case nil, "image/png": "png"
        case "image/jpeg", "image/jpg": "jpeg"
        case "image/gif": "gif"
        case "image/webp": "webp"
        default: nil
        }
    }

    /// Nil for documents of other kinds. Any text is one.
    static func document(_ type: String?) -> String? {
        guard let type else { return "pdf" }
        return documents.first { $0.type == type }?.format ?? (type.hasPrefix("text/") || type == "application/json" ? "txt" : nil)
    }

    private static let documents: [(format: String, type: String)] = [
        ("pdf", "application/pdf"), ("csv", "text/csv"), ("html", "text/html"), ("txt", "text/plain"), ("md", "text/markdown"),
        ("doc", "application/msword"), ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xls", "application/vnd.ms-excel"), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ]
}
