internal import Conversation
internal import JSONText

/// "Keep the prefix up to here", as Anthropic writes it and OpenRouter takes it.
enum CacheControl {
    static func write(_ marker: CacheMarker, into writer: inout JSONWriter) {
        writer.object("cache_control") { writer in
            writer.member("type", "ephemeral")
            if marker.lifetime == .oneHour { writer.member("ttl", marker.lifetime.rawValue) }
        }
    }
}
