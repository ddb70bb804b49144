import Primitives
import Testing

@testable import Transfer

@Suite("Deadlines")
struct DeadlinesTests {
    private static func at(_ seconds: Int64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }
    private let clocks = Clocks(connect: .seconds(10), firstByte: .seconds(30), idle: .seconds(20), total: .seconds(100))

    private func nearest(_ deadlines: Deadlines) -> (seconds: Int64, kind: Clocks.Kind)? {
        deadlines.nearest.map { ($0.at.nanoseconds / 1_000_000_000, $0.kind) }
    }

    @Test("each clock in its time")
    func inOrder() throws {
        var deadlines = Deadlines(clocks, start: Self.at(0))
        #expect(try #require(nearest(deadlines)) == (10, .connect))
        deadlines.connected()
        #expect(try #require(nearest(deadlines)) == (30, .firstByte))
        deadlines.received(at: Self.at(29))
        #expect(try #require(nearest(deadlines)) == (49, .idle))
        deadlines.received(at: Self.at(95))
        #expect(try #require(nearest(deadlines)) == (100, .total))
    }

    @Test("while the reader holds the provider back only the total clock runs")
    func heldBack() throws {
        var deadlines = Deadlines(clocks, start: Self.at(0))
        deadlines.received(at: Self.at(1))
        deadlines.heldBack()
        #expect(try #require(nearest(deadlines)) == (100, .total))
        deadlines.released(at: Self.at(60))
        #expect(try #require(nearest(deadlines)) == (80, .idle))
    }

    @Test("until the first token comes its own clock runs, and bytes that keep the connection alive stop neither it nor the wait for the next")
    func tokens() throws {
        var deadlines = Deadlines(Clocks(firstByte: .seconds(30), firstToken: .seconds(60), idle: .seconds(20), total: .seconds(200)), start: Self.at(0))
        #expect(try #require(nearest(deadlines)) == (30, .firstByte))
        deadlines.received(at: Self.at(1))
        #expect(try #require(nearest(deadlines)) == (60, .firstToken))
        deadlines.received(at: Self.at(50))
        #expect(try #require(nearest(deadlines)) == (60, .firstToken))
        let isFirst = deadlines.tokenCame()
        #expect(isFirst)
        #expect(try #require(nearest(deadlines)) == (70, .idle))
        deadlines.awaitToken(since: Self.at(51))
        for second in 52...70 { deadlines.received(at: Self.at(Int64(second))) }
        #expect(try #require(nearest(deadlines)) == (71, .idle))
        let isSecond = deadlines.tokenCame()
        #expect(!isSecond)
        #expect(try #require(nearest(deadlines)) == (90, .idle))
    }

    @Test("without clocks nothing runs out")
    func none() {
        var deadlines = Deadlines(Clocks(), start: Self.at(0))
        #expect(deadlines.nearest == nil)
        deadlines.received(at: Self.at(1))
        #expect(deadlines.nearest == nil)
    }
}
