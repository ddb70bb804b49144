internal import Primitives

/// Checks `[table]`: what goes with a file, what goes with a server, and that nobody on the way can change what a server sends.
struct TableSourceChecker {
    let draft: TableSourceDraft
    /// Which a relative path starts from.
    let folder: String

    private static let onlyServer = ["socket", "timeout", "token", "plaintext"]

    /// Nil where it does not say what the source is.
    func check(_ findings: inout Findings) -> TableSource? {
        guard let text = draft.source else { return nil }
        var source: TableSource?
        if text.value.contains("://") {
            source = server(text, &findings)
        } else {
            source = file(text, &findings)
        }
        source?.publicKeys = draft.publicKeys.map(\.value)
        // One that is there and unreadable is told already; the table must not pass for one that needs no signature.
        if draft.written.contains("public_key"), draft.publicKeys.isEmpty {
            findings.report("table.public_key names no key", at: text.place, suggestion: "leave it out, or write a key")
        }
        return source
    }

    private func file(_ text: Placed<String>, _ findings: inout Findings) -> TableSource {
        for key in Self.onlyServer where draft.written.contains(key) {
            findings.report("table.\(key) is for a table that is served over HTTP, and this one is a file", at: text.place, suggestion: "leave it out")
        }
        var source = TableSource(.file(path: text.value.hasPrefix("/") ? text.value : "\(folder)/\(text.value)"))
        source.refresh = draft.refresh?.value
        source.isWatched = draft.watch?.value ?? true
        return source
    }

    private func server(_ text: Placed<String>, _ findings: inout Findings) -> TableSource? {
        if let watch = draft.watch {
            findings.report("table.watch is for a file, and this table is served", at: watch.place, suggestion: "leave it out; refresh says how often it is asked for")
        }
        guard let address = TableAddress(text.value) else {
            findings.report(
                "table.source is no plain http or https address: \"\(Findings.shown(text.value))\"", at: text.place,
                suggestion: "write \"https://HOST[:PORT]/PATH\" without user or fragment, or the path of a file")
            return nil
        }
        var source = TableSource(.server(address, socket: draft.socket?.value))
        source.refresh = draft.refresh?.value ?? Limits.tableRefresh
        source.timeout = draft.timeout?.value ?? source.timeout
        source.token = draft.token.flatMap { token($0, &findings) }
        checkWay(to: address, text.place, &findings)
        return source
    }

    private func token(_ token: Placed<ConfigurationDraft.Key>, _ findings: inout Findings) -> KeySource? {
        let source = KeyChecker.source(of: token, &findings)
        if source == nil, token.value.caller?.value == true { findings.report("table.token cannot be a caller's own", at: token.place) }
        return source
    }

    private func checkWay(to address: TableAddress, _ place: Place, _ findings: inout Findings) {
        guard !address.isEncrypted, !address.isLoopback, draft.socket == nil, draft.plaintext?.value != true else { return }
        if draft.token != nil {
            findings.report(
                "table.source would send its token unencrypted", at: place,
                suggestion: "use https, or write plaintext = true if you trust every host on the way")
        } else if draft.publicKeys.isEmpty {
            findings.report(
                "table.source is not encrypted, so that every host on the way could change the table", at: place,
                suggestion: "use https, have it signed and write public_key, or write plaintext = true if you trust them all")
        }
    }
}
