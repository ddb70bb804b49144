import Exchange
import JSONText
import Loop
import Primitives
import Simulator
import Telemetry
import TestKit
import Testing

extension GatewayTests {
    @Suite("What a provider does not tell of usage")
    struct EstimatedUsageTests {
        private static let prompt = "a b c"

        /// What 60 tokens of the simulator are by length, give or take.
        private static let about = 45...75

        @LoopActor private func settled(_ script: String, stream: Bool = true) async throws -> (usage: JSONValue?, cost: JSONValue?, entry: LogEntry?) {
            let station = try Station(Station.table(script))
            let client = try await station.connect()
            client.send(#"{"id":1,"method":"chat","params":{"prompt":"\#(Self.prompt)","stream":\#(stream)}}"#)
            let (_, last) = try await client.answer(1)
            let entry = try await station.settled(1).first
            await station.stop()
            return (last["result"]?["usage"], last["result"]?["cost"]?["usd"], entry)
        }

        @Test("is estimated, priced and said to be so, in the result and in the journal", arguments: [true, false])
        func silent(stream: Bool) async throws {
            try await onLoop {
                let (usage, cost, entry) = try await settled("sim?tokens=60&usage=none", stream: stream)
                #expect(usage?["estimated"]?.bool == true)
                #expect(Self.about.contains(usage?["output"]?.int ?? 0), "\(usage?.raw.text ?? "none")")
                #expect(usage?["input"]?.int ?? 0 > 0)
                let (input, output) = (usage?["input"]?.int ?? 0, usage?["output"]?.int ?? 0)
                #expect(cost?.raw.text == Money(picodollars: Int128(input + 2 * output) * 1_000_000).description)
                #expect(entry?.field("ESTIMATED") == "1")
                #expect(entry?.message.contains(" about ") == true)
            }
        }

        @Test("is not estimated where it is told", arguments: ["sim?tokens=60", "claude?tokens=60", "gemini?tokens=60"])
        func told(script: String) async throws {
            try await onLoop {
                let (usage, _, entry) = try await settled(script)
                #expect(usage?["output"]?.int == 60 && usage?["estimated"] == nil)
                #expect(entry?.field("ESTIMATED") == nil)
            }
        }

        @Test("of a cut stream, goes on from what was told before the cut", arguments: ["sim", "claude", "gemini"])
        func cut(model: String) async throws {
            try await onLoop {
                let station = try Station(Station.table("\(model)?tokens=200&cut=60"))
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"chat","params":{"prompt":"\#(Self.prompt)"}}"#)
                let (_, last) = try await client.answer(1)
                #expect(last["error"]?["data"]?["type"]?.string == "stream_cut", "\(last.raw.text)")
                let entry = try #require(try await station.settled(1).first)
                let output = try #require(entry.field("OUTPUT_TOKENS").flatMap { Int($0) })
                #expect(Self.about.contains(output), "\(output)")
                #expect(entry.field("COST_USD") != nil)
                await station.stop()
            }
        }
    }
}
