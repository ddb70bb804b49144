internal import Conversation
internal import JSONText
internal import Primitives

/// One item of an answer's output, as far as it has come. Its texts grow in place.
struct ResponsesItem {
    enum Kind: Equatable {
        case message
        case reasoning
        case call(id: String, name: String)
        /// A call whose tool takes free text.
        case customCall(id: String, name: String)
        case image(Media)
    }

    /// A part of a message's content, or a reasoning item's summary.
    struct Part {
        enum Kind { case text, refusal, summary }

        let kind: Kind
        var text = ""
        /// In Unicode scalars.
        var length = 0
        var citations: [(citation: Citation, passage: Range<Int>)] = []
        var logprobs: [TokenLogprob] = []

        init(_ kind: Kind) { self.kind = kind }

        mutating func append(_ more: String) {
            text += more
            length += more.unicodeScalars.count
        }

        /// The passage of a citation that does not say it: from the last one's end.
        mutating func cite(_ citation: Citation) -> Range<Int> {
            let passage = min(citations.last?.passage.upperBound ?? 0, length)..<length
            citations.append((citation, passage))
            return passage
        }

        func write(isEmpty: Bool = false, into writer: inout JSONWriter) {
            writer.object { writer in
                let text = isEmpty ? "" : text
                switch kind {
                case .refusal:
                    writer.member("type", "refusal")
                    writer.member("refusal", text)
                case .summary:
                    writer.member("type", "summary_text")
                    writer.member("text", text)
                case .text:
                    writer.member("type", "output_text")
                    writer.array("annotations") { writer in
                        for (citation, passage) in isEmpty ? [] : citations { ResponsesAnnotation.write(citation, passage: passage, into: &writer) }
                    }
                    ResponsesLogprobs.write(isEmpty ? [] : logprobs, into: &writer)
                    writer.member("text", text)
                }
            }
        }
    }

    let kind: Kind
    var id: String
    var parts: [Part] = []
    /// What only the issuer of the thoughts can read.
    var signature: Signature?
    var arguments = ""
    var isClosed = false
    /// The answer was cut short within it.
    var isCut = false

    /// Item number `place` of the answer `answer`.
    init(_ kind: Kind, place: Int, of answer: String) {
        self.kind = kind
        let mark =
            switch kind {
            case .message: "msg"
            case .reasoning: "rs"
            case .call: "fc"
            case .customCall: "ctc"
            case .image: "ig"
            }
        id = "\(mark)_\(answer)_\(place)"
    }

    /// A call to `name`, whose tool may be a custom one.
    static func call(_ id: String, _ name: String, place: Int, of identity: AnswerIdentity) -> Self {
        Self(identity.customTools.contains(name) ? .customCall(id: id, name: name) : .call(id: id, name: name), place: place, of: identity.id)
    }

    /// Thoughts without text.
    static func sealed(_ signature: Signature, place: Int, of answer: String) -> Self {
        var item = Self(.reasoning, place: place, of: answer)
        item.sign(signature)
        return item
    }

    /// Takes the id that the signature's issuer gave the item, since the two are replayed together.
    mutating func sign(_ signature: Signature) {
        self.signature = signature
        if let issued = ResponsesSignature.members(signature).id { id = issued }
    }

    /// The item as it stands, or as it began.
    func write(isBeginning: Bool = false, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            switch kind {
            case .message:
                writer.member("type", "message")
                writeStatus(isBeginning, into: &writer)
                writer.array("content") { writer in
                    for part in isBeginning ? [] : parts { part.write(into: &writer) }
                }
                writer.member("role", "assistant")
            case .reasoning: writeReasoning(isBeginning, into: &writer)
            case .call(let id, let name):
                writer.member("type", "function_call")
                writeStatus(isBeginning, into: &writer)
                writer.member("arguments", isBeginning ? "" : arguments)
                writer.member("call_id", id)
                writer.member("name", name)
            case .customCall(let id, let name):
                writer.member("type", "custom_tool_call")
                writeStatus(isBeginning, into: &writer)
                writer.member("call_id", id)
                writer.member("input", isBeginning ? "" : ResponsesTools.unwrapped(arguments: arguments))
                writer.member("name", name)
            case .image(let media): write(media, isBeginning, into: &writer)
            }
        }
    }

    private func writeStatus(_ isBeginning: Bool, into writer: inout JSONWriter) {
        writer.member("status", isBeginning ? "in_progress" : isCut ? "incomplete" : "completed")
    }

    private func writeReasoning(_ isBeginning: Bool, into writer: inout JSONWriter) {
        writer.member("type", "reasoning")
        writer.array("summary") { writer in
            for part in isBeginning ? [] : parts { part.write(into: &writer) }
        }
        if !isBeginning, let signature { writer.member("encrypted_content", ResponsesSignature.members(signature).encrypted) }
    }

    private func write(_ media: Media, _ isBeginning: Bool, into writer: inout JSONWriter) {
        writer.member("type", "image_generation_call")
        writeStatus(isBeginning, into: &writer)
        guard !isBeginning, case .base64(let data) = media.source else { return }
        if let type = media.type { writer.member("output_format", String(type.split(separator: "/").last ?? "png")) }
        writer.member("result", data)
    }

    /// Whether the API has an item for it: it has for images alone.
    static func isImage(_ media: Media) -> Bool {
        guard case .base64 = media.source else { return false }
        return media.type?.hasPrefix("image/") ?? true
    }
}
