import Conversation
import Primitives
@testable import Routing
import Testing

@Suite("The usage that the baseline had had")
struct BaselineUsageTests {
    private static func model(_ id: ModelID) throws -> Model { try #require(WarmDesk.table().models.first { $0.id == id }) }

    private static func usage(
        _ usage: Usage, by model: ModelID, after last: (model: ModelID, usage: Usage)?, seconds: Int = 20
    ) throws -> Usage {
        try BaselineUsage.of(
            usage, by: Self.model(model), on: Self.model("opus"),
            after: last.map { try SessionMemory.Answered(Self.model($0.model), $0.usage, started: WarmDesk.start) },
            started: WarmDesk.start + .seconds(seconds))
    }

    private static let warm = Usage(input: 10, cacheRead: 40_000, cacheWrite5m: 10_000, output: 300)
    private static let cold = Usage(input: 20, cacheWrite5m: 52_000, output: 100)

    @Test("finds warm what the call before read, though another model answers this one cold")
    func switched() throws {
        #expect(try Self.usage(Self.cold, by: "haiku", after: ("opus", Self.warm)) == Usage(input: 20, cacheRead: 50_000, cacheWrite5m: 2_000, output: 100))
        #expect(try Self.usage(Self.cold, by: "opus", after: ("haiku", Self.warm)) == Usage(input: 20, cacheRead: 50_000, cacheWrite5m: 2_000, output: 100))
        let plain = Usage(input: 30_000, output: 100)
        #expect(try Self.usage(plain, by: "gratis", after: ("opus", Self.warm)) == Usage(input: 0, cacheRead: 30_000, output: 100))
    }

    @Test("is what was used where nothing speaks for more: a first call, a pause, a caller who marks nothing, the baseline itself")
    func same() throws {
        #expect(try Self.usage(Self.cold, by: "haiku", after: nil) == Self.cold)
        #expect(try Self.usage(Self.cold, by: "haiku", after: ("opus", Self.warm), seconds: 301) == Self.cold)
        #expect(try Self.usage(Self.cold, by: "haiku", after: ("sonnet", Usage(input: 50_000, output: 1))) == Self.cold)
        #expect(try Self.usage(Self.cold, by: "opus", after: ("opus", Self.warm)) == Self.cold)
        let warmer = Usage(input: 0, cacheRead: 60_000, output: 1)
        #expect(try Self.usage(warmer, by: "haiku", after: ("haiku", Self.warm)) == warmer)
    }

    @Test("has as many tokens as were used")
    func sums() throws {
        for read in [0, 10_000, 60_000] {
            for written in [0, 5_000] {
                let used = Usage(input: 70_000 - read - written, cacheRead: read, cacheWrite5m: written, output: 5, reasoning: 7)
                #expect(try Self.usage(used, by: "haiku", after: ("opus", Self.warm)).totalInput == used.totalInput)
            }
        }
    }

    @Test("makes the way back to the baseline the loss that it is")
    func loss() throws {
        let opus = try Self.model("opus")
        let cost = Pricing.cost(of: Self.cold, at: opus.price, time: 0)
        let saved = try Pricing.saved(by: Self.usage(Self.cold, by: "opus", after: ("haiku", Self.warm)), costing: cost, against: opus.price, time: 0)
        // 50,000 tokens written at 6.25 dollars per million instead of read at 0.50.
        #expect(saved == Money("-0.2875"))
        #expect(saved?.dollars == "-$0.2875")
    }
}
