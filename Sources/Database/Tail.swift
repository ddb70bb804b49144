internal import Glibc

/// A small file of records that outlive the process which put them there, even one that is killed the next moment: what is not yet in a
/// database is found again at the next start.
///
/// A record is handed to the kernel when ``append(_:number:settled:)`` returns, and so survives the process; nothing is forced to the disk,
/// and so a power cut may take it. The file has two halves that are filled in turn, each when nothing of it is needed any longer.
package final class Tail {
    /// Before each record: its length, and a sum over its bytes that a torn or stale one does not have.
    private static let headBytes = 12
    /// Ends the records of a half.
    private static let end = [UInt8](repeating: 0, count: headBytes)

    private let number: Int32
    /// Which file it is: see ``mark(of:)``.
    package let mark: UInt64
    private let halfBytes: Int
    private var half = 0
    private var used = 0
    /// The last record of each half.
    private var last = [0, 0]
    /// What a former process left, in no order.
    package private(set) var left: [[UInt8]]

    /// Opens or creates the file, of at most `bytes`; what a former process left counts as the records after the first `before`.
    package init(path: String, bytes: Int, before: Int = 0) throws(DatabaseError) {
        let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw DatabaseError(code: 14, message: "cannot open \(path): errno \(errno)") }
        self.number = number
        mark = Self.mark(number)
        halfBytes = bytes / 2
        let halves = (0..<2).map { Self.records(number, from: $0 * (bytes / 2), to: ($0 + 1) * (bytes / 2)) }
        left = halves.flatMap(\.records)
        last = [before + left.count, before + left.count]
        half = halves[0].used <= halves[1].used ? 0 : 1
        used = halves[half].used
    }

    deinit { _ = close(number) }

    /// What a former process left, which is not kept in memory any longer.
    package func takeLeft() -> [[UInt8]] {
        defer { left = [] }
        return left
    }

    /// Tells the file at `path` from every other that there is as long as it is open; 0 where there is none.
    package static func mark(of path: String) -> UInt64 {
        var facts = stat()
        return stat(path, &facts) == 0 ? mark(facts) : 0
    }

    private static func mark(_ number: Int32) -> UInt64 {
        var facts = stat()
        return fstat(number, &facts) == 0 ? mark(facts) : 0
    }

    private static func mark(_ facts: stat) -> UInt64 { UInt64(facts.st_dev) &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(facts.st_ino) }

    /// Keeps a record, the `number`th of all. Those up to `settled` need not be kept any longer. False where there is no room for it, or
    /// the disk has none.
    package func append(_ record: [UInt8], number: Int, settled: Int) -> Bool {
        let size = Self.headBytes + record.count
        if used + size + Self.headBytes > halfBytes {
            guard size + Self.headBytes <= halfBytes, last[1 - half] <= settled else { return false }
            half = 1 - half
            used = 0
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + Self.headBytes)
        withUnsafeBytes(of: UInt32(record.count).littleEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: Self.sum(record[...]).littleEndian) { bytes.append(contentsOf: $0) }
        bytes += record
        bytes += Self.end
        let written = bytes.withUnsafeBytes { pwrite(self.number, $0.baseAddress, $0.count, off_t(half * halfBytes + used)) }
        guard written == bytes.count else { return false }
        used += size
        last[half] = number
        return true
    }

    /// Forgets everything: all of it is settled.
    package func clear() {
        for half in 0..<2 { _ = Self.end.withUnsafeBytes { pwrite(number, $0.baseAddress, $0.count, off_t(half * halfBytes)) } }
        used = 0
    }

    private static func records(_ number: Int32, from start: Int, to end: Int) -> (records: [[UInt8]], used: Int) {
        let bytes = [UInt8](unsafeUninitializedCapacity: end - start) { buffer, count in
            count = max(0, pread(number, buffer.baseAddress, buffer.count, off_t(start)))
        }
        var records: [[UInt8]] = []
        var place = 0
        while place + headBytes <= bytes.count {
            let (length, sum) = bytes.withUnsafeBytes { bytes in
                (
                    Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))),
                    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt64.self))
                )
            }
            let next = place + headBytes + length
            guard length > 0, next <= bytes.count else { break }
            let record = bytes[(place + headBytes)..<next]
            guard Self.sum(record) == sum else { break }
            records.append(Array(record))
            place = next
        }
        return (records, place)
    }

    /// FNV-1a over eight bytes at a time.
    private static func sum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.withUnsafeBytes { bytes in
            var sum: UInt64 = 0xcbf2_9ce4_8422_2325
            var place = 0
            while place + 8 <= bytes.count {
                sum = (sum ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))) &* 0x0000_0100_0000_01b3
                sum ^= sum >> 29
                place += 8
            }
            while place < bytes.count {
                sum = (sum ^ UInt64(bytes[place])) &* 0x0000_0100_0000_01b3
                place += 1
            }
            return sum
        }
    }
}
