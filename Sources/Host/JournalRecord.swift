internal import Primitives
internal import Telemetry

/// An entry in the journal's own form: `NAME=value` each, in any order (systemd.journal-fields(7)).
struct JournalRecord: Equatable, Sendable {
    /// All fields, one after the other.
    private(set) var bytes: Bytes = []
    /// Where each of them ends.
    private(set) var ends: [Int] = []

    init(_ entry: LogEntry, identifier: String) {
        add("MESSAGE", entry.message)
        add("PRIORITY", String(entry.priority.rawValue))
        add("SYSLOG_IDENTIFIER", identifier)
        if let id = entry.messageID { add("MESSAGE_ID", id) }
        for field in entry.fields where Self.isName(field.name) { add(field.name, field.value) }
    }

    private mutating func add(_ name: String, _ value: String) {
        bytes.append(name)
        bytes.append(UInt8(ascii: "="))
        bytes.append(contentsOf: value.utf8.prefix(Limits.journalFieldBytes))
        ends.append(bytes.count)
    }

    /// What journald accepts from a client: capitals, digits and `_`, not at the front, at most 64. It would drop the whole entry.
    static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, UInt8(ascii: "A")...UInt8(ascii: "Z") ~= first, name.utf8.count <= 64 else { return false }
        return name.utf8.allSatisfy { byte in
            UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "_")
        }
    }
}
