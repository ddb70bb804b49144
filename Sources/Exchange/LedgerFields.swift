internal import Conversation
internal import Primitives
package import Telemetry

/// Ledger entries as fields of the journal and back, without loss of what a request was, used and cost: what the ledger could not write is
/// read again from there. What only a replay needs is not in the journal.
///
/// Whoever may read the journal sees all of it, the caller's tags included.
package enum LedgerFields {
    /// Adds `SHUNT_REQUEST` and so on; what is unknown is left out.
    package static func add(_ entry: LedgerEntry, to fields: inout LogFields) {
        fields.reserveCapacity(32)
        fields.add("SHUNT_REQUEST", entry.request)
        fields.add("SHUNT_KIND", entry.kind.rawValue)
        fields.add("SHUNT_MODE", entry.mode)
        fields.add("SHUNT_AGENT", entry.agent)
        fields.add("SHUNT_TIER", entry.tier)
        fields.add("SHUNT_PROFILE", entry.profile)
        fields.add("SHUNT_MODEL", entry.model)
        fields.add("SHUNT_PROVIDER", entry.provider)
        fields.add("SHUNT_BASELINE", entry.baseline)
        fields.add("SHUNT_SESSION", entry.session)
        fields.add("SHUNT_REVISION", entry.revision)
        fields.add("SHUNT_ATTEMPTS", entry.attempts)
        fields.add("SHUNT_STATUS", entry.status)
        fields.add("SHUNT_FINISH", entry.finish)
        fields.add("SHUNT_UID", entry.uid)
        fields.add("SHUNT_GID", entry.gid)
        fields.add("SHUNT_USER", entry.user)
        fields.add("SHUNT_UNIT", entry.unit)
        if let usage = entry.usage { add(usage, to: &fields) }
        fields.add("SHUNT_COST_USD", entry.cost)
        fields.add("SHUNT_SAVED_USD", entry.saved)
        fields.add("SHUNT_HEDGE_USD", entry.hedged)
        fields.add("SHUNT_FIRST_TOKEN_MS", entry.firstTokenMilliseconds)
        fields.add("SHUNT_DURATION_MS", entry.durationMilliseconds)
        fields.add("SHUNT_TIME", Int(entry.time))
        for tag in entry.tags { fields.add("SHUNT_TAG", "\(tag.name)=\(tag.value)") }
    }

    private static func add(_ usage: Usage, to fields: inout LogFields) {
        fields.add("SHUNT_USAGE") { UsageNotation.append(usage, to: &$0) }
        fields.add("SHUNT_INPUT_TOKENS", usage.totalInput)
        fields.add("SHUNT_CACHE_READ_TOKENS", usage.cacheRead)
        fields.add("SHUNT_CACHE_WRITE_TOKENS", usage.cacheWrite)
        fields.add("SHUNT_OUTPUT_TOKENS", usage.totalOutput)
        if usage.estimated { fields.add("SHUNT_ESTIMATED", 1) }
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
