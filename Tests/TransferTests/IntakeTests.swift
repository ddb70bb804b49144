import HTTPWire
import Primitives
import TestKit
import Testing

@testable import Transfer

@Suite("Intake")
struct IntakeTests {
    private func add(_ text: String, to intake: inout Intake) -> Intake.Verdict {
        Bytes(text.utf8).withUnsafeBytes { intake.add(headerLine: $0) }
    }

    private func add(body count: Int, to intake: inout Intake) -> Intake.Verdict {
        Bytes(repeating: 7, count: count).withUnsafeBytes { intake.add(body: $0) }
    }

    private func withHead() -> Intake {
        var intake = Intake()
        for line in ["HTTP/1.1 200 OK\r\n", "A: b\r\n", "\r\n"] { #expect(add(line, to: &intake) == .taken) }
        return intake
    }

    @Test("lines become the head, with bare line feeds too", arguments: ["\r\n", "\n"])
    func head(_ end: String) {
        var intake = Intake()
        for line in ["HTTP/1.1 404 Not Found", "Content-Type:text/plain", "X-Blank: \t ", "x:\t a b "] { #expect(add(line + end, to: &intake) == .taken) }
        #expect(!intake.hasHead)
        #expect(add(end, to: &intake) == .taken)
        #expect(intake.hasHead && intake.head.status == 404 && !intake.head.isHTTP2)
        #expect(intake.head.fields == ["Content-Type": "text/plain", "X-Blank": "", "x": "a b"])
        #expect(intake.head.field("content-type") == "text/plain" && intake.head.field("X") == "a b" && intake.head.field("x-blank") == "" && intake.head.field("x-bl") == nil)
    }

    @Test("as many fields as the limit allows, and not one more")
    func fieldLimit() {
        var intake = Intake()
        #expect(add("HTTP/2 200\r\n", to: &intake) == .taken)
        for _ in 0..<Limits.headerFields { #expect(add("a: b\r\n", to: &intake) == .taken) }
        var longer = intake
        #expect(add("\r\n", to: &intake) == .taken)
        #expect(intake.head.isComplete && intake.head.isHTTP2 && intake.head.fields.count == Limits.headerFields)
        #expect(add("a: b\r\n", to: &longer) == .taken)
        #expect(add("\r\n", to: &longer) == .refused)
        #expect(longer.outcome == .failed(.tooLarge))
    }

    @Test("bytes beyond the limit wait until those before them are taken")
    func heldBack() {
        var intake = withHead()
        #expect(add(body: Limits.receiveBacklogBytes - 1, to: &intake) == .taken)
        #expect(add(body: 10, to: &intake) == .taken)
        #expect(!intake.isHeldBack)
        #expect(add(body: 1, to: &intake) == .heldBack)
        #expect(intake.isHeldBack)
        #expect(intake.takeUnread()?.count == Limits.receiveBacklogBytes + 9)
        #expect(!intake.isHeldBack && intake.takeUnread() == nil)
        #expect(add(body: 1, to: &intake) == .taken)
    }

    @Test("what came before a cut can be read; what came before a cancellation cannot")
    func unreadAtTheEnd() {
        var (cut, cancelled) = (withHead(), withHead())
        #expect(add(body: 3, to: &cut) == .taken && add(body: 3, to: &cancelled) == .taken)
        cut.finish(.reset("cut"))
        cancelled.finish(.cancelled)
        #expect(cut.takeUnread()?.count == 3)
        #expect(cancelled.takeUnread() == nil)
        #expect(add(body: 3, to: &cut) == .refused)
    }

    @Test("the first end is the one that counts")
    func firstEnd() {
        var intake = withHead()
        intake.finish(nil)
        intake.finish(.cancelled)
        #expect(intake.outcome == .ended)
    }

    @Test("whatever comes as a head is taken or refused, and a refused one never becomes complete", arguments: 0..<200)
    func damaged(_ seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Two: a b\r\n\r\n"
        let bytes = Mutation.of(Bytes(head.utf8), using: &generator)
        var intake = Intake()
        var wasRefused = false
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let verdict = (Bytes(line) + [UInt8(ascii: "\n")]).withUnsafeBytes { intake.add(headerLine: $0) }
            if verdict == .refused { wasRefused = true }
            #expect(!wasRefused || verdict == .refused && !intake.head.isComplete)
        }
        if intake.head.isComplete {
            #expect((200...999).contains(intake.head.status))
            #expect(intake.head.fields.fields.allSatisfy { !$0.name.isEmpty && !$0.value.contains("\r") })
        }
    }
}
