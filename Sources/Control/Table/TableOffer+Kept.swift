internal import Exchange
internal import Primitives
internal import Settings

extension TableOffer {
    /// As the archive kept it.
    init(_ table: KeptTable, _ bytes: Bytes, _ source: TableSource) {
        self.init(
            bytes: bytes, signature: table.signature.map { Bytes($0.utf8) }, name: source.name, etag: table.etag, lastModified: table.lastModified)
    }
}
