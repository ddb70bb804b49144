internal import Conversation
internal import JSONText

/// Media of a request or an answer: inline bytes, or a file by its URI.
enum GeminiMedia {
    enum Kind { case image, audio, video, document }

    static func kind(_ type: String?) -> Kind {
        guard let type = type?.lowercased() else { return .document }
        if type.hasPrefix("image/") { return .image }
        if type.hasPrefix("audio/") { return .audio }
        return type.hasPrefix("video/") ? .video : .document
    }

    /// Whether the URI names a file that Google keeps, which nobody else can read.
    static func isKept(_ uri: String) -> Bool {
        uri.hasPrefix("gs://") || uri.hasPrefix("https://generativelanguage.googleapis.com/") || uri.hasPrefix("files/")
    }

    /// Inline bytes, in the alphabet that all other APIs read: Google's SDKs write base64 for URLs.
    static func inline(_ value: JSONValue, _ path: String) throws(DialectError) -> Media {
        guard value.kind == .object else { throw .wrongType("\(path).inlineData", "an object") }
        let type = try Field.string(value.either("mimeType", "mime_type"), "\(path).inlineData.mimeType")
        let data = try Field.required(value["data"], "\(path).inlineData.data")
        return Media(type: type, source: .base64(try Base64.checked(data, "\(path).inlineData.data")))
    }

    static func file(_ value: JSONValue, _ path: String) throws(DialectError) -> Media {
        guard value.kind == .object else { throw .wrongType("\(path).fileData", "an object") }
        let type = try Field.string(value.either("mimeType", "mime_type"), "\(path).fileData.mimeType")
        let uri = try Field.required(value.either("fileUri", "file_uri"), "\(path).fileData.fileUri")
        return Media(type: type, source: isKept(uri) ? .file(uri) : .url(uri))
    }

    /// Media of an answer, taken as it comes; nil for what is none.
    static func answered(_ part: JSONValue) -> Media? {
        if let inline = part["inlineData"], let data = inline["data"]?.string {
            return Media(type: inline["mimeType"]?.string, source: .base64(data))
        }
        guard let file = part["fileData"], let uri = file["fileUri"]?.string else { return nil }
        return Media(type: file["mimeType"]?.string, source: isKept(uri) ? .file(uri) : .url(uri))
    }

    /// Writes `inlineData` or `fileData` into a part. False, and nothing written, for a file that another provider keeps.
    static func write(_ media: Media, fallback: String?, into writer: inout JSONWriter) -> Bool {
        switch media.source {
        case .base64(let data):
            writer.object("inlineData") { writer in
                writer.member("mimeType", media.type ?? fallback ?? "application/octet-stream")
                writer.member("data", data)
            }
        case .file(let uri) where !isKept(uri): return false
        case .url(let uri), .file(let uri):
            writer.object("fileData") { writer in
                if let type = media.type ?? type(of: uri) ?? fallback { writer.member("mimeType", type) }
                writer.member("fileUri", uri)
            }
        }
        return true
    }

    /// Google wants to be told the type of what a URL leads to.
    private static func type(of url: String) -> String? {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        guard let dot = path.lastIndex(of: ".") else { return nil }
        return types[path[path.index(after: dot)...].lowercased()]
    }

    private static let types = [
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "gif": "image/gif", "heic": "image/heic",
        "heif": "image/heif", "pdf": "application/pdf", "txt": "text/plain", "html": "text/html", "csv": "text/csv", "wav": "audio/wav",
        "mp3": "audio/mp3", "ogg": "audio/ogg", "flac": "audio/flac", "mp4": "video/mp4",
    ]
}
