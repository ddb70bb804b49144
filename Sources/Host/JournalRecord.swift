internal import Primitives
internal import Telemetry

/// An entry in the journal's own form: `NAME=value` each, in any order (systemd.journal-fields(7)).
struct JournalRecord: Equatable, Sendable {
    /// All fields, one after the other.
    private(set) var bytes: Bytes = []
    /// Where each of them ends.
    private(set) var ends: [Int] = []

    init(_ entry: LogEntry, identifier: String) {
        bytes.reserveCapacity(2048)
        ends.reserveCapacity(entry.fields.count + 4)
        add("MESSAGE", entry.message)
        add("PRIORITY", String(entry.priority.rawValue))
        add("SYSLOG_IDENTIFIER", identifier)
        if let id = entry.messageID { add("MESSAGE_ID", id) }
        let fields = entry.fields
        for place in fields.indices where Self.isName(fields.name(at: place)) {
            bytes.append(contentsOf: fields.name(at: place))
            end(fields.value(at: place))
        }
    }

    private mutating func add(_ name: String, _ value: String) {
        bytes.append(name)
        end(ByteSlice(value.utf8))
    }

    private mutating func end(_ value: ByteSlice) {
        bytes.append(UInt8(ascii: "="))
        bytes.append(contentsOf: value.prefix(Limits.journalFieldBytes))
        ends.append(bytes.count)
    }

    /// What journald accepts from a client: capitals, digits and `_`, not at the front, at most 64. It would drop the whole entry.
    static func isName(_ name: ByteSlice) -> Bool {
        guard let first = name.first, UInt8(ascii: "A")...UInt8(ascii: "Z") ~= first, name.count <= 64 else { return false }
        return characters.holds(all: name)
    }

    private static let characters = ASCIISet { byte in
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "_")
    }
}
