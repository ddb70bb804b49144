@testable import Console
import Loop
import Primitives
import TestKit
import Testing

@Suite("Text for people")
struct TextTests {
    @Test("says spans of time in at most two units", arguments: [
        (0, "0 ms"), (999, "999 ms"), (1000, "1 s"), (1250, "1.2 s"), (59_999, "59 s"), (60_000, "1 min"), (200_000, "3 min 20 s"),
        (7_500_000, "2 h 5 min"), (86_400_000, "1 d"), (781_200_000, "9 d 1 h"), (-5, "-5 ms"),
    ])
    func spans(milliseconds: Int, text: String) {
        #expect(SpanText.text(milliseconds: milliseconds) == text)
    }

    @Test("sets thousands apart", arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (1_050_000, "1,050,000"), (-1234, "-1,234"), (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func counts(count: Int, text: String) {
        #expect(CountText.text(count) == text)
    }

    @Test("keeps everything that does not act on a terminal", arguments: [
        ("plain, ünïcode → 🙂\n\tdone", "plain, ünïcode → 🙂\n\tdone"), ("a\r\nb\r", "a\nb"), ("\u{1B}[31mred\r\n", "\u{FFFD}[31mred\n"),
        ("bell\u{7}", "bell\u{FFFD}"), ("\u{9B}31m", "\u{FFFD}31m"), ("\u{202E}evil", "\u{FFFD}evil"), ("\u{7F}", "\u{FFFD}"),
    ])
    func harmless(text: String, shown: String) {
        #expect(TerminalText.harmless(text) == shown)
    }

    @Test("reads the same lines from every chunking")
    func lines() async throws {
        try await onLoop {
            let text = Bytes("one\n\ntwo\nthree".utf8)
            for size in 1...text.count {
                var rest = text[...]
                let reader = LineReader(limit: 100) { () throws(SocketError) in
                    defer { rest = rest.dropFirst(size) }
                    return Bytes(rest.prefix(size))
                }
                var lines: [String] = []
                while case .success(let line) = try await reader.next() { lines.append(line.text) }
                #expect(lines == ["one", "", "two", "three"])
            }
        }
    }

    @Test("refuses a line beyond the limit before it has it all")
    func tooLong() async throws {
        try await onLoop {
            let reader = LineReader(limit: 10) { () throws(SocketError) in Bytes("xxxx".utf8) }
            let line = try await reader.next()
            guard case .failure = line else {
                Issue.record("a line without end was read")
                return
            }
        }
    }
}
