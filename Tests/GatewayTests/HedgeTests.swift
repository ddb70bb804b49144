import Exchange
import JSONText
import Ledger
import Loop
import Primitives
import Simulator
import Telemetry
import TestKit
import Testing

extension GatewayTests {
    @Suite("A second candidate beside one that is late")
    struct HedgeTests {
        /// The tier asks a second model after a moment.
        @LoopActor static func table(_ models: [String], after: String = "30ms") -> String {
            var text = "schema = 1\nrevision = \"r1\"\n[tiers.balanced]\nhedge = { percentile = 90, after = \"\(after)\" }\n"
            text += "models = [" + models.indices.map { "\"m\($0)\"" }.joined(separator: ", ") + "]\n"
            for (index, script) in models.enumerated() {
                let provider = script.hasPrefix("claude") ? "claude" : "near"
                text += "[models.m\(index)]\nprovider = \"\(provider)\"\nname = \"\(script)\"\nprice = { input = 1, output = 2 }\n"
            }
            return text
        }

        @LoopActor private func ask(_ client: RPCClient, _ params: String = "", id: Int = 1) async throws -> JSONValue {
            client.send("{\"id\":\(id),\"method\":\"chat\",\"params\":{\"prompt\":\"say something\"\(params)}}")
            return try await client.answer(id).last
        }

        /// What became of the calls for the model whose name holds `script`.
        @LoopActor private func outcomes(_ station: Station, _ script: String) async throws -> [ReceivedRequest.Outcome] {
            func found() -> [ReceivedRequest] { station.simulator.received.filter { $0.model?.contains(script) == true } }
            for _ in 0..<2000 where found().contains(where: { $0.outcome == .underway }) { try await EventLoop.sleep(for: .milliseconds(1)) }
            return found().map(\.outcome)
        }

        @Test("answers where it begins first; the late one is called off at once, and what it cost is told in the answer, the journal, the ledger and the metrics")
        func secondWins() async throws {
            try await onLoop {
                let station = try Station(Self.table(["sim?first=20s", "sim?text=quick"]))
                let result = try #require(try await ask(station.connect())["result"])
                #expect(result["text"]?.string == "quick" && result["model"]?.string == "m1")
                #expect(try await outcomes(station, "first=20s") == [.abandoned])
                let attempts = try #require(result["route"]?["attempts"]?.elements.map { $0 })
                #expect(attempts.map { $0["model"]?.string } == ["m0", "m1"])
                #expect(attempts[0]["outpaced"]?.bool == true && attempts[0]["usage"]?["estimated"]?.bool == true)
                #expect(attempts[1]["outpaced"] == nil && attempts[1]["usage"] == nil)
                // Three tokens of prompt were read in vain, and the answer is paid for as ever.
                let input = try #require(attempts[0]["usage"]?["input"]?.int)
                #expect(input > 0 && attempts[0]["usage"]?["output"]?.int == 0)
                let lost = Money(picodollars: Int128(input) * 1_000_000)
                let usage = try #require(result["usage"])
                let own = Money(picodollars: Int128((usage["input"]?.int ?? 0) + 2 * (usage["output"]?.int ?? 0)) * 1_000_000)
                #expect(result["cost"]?["hedge_usd"]?.raw.text == lost.description)
                #expect(result["cost"]?["usd"]?.raw.text == (own + lost).description)
                #expect(result["route"]?["reason"]?.string?.hasSuffix("m1 began before m0") == true)
                let entry = try #require(try await station.settled(1).first)
                #expect(entry.field("HEDGE_USD") == lost.description && entry.field("COST_USD") == (own + lost).description)
                #expect(entry.field("MODEL") == "m1" && entry.field("ATTEMPTS") == "2" && entry.message.contains("hedged"))
                let row = try #require(try await station.book.usage(UsageQuery()).first)
                #expect(row.hedged == lost && row.cost == own + lost)
                let page = try await station.connect().http("", path: "/metrics", method: "GET")
                #expect(page.contains("\nshunt_hedges_total 1\n") && page.contains("\nshunt_hedges_won_total 1\n"))
                #expect(page.contains("status=\"ok\"} \(lost.description)\n"))
                #expect(station.counters.inFlight == 0)
                await station.stop()
            }
        }

        @Test("is itself called off where the first begins after all, and tells what it used where its provider said so")
        func firstWins() async throws {
            try await onLoop {
                let station = try Station(Self.table(["sim?first=200ms&text=late", "claude?first=20s"]))
                let result = try #require(try await ask(station.connect())["result"])
                #expect(result["text"]?.string == "late" && result["model"]?.string == "m0")
                #expect(try await outcomes(station, "claude") == [.abandoned])
                let attempts = try #require(result["route"]?["attempts"]?.elements.map { $0 })
                #expect(attempts.map { $0["model"]?.string } == ["m1", "m0"])
                #expect(attempts[0]["usage"]?["input"]?.int ?? 0 > 0 && attempts[0]["usage"]?["estimated"] == nil)
                let page = try await station.connect().http("", path: "/metrics", method: "GET")
                #expect(page.contains("\nshunt_hedges_total 1\n") && page.contains("\nshunt_hedges_won_total 0\n"))
                await station.stop()
            }
        }

