package import Loop
package import Primitives

/// A table that was taken into use, as the state directory remembers it.
package struct KeptTable: Sendable, Equatable {
    /// Grows with each table that was taken into use.
    package var number: Int
    /// As ``Routing/Revision`` describes itself.
    package var revision: String
    package var serial: Int?
    /// SHA-256 of its bytes, in hexadecimal.
    package var digest: String
    /// What people call the source, and what tells it from every other one.
    package var source: String
    package var identity: String
    /// When it was taken into use, in Unix seconds.
    package var since: Int
    /// What its server said that tells it from other states.
    package var etag: String?
    package var lastModified: String?
    /// The text of its signature's file; nil where none was asked for.
    package var signature: String?
    package var byteCount: Int
    /// Whether it serves a share of sessions beside the table before it.
    package var isStaged: Bool
    /// Digests of tables that were rolled back and must not come back by themselves.
    package var barred: [String]
    /// The serial that tables which follow are held to, and the table that has it; nil where those are its own.
    package var trusted: Trusted?

    package struct Trusted: Sendable, Equatable {
        package let serial: Int?
        package let digest: String

        package init(serial: Int?, digest: String) {
            self.serial = serial
            self.digest = digest
        }
    }

    package init(
        number: Int, revision: String, serial: Int?, digest: String, source: String, identity: String, since: Int, etag: String? = nil,
        lastModified: String? = nil, signature: String? = nil, byteCount: Int, isStaged: Bool = false, barred: [String] = [], trusted: Trusted? = nil
    ) {
        self.number = number
        self.revision = revision
        self.serial = serial
        self.digest = digest
        self.source = source
        self.identity = identity
        self.since = since
        self.etag = etag
        self.lastModified = lastModified
        self.signature = signature
        self.byteCount = byteCount
        self.isStaged = isStaged
        self.barred = barred
        self.trusted = trusted
    }
}

/// The tables that were taken into use, on disk, at most ``Limits/tableHistory`` of them.
@LoopActor
package protocol TableHistory: AnyObject {
    /// The latest first.
    func tables() async throws(TableHistoryFailure) -> [KeptTable]
    /// The table as it was served, after its checksum was found right.
    func bytes(of number: Int) async throws(TableHistoryFailure) -> Bytes
    /// The one in use; nil where it is not kept.
    var current: KeptTable? { get }
}

/// Why the history has no answer, in an operator's words.
package struct TableHistoryFailure: Error, Sendable {
    package let message: String

    package init(_ message: String) { self.message = message }
}
