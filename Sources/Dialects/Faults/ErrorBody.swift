internal import JSONText
internal import Primitives

/// What a provider's error says, whichever of the many shapes it has.
///
/// Seen: `{"error":{message,type,code,param}}` (OpenAI and most), the same in an array (Gemini), `{"error":"text","code":…}` (xAI),
/// `{"detail":…}` (FastAPI: Mistral and self-hosted servers), members at the top (Mistral, Bedrock), Anthropic's typed envelope,
/// upstream errors inside `metadata` (OpenRouter), and pages that are no JSON at all.
struct ErrorBody {
    var message = ""
    var type: String?
    var code: String?
    var parameter: String?
    /// An HTTP status within the body, as streams send it after a 200.
    var status: Int?
    /// All words in which the cause may show, lowercased.
    var words = ""
    /// Nanoseconds-free text such as `34s`, where the body holds one.
    var retryDelay: String?
    /// OpenRouter repeats the upstream's headers in the body.
    var resetHeader: String?

    init(_ body: ByteSlice) {
        guard let root = try? JSONDocument.parse(body).root else {
            message = Self.plainText(body)
            words = message.lowercased()
            return
        }
        read(root.kind == .array ? root.elements.first { _ in true } ?? root : root)
    }

    /// An error object within a stream's event.
    init(event: JSONValue) { read(event) }

    private mutating func read(_ root: JSONValue) {
        if let error = root["error"], !error.isNull {
            if error.kind == .object { take(error) } else { message = Self.text(error) ?? "" }
            if code == nil { code = Self.text(root["code"]) }
        } else {
            take(root)
        }
        finish()
    }

    private mutating func take(_ error: JSONValue) {
        message = Self.text(error["message"]) ?? Self.detail(error["message"]) ?? Self.detail(error["detail"]) ?? Self.text(error["Message"]) ?? ""
        // Amazon writes `namespace#Type`.
        type = Self.text(error["type"]) ?? Self.text(error["__type"]).map { String($0.split(separator: "#").last ?? "") }
        code = Self.text(error["code"])
        parameter = Self.text(error["param"]) ?? Self.location(error["detail"])
        status = error["status_code"]?.int ?? error["status"]?.int ?? error["raw_status_code"]?.int
        if type == nil, let name = error["status"]?.string, !name.isEmpty { type = name }
        takeInner(error["innererror"])
        takeMetadata(error["metadata"])
        for detail in error["details"]?.elements.map({ $0 }) ?? [] {
            if let delay = detail["retryDelay"]?.string { retryDelay = delay }
            if let reason = detail["reason"]?.string { words += " \(reason)" }
        }
    }

    /// Azure's second, finer code.
    private mutating func takeInner(_ inner: JSONValue?) {
        if let code = inner?["code"]?.string { words += " \(code)" }
    }

    /// OpenRouter's report of what the upstream said.
    private mutating func takeMetadata(_ metadata: JSONValue?) {
        guard let metadata, metadata.kind == .object else { return }
        resetHeader = Self.text(metadata["headers"]?["X-RateLimit-Reset"])
        if metadata["flagged_input"] != nil { words += " content_filter" }
        guard let raw = metadata["raw"] else { return }
        let said = raw.string ?? raw.raw.text
        words += " \(said)"
        let inner = raw.kind == .string ? (try? JSONDocument.parse(said).root) : raw
        let told = inner.flatMap { Self.text($0["error"]?["message"]) ?? Self.text($0["message"]) } ?? (raw.kind == .string ? said : nil)
        if let told, !told.isEmpty { message += message.isEmpty ? told : ": \(told)" }
    }

    private mutating func finish() {
        message = KeyMask.masked(String(message.prefix(Limits.errorMessageCharacters)))
        words = "\(message) \(type ?? "") \(code ?? "") \(words)".lowercased()
        if status == nil, let code = code.flatMap(Int.init), (400...599).contains(code) { status = code }
    }

    /// Strings, and numbers where a provider numbers its codes.
    private static func text(_ value: JSONValue?) -> String? {
        guard let value, !value.isEmptyOrNull else { return nil }
        return value.string ?? value.number
    }

    private static func detail(_ value: JSONValue?) -> String? {
        guard let value else { return nil }
        switch value.kind {
        case .string: return value.string
        case .object: return detail(value["detail"]) ?? text(value["message"])
        case .array:
            let parts = value.elements.compactMap { item -> String? in
                guard let message = item["msg"]?.string else { return nil }
                return path(item["loc"]).map { "\($0): \(message)" } ?? message
            }
            return parts.isEmpty ? nil : parts.joined(separator: "; ")
        default: return nil
        }
    }

    private static func location(_ detail: JSONValue?) -> String? {
        detail?.elements.first { _ in true }.flatMap { path($0["loc"]) }
    }

    private static func path(_ location: JSONValue?) -> String? {
        guard let location, location.kind == .array else { return nil }
        let steps = location.elements.compactMap { text($0) }.filter { $0 != "body" }
        return steps.isEmpty ? nil : steps.joined(separator: ".")
    }

    /// The text of a page that is no JSON; nothing of an HTML page, which proxies send.
    private static func plainText(_ body: ByteSlice) -> String {
        let text = body.prefix(Limits.errorMessageCharacters).text
        guard !text.contains("<") else { return "" }
        return KeyMask.masked(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }
}
