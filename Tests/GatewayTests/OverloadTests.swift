import Exchange
import JSONText
import Loop
import Primitives
import TestKit
import Testing

extension GatewayTests {
    @Suite("Overload")
    struct OverloadTests {
        @Test("what is more than may run or wait is refused at once with the time to come back, and what runs goes on")
        func refusal() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=5&delay=20ms"), limits: "requests = 2\nqueue = 1")
                let client = try await station.connect()
                for id in 1...3 { client.send("{\"id\":\(id),\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}") }
                client.send(#"{"id":4,"method":"chat","params":{"prompt":"a"}}"#)
                let began = Clock.monotonic
                let refused = try await client.answer(4).last
                #expect(refused["error"]?["data"]?["type"]?.string == "overloaded")
                #expect((refused["error"]?["data"]?["retry_after_ms"]?.int ?? 0) > 0)
                let http = HTTPAnswer(try await station.connect().http(#"{"messages":[{"role":"user","content":"a"}]}"#))
                #expect(http.status == 429 && http["retry-after"] != nil)
                #expect(Clock.monotonic - began < .milliseconds(80))
                #expect(try await station.settled(5).count { $0.field("STATUS") == "ok" } == 3)
                #expect(station.counters.inFlight == 0)
                await station.stop()
            }
        }

        @Test("one that waits leaves with its caller or when its time is over, and its place is free again")
        func leaving() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=5&delay=20ms"), limits: "requests = 1\nqueue = 1\nqueue_time = \"10ms\"")
                let client = try await station.connect()
                for id in 1...2 { client.send("{\"id\":\(id),\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}") }
                #expect(try await client.answer(2).last["error"]?["data"]?["type"]?.string == "overloaded")
                client.send(#"{"id":3,"method":"chat","params":{"prompt":"a"}}"#)
                client.send(#"{"method":"cancel","params":{"id":3}}"#)
                #expect(try await client.answer(3).last["error"]?["data"]?["type"]?.string == "cancelled")
                _ = try await station.settled(3)
                client.send(#"{"id":4,"method":"chat","params":{"prompt":"a"}}"#)
                #expect(try await client.answer(4).last["result"] != nil)
                await station.stop()
            }
        }
    }
}
