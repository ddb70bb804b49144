internal import Conversation
internal import JSONText

/// Images and sound in a chat-completions answer: OpenRouter's `images`, and OpenAI's `audio`, whose format only the request tells.
enum OpenAIMedia {
    /// The kind of media whose type nobody told.
    private static let someSound = "audio/*"

    static func decodeImages(_ images: JSONValue, into events: inout [ChatEvent]) {
        for image in images.elements {
            guard let url = image["image_url"]?["url"]?.string ?? image["image_url"]?.string, !url.isEmpty else { continue }
            events.append(.media(media(url)))
        }
    }

    /// What is said is text to whoever cannot hear it.
    static func decodeAudio(_ audio: JSONValue, into events: inout [ChatEvent]) {
        if let transcript = audio["transcript"]?.string, !transcript.isEmpty { events.append(.text(transcript)) }
        guard let data = audio["data"]?.string, !data.isEmpty else { return }
        events.append(.media(Media(type: someSound, source: .base64(data))))
    }

    private static func media(_ url: String) -> Media {
        guard let inline = DataURL(url) else { return Media(type: "image/*", source: .url(url)) }
        return Media(type: inline.type, source: .base64(inline.base64))
    }

    /// Whether ``write(_:into:)`` has a form for it.
    static func isImage(_ media: Media) -> Bool {
        if case .file = media.source { return false }
        return media.type?.hasPrefix("audio/") != true && media.type?.hasPrefix("video/") != true
    }

    /// Writes one element of `images`.
    static func write(_ media: Media, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", "image_url")
            writer.object("image_url") { writer in
                switch media.source {
                case .url(let url), .file(let url): writer.member("url", url)
                case .base64(let data): writer.member("url", DataURL.text(type: media.type, base64: data))
                }
            }
        }
    }
}
