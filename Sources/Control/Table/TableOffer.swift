internal import Digests
internal import Primitives

/// A table as its source gave it, before anybody looked at what it says.
struct TableOffer: Sendable, Equatable {
    var bytes: Bytes
    /// The file of its signature; nil where none was asked for.
    var signature: Bytes?
    /// What diagnostics call it.
    var name: String
    /// What its server said that tells it from other states.
    var etag: String?
    var lastModified: String?

    /// SHA-256 of its bytes, as the revision of its table has it.
    var digest: String { SHA256(of: bytes[...]).description }
}

/// What a source answered.
struct TableAnswer: Sendable, Equatable {
    /// Nil where it is the offer that the source was asked about.
    var offer: TableOffer?
    /// How long its server calls it fresh.
    var freshness: Duration?
}

/// Why a source gave no table.
struct TableFault: Error, Equatable {
    /// In an operator's words, without the source's name.
    let message: String
    /// Whether it did not answer, rather than answer something that is no table.
    var isUnreachable = false
    /// When its server wants to be asked again.
    var retryAfter: Duration?
}
