import Host
import Primitives
import Telemetry
import Testing

@Suite("Log lines")
struct LogLineTests {
    private func line(_ entry: LogEntry, _ style: LogLine.Style = .plain) -> String {
        var bytes: Bytes = []
        LogLine.append(entry, as: style, to: &bytes)
        return bytes.text
    }

    @Test("an entry reads as its message and its fields, without the prefix that all of them have")
    func plain() {
        let entry = LogEntry(.info, message: "planning went to frontier", fields: [
            LogEntry.Field("SHUNT_MODE", "planning"), LogEntry.Field("SHUNT_COST_USD", "0.0012"),
        ])
        #expect(line(entry) == "planning went to frontier mode=planning cost_usd=0.0012\n")
    }

    @Test("errors and warnings say so", arguments: [
        (LogEntry.Priority.error, "error: x\n"), (.warning, "warning: x\n"), (.notice, "x\n"), (.info, "x\n"), (.debug, "debug: x\n"),
    ])
    func severity(priority: LogEntry.Priority, expected: String) {
        #expect(line(LogEntry(priority, message: "x")) == expected)
    }

    @Test("values with spaces, quotes or nothing in them are quoted")
    func quoting() {
        let entry = LogEntry(.info, message: "m", fields: [
            LogEntry.Field("SHUNT_A", "two words"), LogEntry.Field("SHUNT_B", ""), LogEntry.Field("SHUNT_C", #"say "\""#),
        ])
        #expect(line(entry) == #"m a="two words" b="" c="say \"\\\"""# + "\n")
    }

    @Test("what callers send can neither begin a line nor speak to the terminal: lines that go on are set in")
    func control() {
        let entry = LogEntry(.info, message: "a\nb\u{1B}[31m", fields: [LogEntry.Field("SHUNT_X", "c\r\u{7}\u{202E}")])
        #expect(line(entry) == "a\n    b\\u{1b}[31m x=\"c\\r\\u{7}\\u{202e}\"\n")
    }

    @Test("a terminal gets colours that end where they must")
    func coloured() {
        let entry = LogEntry(.warning, message: "m", fields: [LogEntry.Field("SHUNT_A", "1")])
        #expect(line(entry, .coloured) == "\u{1B}[1;33mwarning:\u{1B}[0m m\u{1B}[2m a=1\u{1B}[0m\n")
    }

    @Test("text beyond ASCII stays as it is")
    func unicode() {
        #expect(line(LogEntry(.info, message: "Grüße 🚂")) == "Grüße 🚂\n")
    }
}
