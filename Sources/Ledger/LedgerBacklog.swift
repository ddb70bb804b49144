internal import Exchange
internal import Primitives

/// Entries that wait for a file which cannot be written, the oldest first. They are kept as bytes, so that their memory has a bound.
struct LedgerBacklog {
    /// What a record takes beside its bytes.
    private static let overhead = 48
    private let capacity: Int
    private var records: [[UInt8]] = []
    private var bytes = 0

    /// `capacity`: in bytes.
    init(capacity: Int = Limits.ledgerBacklogBytes) { self.capacity = capacity }

    var count: Int { records.count }
    var isEmpty: Bool { records.isEmpty }

    /// False where there is no room for it.
    mutating func add(_ entry: LedgerEntry) -> Bool {
        var record: [UInt8] = []
        EntryCoding.write(entry, to: &record)
        return add(record)
    }

    /// As above, of what ``EntryCoding`` wrote.
    mutating func add(_ record: [UInt8]) -> Bool {
        let size = record.count + Self.overhead
        guard bytes + size <= capacity else { return false }
        bytes += size
        records.append(record)
        return true
    }

    /// The oldest, at most `most` of them.
    func first(_ most: Int) -> [LedgerEntry] { records.prefix(most).compactMap { EntryCoding.entry($0) } }

    mutating func removeFirst(_ count: Int) {
        for record in records.prefix(count) { bytes -= record.count + Self.overhead }
        records.removeFirst(count)
    }
}
