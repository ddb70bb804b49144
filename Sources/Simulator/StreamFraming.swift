internal import Primitives

/// How an API's stream is framed, and what broken pieces of it look like.
struct StreamFraming: Sendable {
    let contentType: String
    /// An event whose data is no JSON.
    let malformed: Bytes
    /// The beginning of an event that never ends; more text may follow it forever.
    let endless: Bytes
    /// An event whose checksum is wrong; empty where events have none.
    var badChecksum = Bytes()

    /// Server-sent events whose data begin as given.
    static func events(_ contentType: String, malformed: String, endless: String) -> StreamFraming {
        StreamFraming(contentType: contentType, malformed: Bytes(malformed.utf8), endless: Bytes(endless.utf8))
    }
}
