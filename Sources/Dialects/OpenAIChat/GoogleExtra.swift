internal import Conversation
internal import JSONText
internal import Primitives

/// What Google's services add to a message or a tool call of the chat API, to be sent back with it: the signature of the thoughts
/// that led to it (https://ai.google.dev/gemini-api/docs/thought-signatures).
enum GoogleExtra {
    /// The API whose providers issue such signatures.
    private static let issuer = Dialect.gemini

    static func signature(_ holder: JSONValue) -> Signature? {
        guard let extra = holder["extra_content"], let google = extra["google"] ?? extra["vertex"] else { return nil }
        guard let text = google["thought_signature"]?.string, !text.isEmpty else { return nil }
        return SignatureText.read(text, in: issuer)
    }

    /// Writes the member that holds `signature`.
    static func write(_ signature: Signature, into writer: inout JSONWriter) {
        writer.object("extra_content") { writer in
            writer.object("google") { $0.member("thought_signature", SignatureText.write(signature, in: issuer)) }
        }
    }

    /// Whether a service of the chat API that offers `model` reads them.
    static func isRead(by model: String) -> Bool { model.includes("gemini") }
}
