internal import Exchange
internal import JSONText
internal import Primitives

/// The `params` of `import`: `entries`, a list of journal entries as `journalctl -o json` writes them.
struct ImportParams {
    private(set) var entries: [LedgerEntry] = []
    /// Those that are no account of a request.
    private(set) var skipped = 0

    static func read(_ params: JSONValue?, id: RPCID) throws(RPCError) -> ImportParams {
        guard let list = params?["entries"], list.kind == .array, list.count <= Limits.importedEntries else {
            throw RPCError(
                id: id, code: .invalidParams, "\"entries\" must be a list of at most \(Limits.importedEntries) journal entries", parameter: "entries")
        }
        var batch = ImportParams()
        for entry in list.elements { batch.add(entry) }
        return batch
    }

    /// `"added":…, "known":…, "skipped":…`
    func write(added: Int, into writer: inout JSONWriter) {
        writer.member("added", added)
        writer.member("known", entries.count - added)
        writer.member("skipped", skipped)
    }

    private mutating func add(_ entry: JSONValue) {
        var fields: [String: [String]] = [:]
        for member in entry.members {
            let name = member.key.text
            guard name.hasPrefix("SHUNT_"), fields[name] == nil else { continue }
            fields[name] = Self.values(member.value)
        }
        if let entry = LedgerFields.entry({ fields[$0] ?? [] }) { entries.append(entry) } else { skipped += 1 }
    }

    /// A text, or its bytes where it is not plain text; or a list of such, where the entry has the field several times
    /// (https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-json-format).
    private static func values(_ value: JSONValue) -> [String] {
        if let text = text(value) { return [text] }
        return value.kind == .array ? value.elements.prefix(Limits.tags).compactMap(text) : []
    }

    private static func text(_ value: JSONValue) -> String? {
        if let text = value.string { return text }
        guard value.kind == .array, value.count > 0, value.count <= Limits.ledgerNameBytes else { return nil }
        var bytes = Bytes()
        for element in value.elements {
            guard let byte = element.int.flatMap({ UInt8(exactly: $0) }) else { return nil }
            bytes.append(byte)
        }
        return bytes.text
    }
}
