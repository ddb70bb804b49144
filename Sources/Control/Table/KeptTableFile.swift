internal import Digests
internal import Exchange
internal import JSONText
internal import Primitives

/// The file of one kept table: a line with the checksum of all that follows, a line of JSON about the table, and the table as it was served.
enum KeptTableFile {
    private static let mark = "shunt-table 1 "

    static func encode(_ table: KeptTable, _ bytes: Bytes) -> Bytes {
        var writer = JSONWriter()
        writer.object { write(table, into: &$0) }
        let rest = writer.bytes + [UInt8(ascii: "\n")] + bytes
        return Bytes("\(mark)\(SHA256(of: rest[...]))\n".utf8) + rest
    }

    /// Nil where the file is not as it was written.
    static func decode(_ file: Bytes) -> (table: KeptTable, bytes: Bytes)? {
        let newline = UInt8(ascii: "\n")
        guard let first = file[...].firstIndex(of: newline, from: 0) else { return nil }
        let rest = file[(first + 1)...]
        guard file[..<first].elementsEqual("\(mark)\(SHA256(of: rest))".utf8), let second = file[...].firstIndex(of: newline, from: first + 1) else {
            return nil
        }
        let bytes = Bytes(file[(second + 1)...])
        guard let document = try? JSONDocument.parse(file[(first + 1)..<second]), let table = read(document.root, bytes.count) else { return nil }
        return (table, bytes)
    }

    private static func write(_ table: KeptTable, into writer: inout JSONWriter) {
        writer.member("number", table.number)
        writer.member("revision", table.revision)
        if let serial = table.serial { writer.member("serial", serial) }
        writer.member("digest", table.digest)
        writer.member("source", table.source)
        writer.member("identity", table.identity)
        writer.member("since", table.since)
        if let etag = table.etag { writer.member("etag", etag) }
        if let lastModified = table.lastModified { writer.member("last_modified", lastModified) }
        if let signature = table.signature { writer.member("signature", signature) }
        if table.isStaged { writer.member("staged", true) }
        if !table.barred.isEmpty { writer.array("barred") { for digest in table.barred { $0.value(digest) } } }
        guard let trusted = table.trusted else { return }
        writer.object("trusted") {
            if let serial = trusted.serial { $0.member("serial", serial) }
            $0.member("digest", trusted.digest)
        }
    }

    private static func read(_ value: JSONValue, _ byteCount: Int) -> KeptTable? {
        guard let number = value["number"]?.int, let revision = value["revision"]?.string, let digest = value["digest"]?.string,
            let source = value["source"]?.string, let identity = value["identity"]?.string, let since = value["since"]?.int
        else { return nil }
        return KeptTable(
            number: number, revision: revision, serial: value["serial"]?.int, digest: digest, source: source, identity: identity, since: since,
            etag: value["etag"]?.string, lastModified: value["last_modified"]?.string, signature: value["signature"]?.string, byteCount: byteCount,
            isStaged: value["staged"]?.bool ?? false, barred: value["barred"].map { $0.elements.compactMap(\.string) } ?? [],
            trusted: value["trusted"].flatMap { trusted in
                trusted["digest"]?.string.map { KeptTable.Trusted(serial: trusted["serial"]?.int, digest: $0) }
            })
    }
}
