@testable import Host
import JSONText
import Primitives
import Telemetry
import Testing

@Suite("Log entries as JSON")
struct JSONLineOutputTests {
    @Test("are one line each in the form of journalctl, fields that are there several times as lists")
    func line() throws {
        let entry = LogEntry(.info, messageID: "ab", message: "two\nlines", fields: [
            LogEntry.Field("SHUNT_TAG", "a=1"), LogEntry.Field("SHUNT_MODE", "x"), LogEntry.Field("SHUNT_TAG", "b=2"), LogEntry.Field("no name", "y"),
        ])
        var text = Bytes()
        JSONLineOutput.append(entry, identifier: "shuntd", time: "7", to: &text)
        #expect(
            text.text
                == #"{"__REALTIME_TIMESTAMP":"7","MESSAGE":"two\nlines","PRIORITY":"6","SYSLOG_IDENTIFIER":"shuntd","MESSAGE_ID":"ab","SHUNT_TAG":["a=1","b=2"],"SHUNT_MODE":"x"}"#
                + "\n")
    }
}
