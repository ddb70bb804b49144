internal import Conversation
internal import Exchange
internal import Primitives
internal import Routing

/// Ledger entries as bytes and back, for the ``Database/Tail``: only this version of shunt reads them, and only at its next start.
enum EntryCoding {
    /// Another number for every other order of parts: what does not have it is left to the journal.
    private static let form: UInt8 = 2

    /// Puts the bytes of `entry` in the place of what is in `bytes`.
    static func write(_ entry: LedgerEntry, to bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(form)
        var writer = EntryWriter(bytes: bytes)
        bytes = []
        var entry = entry
        visit(&entry, &writer)
        bytes = writer.bytes
    }

    /// Nil for what no ``write(_:to:)`` of this version made.
    static func entry(_ bytes: [UInt8]) -> LedgerEntry? {
        guard bytes.first == form else { return nil }
        var reader = EntryReader(rest: bytes.dropFirst())
        var entry = LedgerEntry(request: "", time: 0, session: "", revision: "", status: "", attempts: 0, durationMilliseconds: 0)
        visit(&entry, &reader)
        return reader.isSound && reader.rest.isEmpty ? entry : nil
    }

    /// All parts of an entry, in their order.
    private static func visit(_ entry: inout LedgerEntry, _ coder: inout some EntryCoder) {
        coder.text(&entry.request)
        coder.number(&entry.time)
        var kind = entry.kind.rawValue
        coder.text(&kind)
        entry.kind = LedgerEntry.Kind(rawValue: kind) ?? entry.kind
        coder.optional(&entry.uid)
        coder.optional(&entry.gid)
        coder.optional(&entry.user)
        coder.optional(&entry.unit)
        coder.optional(&entry.agent)
        coder.optional(&entry.mode)
        coder.optional(&entry.profile)
        coder.optional(&entry.tier)
        coder.optional(&entry.model)
        coder.optional(&entry.provider)
        coder.optional(&entry.baseline)
        coder.optional(&entry.finish)
        coder.text(&entry.session)
        coder.text(&entry.revision)
        coder.text(&entry.status)
        coder.number(&entry.attempts)
        coder.number(&entry.durationMilliseconds)
        coder.optional(&entry.firstTokenMilliseconds)
        coder.optional(&entry.cost)
        coder.optional(&entry.saved)
        coder.optional(&entry.hedged)
        visit(&entry.usage, &coder)
        coder.tags(&entry.tags)
        visit(&entry.facts, &coder)
        visit(&entry.comparison, &coder)
    }

    private static func visit(_ facts: inout LedgerFacts, _ coder: inout some EntryCoder) {
        coder.optional(&facts.asked)
        var conversation = facts.conversation.map { Int(truncatingIfNeeded: $0.value) }
        coder.optional(&conversation)
        facts.conversation = conversation.map { ConversationMark(value: UInt64(truncatingIfNeeded: $0)) }
        var needs = facts.needs.rawValue
        coder.number(&needs)
        facts.needs = Abilities(rawValue: needs)
        var effort = facts.effort?.rawValue
        coder.optional(&effort)
        facts.effort = effort.flatMap(Effort.init)
        coder.optional(&facts.maxOutput)
        coder.optional(&facts.estimate)
    }

    private static func visit(_ comparison: inout LedgerComparison?, _ coder: inout some EntryCoder) {
        var verdict = comparison?.verdict
        coder.optional(&verdict)
        guard let verdict else { return comparison = nil }
        var value = comparison ?? LedgerComparison(verdict: verdict, warmModel: "", warmTokens: 0, expectedCalls: 0, stay: .zero, change: .zero)
        coder.text(&value.warmModel)
        coder.number(&value.warmTokens)
        coder.number(&value.expectedCalls)
        coder.number(&value.stay.picodollars)
        coder.number(&value.change.picodollars)
        value.verdict = verdict
        comparison = value
    }

    private static func visit(_ usage: inout Usage?, _ coder: inout some EntryCoder) {
        var flag = usage == nil ? 0 : usage?.estimated == true ? 2 : 1
        coder.number(&flag)
        guard flag > 0 else { return usage = nil }
        var value = usage ?? Usage()
        value.estimated = flag == 2
        for column in UsageClass.all {
            var count = column.count(value)
            coder.number(&count)
            column.set(&value, count)
        }
        usage = value
    }
}

/// Takes an entry's parts in one direction or the other.
private protocol EntryCoder {
    mutating func number<Number: FixedWidthInteger>(_ value: inout Number)
    mutating func text(_ value: inout String)
}

extension EntryCoder {
    mutating func optional(_ value: inout Int?) {
        var isThere = value != nil
        flag(&isThere)
        guard isThere else { return value = nil }
        var known = value ?? 0
        number(&known)
        value = known
    }

    mutating func optional(_ value: inout String?) {
        var isThere = value != nil
        flag(&isThere)
        guard isThere else { return value = nil }
        var known = value ?? ""
        text(&known)
        value = known
    }

    mutating func optional(_ value: inout Money?) {
        var isThere = value != nil
        flag(&isThere)
        guard isThere else { return value = nil }
        var known = value ?? .zero
        number(&known.picodollars)
        value = known
    }

    mutating func tags(_ tags: inout [Tag]) {
        var count = UInt8(truncatingIfNeeded: tags.count)
        number(&count)
        var read: [Tag] = []
        for index in 0..<Int(count) {
            var (name, value) = index < tags.count ? (tags[index].name, tags[index].value) : ("", "")
            text(&name)
            text(&value)
            read.append(Tag(name: name, value: value))
        }
        tags = read
    }

    private mutating func flag(_ value: inout Bool) {
        var byte: UInt8 = value ? 1 : 0
        number(&byte)
        value = byte != 0
    }
}

private struct EntryWriter: EntryCoder {
    var bytes: [UInt8]

    /// The least significant byte first.
    mutating func number<Number: FixedWidthInteger>(_ value: inout Number) {
        var rest = value
        for _ in 0..<(Number.bitWidth / 8) {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    mutating func text(_ value: inout String) {
        var count = UInt32(value.utf8.count)
        number(&count)
        bytes.append(value)
    }
}

private struct EntryReader: EntryCoder {
    var rest: ArraySlice<UInt8>
    var isSound = true

    mutating func number<Number: FixedWidthInteger>(_ value: inout Number) {
        let size = Number.bitWidth / 8
        guard rest.count >= size else { return isSound = false }
        var number: Number = 0
        for byte in rest.prefix(size).reversed() { number = number << 8 | Number(truncatingIfNeeded: byte) }
        rest = rest.dropFirst(size)
        value = number
    }

    mutating func text(_ value: inout String) {
        var count: UInt32 = 0
        number(&count)
        guard isSound, rest.count >= Int(count) else { return isSound = false }
        value = String(decoding: rest.prefix(Int(count)), as: UTF8.self)
        rest = rest.dropFirst(Int(count))
    }
}
