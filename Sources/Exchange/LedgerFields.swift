internal import Conversation
internal import Primitives

/// Ledger entries as fields of the journal and back, without loss of what a request was, used and cost: what the ledger could not write is
/// read again from there. What only a replay needs is not in the journal.
///
/// Whoever may read the journal sees all of it, the caller's tags included.
package enum LedgerFields {
    package typealias Field = (name: String, value: String)

    /// `SHUNT_REQUEST` and so on; what is unknown is left out.
    package static func fields(of entry: LedgerEntry) -> [Field] {
        var fields: [Field] = []
        fields.reserveCapacity(32)
        func add(_ name: String, _ value: String?) { if let value { fields.append((name, value)) } }
        add("SHUNT_REQUEST", entry.request)
        add("SHUNT_KIND", entry.kind.rawValue)
        add("SHUNT_MODE", entry.mode)
        add("SHUNT_AGENT", entry.agent)
        add("SHUNT_TIER", entry.tier)
        add("SHUNT_PROFILE", entry.profile)
        add("SHUNT_MODEL", entry.model)
        add("SHUNT_PROVIDER", entry.provider)
        add("SHUNT_BASELINE", entry.baseline)
        add("SHUNT_SESSION", entry.session)
        add("SHUNT_REVISION", entry.revision)
        add("SHUNT_ATTEMPTS", String(entry.attempts))
        add("SHUNT_STATUS", entry.status)
        add("SHUNT_FINISH", entry.finish)
        add("SHUNT_UID", entry.uid.map { String($0) })
        add("SHUNT_GID", entry.gid.map { String($0) })
        add("SHUNT_USER", entry.user)
        add("SHUNT_UNIT", entry.unit)
        if let usage = entry.usage {
            add("SHUNT_USAGE", UsageNotation.text(of: usage))
            add("SHUNT_INPUT_TOKENS", String(usage.totalInput))
            add("SHUNT_CACHE_READ_TOKENS", String(usage.cacheRead))
            add("SHUNT_CACHE_WRITE_TOKENS", String(usage.cacheWrite))
            add("SHUNT_OUTPUT_TOKENS", String(usage.totalOutput))
            if usage.estimated { add("SHUNT_ESTIMATED", "1") }
        }
        add("SHUNT_COST_USD", entry.cost?.description)
        add("SHUNT_SAVED_USD", entry.saved?.description)
        add("SHUNT_HEDGE_USD", entry.hedged?.description)
        add("SHUNT_FIRST_TOKEN_MS", entry.firstTokenMilliseconds.map { String($0) })
        add("SHUNT_DURATION_MS", String(entry.durationMilliseconds))
        add("SHUNT_TIME", String(entry.time))
        for tag in entry.tags { add("SHUNT_TAG", "\(tag.name)=\(tag.value)") }
        return fields
    }

    /// The entry that was written so; nil where a part that every entry has is missing, or one is not what shunt writes.
    /// `values` has all values of a field, most often one.
    package static func entry(_ values: @escaping (String) -> [String]) -> LedgerEntry? {
        var reading = Reading(values: values)
        return reading.entry()
    }

    /// What was read so far, and whether all of it was sound.
    private struct Reading {
        let values: (String) -> [String]
        private var isSound = true

        init(values: @escaping (String) -> [String]) { self.values = values }

        mutating func entry() -> LedgerEntry? {
            guard let request = text("SHUNT_REQUEST"), !request.isEmpty, let time = text("SHUNT_TIME").flatMap({ Int64($0) }), time >= 0,
                time / 1000 <= Limits.latestSecond, let session = text("SHUNT_SESSION"), let revision = text("SHUNT_REVISION"),
                let status = text("SHUNT_STATUS"), let attempts = count("SHUNT_ATTEMPTS"), let duration = count("SHUNT_DURATION_MS"),
                let kind = LedgerEntry.Kind(rawValue: text("SHUNT_KIND") ?? "")
            else { return nil }
            var entry = LedgerEntry(
                request: request, time: time, session: session, revision: revision, status: status, attempts: attempts,
                durationMilliseconds: duration, tags: tags())
            entry.kind = kind
            readNames(into: &entry)
            entry.uid = count("SHUNT_UID")
            entry.gid = count("SHUNT_GID")
            entry.usage = read("SHUNT_USAGE", UsageNotation.usage)
            entry.cost = read("SHUNT_COST_USD") { Money($0) }
            entry.saved = read("SHUNT_SAVED_USD") { Money($0) }
            entry.hedged = read("SHUNT_HEDGE_USD") { Money($0) }
            entry.firstTokenMilliseconds = count("SHUNT_FIRST_TOKEN_MS")
            return isSound ? entry : nil
        }

        private mutating func readNames(into entry: inout LedgerEntry) {
            entry.mode = text("SHUNT_MODE")
            entry.agent = text("SHUNT_AGENT")
            entry.tier = text("SHUNT_TIER")
            entry.profile = text("SHUNT_PROFILE")
            entry.model = text("SHUNT_MODEL")
            entry.provider = text("SHUNT_PROVIDER")
            entry.baseline = text("SHUNT_BASELINE")
            entry.finish = text("SHUNT_FINISH")
            entry.user = text("SHUNT_USER")
            entry.unit = text("SHUNT_UNIT")
        }

        private mutating func text(_ name: String) -> String? {
            guard let text = values(name).first else { return nil }
            if text.utf8.count > Limits.ledgerNameBytes { isSound = false }
            return text
        }

        private mutating func read<Value>(_ name: String, _ parse: (String) -> Value?) -> Value? {
            guard let text = text(name) else { return nil }
            let value = parse(text)
            if value == nil { isSound = false }
            return value
        }

        private mutating func count(_ name: String) -> Int? { read(name) { text in Int(text).flatMap { $0 >= 0 ? $0 : nil } } }

        private func tags() -> [Tag] {
            values("SHUNT_TAG").prefix(Limits.tags).compactMap { text in
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return parts.count == 2 ? Tag(name: String(parts[0]), value: String(parts[1])) : nil
            }
        }
    }
}
