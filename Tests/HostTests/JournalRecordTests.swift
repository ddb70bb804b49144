@testable import Host
import Primitives
import Telemetry
import Testing

@Suite("Journal records")
struct JournalRecordTests {
    @Test("an entry becomes the journal's fields")
    func fields() {
        let entry = LogEntry(.warning, messageID: MessageID.reloaded.rawValue, message: "two\nlines", fields: [LogEntry.Field("SHUNT_MODE", "planning")])
        #expect(JournalRecord(entry, identifier: "shuntd").texts == [
            "MESSAGE=two\nlines", "PRIORITY=4", "SYSLOG_IDENTIFIER=shuntd",
            "MESSAGE_ID=\(MessageID.reloaded.rawValue)", "SHUNT_MODE=planning",
        ])
    }

    @Test("a field whose name journald refuses is left out, since it would refuse the entry", arguments: [
        "_UID", "lower", "", "1ST", "WITH SPACE", "ÄH", String(repeating: "A", count: 65),
    ])
    func badNames(name: String) {
        let entry = LogEntry(.info, message: "m", fields: [LogEntry.Field(name, "v"), LogEntry.Field("SHUNT_OK", "v")])
        #expect(JournalRecord(entry, identifier: "i").texts == ["MESSAGE=m", "PRIORITY=6", "SYSLOG_IDENTIFIER=i", "SHUNT_OK=v"])
    }

    @Test("an endless value is cut")
    func longValue() {
        let entry = LogEntry(.info, message: String(repeating: "x", count: 1 << 20))
        #expect(JournalRecord(entry, identifier: "i").texts[0].utf8.count == "MESSAGE=".utf8.count + Limits.journalFieldBytes)
    }

    @Test("standard error is the journal where device and inode agree")
    func journalStream() {
        #expect(JournalOutput.isStream("10:4711", device: 10, inode: 4711))
        #expect(!JournalOutput.isStream("10:4711", device: 10, inode: 4712))
        #expect(!JournalOutput.isStream("", device: 0, inode: 0))
        #expect(!JournalOutput.isStream("10:4711 ", device: 10, inode: 4711))
    }
}

extension JournalRecord {
    fileprivate var texts: [String] { zip([0] + ends, ends).map { bytes[$0..<$1].text } }
}