        @Test("serves callers of HTTP as well, whole delivery or not", arguments: ["stream", "whole"])
        func overHTTP(_ delivery: String) async throws {
            try await onLoop {
                let table = Self.table(["sim?first=20s", "sim?text=quick"]).replacing("hedge =", with: "delivery = \"\(delivery)\"\nhedge =")
                let station = try Station(table)
                let answer = HTTPAnswer(try await station.connect().http(#"{"stream":true,"messages":[{"role":"user","content":"a"}]}"#))
                #expect(answer["x-shunt-model"] == "m1" && answer.body.contains("quick") && answer.body.contains("[DONE]"))
                #expect(try await outcomes(station, "first=20s") == [.abandoned])
                await station.stop()
            }
        }

        @Test(
            "is not asked for a first that is in time, where it could be none, beyond the bound on calls, or where it rests",
            arguments: ["in time", "not streamed", "bound on calls", "resting", "alone"])
        func isNotAsked(_ reason: String) async throws {
            try await onLoop {
                let slow = reason == "in time" ? "sim?text=first" : "sim?first=150ms&text=first"
                let second = reason == "resting" ? "sim?status=429&retry_after=60" : "sim?text=second"
                let models = reason == "alone" ? [slow] : [slow, second]
                let station = try Station(Self.table(models, after: reason == "in time" ? "20s" : "30ms"), limits: reason == "bound on calls" ? "attempts = 1" : "")
                let client = try await station.connect()
                if reason == "resting" { _ = try await ask(client, ",\"model\":\"m1\",\"timeout_ms\":2000", id: 7) }
                let known = station.simulator.received.count
                let answer = try await ask(client, reason == "not streamed" ? ",\"stream\":false" : "")
                #expect(answer["result"]?["text"]?.string == "first", "\(answer)")
                #expect(station.simulator.received.count == known + 1)
                #expect(answer["result"]?["cost"]?["hedge_usd"] == nil && answer["result"]?["route"]?["attempts"] == nil)
                await station.stop()
            }
        }

        @Test("answers where the first fails meanwhile, and others are asked where both fail")
        func failures() async throws {
            try await onLoop {
                let station = try Station(Self.table(["sim?wait=80ms&status=429", "sim?first=200ms&text=second", "sim?text=third"]))
                let client = try await station.connect()
                var result = try await ask(client)["result"]
                #expect(result?["text"]?.string == "second")
                #expect(result?["route"]?["attempts"]?.elements.map { $0["fault"]?.string } == ["rate", nil])
                #expect(result?["cost"]?["hedge_usd"] == nil)
                station.serve(Self.table(["sim?wait=80ms&error=not_found", "sim?wait=200ms&error=not_found", "sim?text=third"]))
                client.send(#"{"id":2,"method":"reload"}"#)
                _ = try await client.answer(2)
                result = try await ask(client, id: 3)["result"]
                #expect(result?["text"]?.string == "third")
                #expect(result?["route"]?["attempts"]?.elements.map { $0["model"]?.string } == ["m0", "m1", "m2"])
                await station.stop()
            }
        }

        @Test("ends with the first where the request itself is at fault")
        func finalFault() async throws {
            try await onLoop {
                let station = try Station(Self.table(["sim?wait=500ms&error=invalid", "sim?first=20s"]))
                let answer = try await ask(station.connect())
                #expect(answer["error"]?["data"]?["type"]?.string == "invalid_request")
                #expect(try await outcomes(station, "first=20s") == [.abandoned])
                #expect(try await station.settled(1).count == 1)
                await station.stop()
            }
        }

        @Test("leaves with its caller, as the first does")
        func leaving() async throws {
            try await onLoop {
                let station = try Station(Self.table(["sim?first=20s", "sim?first=21s"]))
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"chat","params":{"prompt":"a"}}"#)
                for _ in 0..<2000 where station.simulator.received.count < 2 { try await EventLoop.sleep(for: .milliseconds(1)) }
                client.send(#"{"method":"cancel","params":{"id":1}}"#)
                #expect(try await client.answer(1).last["error"]?["data"]?["type"]?.string == "cancelled")
                #expect(try await outcomes(station, "sim") == [.abandoned, .abandoned])
                #expect(try await station.settled(1).map { $0.field("STATUS") } == ["cancelled"])
                #expect(station.counters.inFlight == 0)
                await station.stop()
            }
        }
    }
}

/// In a process of its own, whose clock goes forward where nothing is to do.
@Suite("How late is late")
struct HedgeLearningTests {
    @Test("is what the model's latest answers took, where that is longer than the table says")
    func learns() async {
        await #expect(processExitsWith: .success) {
            try await onLoop {
                EventLoop.skipIdleTime()
                @LoopActor func table(_ first: String, after: String) -> String { GatewayTests.HedgeTests.table(["sim?first=\(first)&text=first", "sim?text=second"], after: after) }
                let station = try Station(table("20s", after: "60s"))
                let client = try await station.connect()
                var id = 0
                @LoopActor func ask() async throws -> String? {
                    id += 1
                    client.send("{\"id\":\(id),\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}")
                    return try await client.answer(id).last["result"]?["text"]?.string
                }
                @LoopActor func serve(_ table: String) async throws {
                    id += 1
                    station.serve(table)
                    client.send("{\"id\":\(id),\"method\":\"reload\"}")
                    _ = try await client.answer(id)
                }
                for _ in 1..<Limits.firstTokenSample { try #require(try await ask() == "first") }
                // Too little is known: the table's time counts.
                try await serve(table("10s", after: "2s"))
                try #require(try await ask() == "second")
                try await serve(table("20s", after: "60s"))
                for _ in 1..<Limits.firstTokenSample { try #require(try await ask() == "first") }
                try await serve(table("10s", after: "2s"))
                try #require(try await ask() == "first")
                await station.stop()
            }
        }
    }
}
