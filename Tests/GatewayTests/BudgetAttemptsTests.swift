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
    @Suite("Budgets and requests of more than one attempt")
    struct BudgetAttemptsTests {
        private static let params = #""model":"tier/balanced","body":{"stream":true,"max_tokens":600,"messages":[{"role":"user","content":"a b c"}]}"#

        @LoopActor private static func station(_ table: String, _ budget: String) throws -> Station {
            try Station(table) { _ in "[[budgets]]\nname = \"all\"\n\(budget)\nper = \"month\"" }
        }

        @LoopActor private static func ask(_ station: Station, _ more: String = "") async throws -> JSONValue {
            let client = try await station.connect()
            client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\(params)\(more)}}")
            return try await client.answer(1).last
        }

        /// What one attempt may take at most, in the measure's unit, as a budget of nearly nothing says it.
        @LoopActor private static func worst(_ table: String, _ measure: String) async throws -> Money {
            let station = try station(table, measure == "usd" ? "usd = 0.00001" : "\(measure) = 1")
            let message = try #require(try await ask(station)["error"]?["message"]?.string)
            let amount = try #require(message.firstMatch(of: /may take \$?([0-9.]+)/)?.1)
            await station.stop()
            return try #require(Money(amount))
        }

        private struct Books: Equatable {
            var spent: Money
            var reserved: Money
            var ledger: Money
        }

        /// What the budget says is spent and reserved, and what the ledger's requests cost together.
        @LoopActor private static func books(_ station: Station) async throws -> Books {
            let client = try await station.connect()
            client.send(#"{"id":1,"method":"status"}"#)
            let usd = try #require(try await client.answer(1).last["result"]?["budgets"]?.elements.first { _ in true }?["usd"])
            func money(_ name: StaticString) throws -> Money {
                let text = try #require(usd[name]?.raw.text)
                return try #require(Money(text))
            }
            let rows = try await station.book.usage(UsageQuery())
            return Books(spent: try money("spent"), reserved: try money("reserved"), ledger: rows.first?.cost ?? .zero)
        }

        @LoopActor private static func checkBooks(_ station: Station, requests: Int, isNothing: Bool = false) async throws {
            _ = try await station.settled(requests)
            let books = try await books(station)
            #expect(books.reserved == .zero)
            #expect(books.spent == books.ledger)
            #expect((books.spent == .zero) == isNothing)
        }

        @Test("what is left for one attempt keeps a second candidate from being asked, and not the request from its answer", arguments: ["usd", "tokens", "requests"])
        func oneAttempt(_ measure: String) async throws {
            try await onLoop {
                let table = HedgeTests.table(["sim?first=150ms&text=first", "sim?text=second"])
                let worst = measure == "requests" ? "1" : try await Self.worst(table, measure).description
                let station = try Self.station(table, "\(measure) = \(worst)")
                #expect(try await Self.ask(station)["result"]?["model"]?.string == "m0")
                #expect(station.simulator.received.count == 1)
                await station.stop()
            }
        }

        @Test("many hedged requests at once spend no more than there is, and the ledger has what the budget says")
        func parallel() async throws {
            try await onLoop {
                let table = HedgeTests.table(["sim?first=60ms&tokens=500", "sim?first=30ms&tokens=500"], after: "10ms")
                let worst = try await Self.worst(table, "usd")
                let limit = Money(picodollars: worst.picodollars * 8)
                let station = try Self.station(table, "usd = \(limit)")
                let client = try await station.connect()
                // Some have room for a second candidate, and then all come.
                for (ids, known) in [(1...6, 8), (7...40, 0)] {
                    for id in ids { client.send("{\"id\":\(id),\"method\":\"chat\",\"params\":{\(Self.params)}}") }
                    for _ in 0..<2000 where station.simulator.received.count < known { try await EventLoop.sleep(for: .milliseconds(1)) }
                }
                var ended = 0
                while ended < 40, let line = try await client.next() { if line["id"]?.int != nil { ended += 1 } }
                try await Self.checkBooks(station, requests: 40)
                #expect(try await Self.books(station).spent <= limit)
                #expect(station.counters.metrics.hedges > 0)
                await station.stop()
            }
        }

        @Test("who is outpaced is settled once, with what it used", arguments: [["sim?first=20s", "sim?text=quick"], ["sim?first=150ms&text=late", "claude?first=20s"]])
        func outpaced(_ models: [String]) async throws {
            try await onLoop {
                let station = try Self.station(HedgeTests.table(models), "usd = 1")
                let answer = try await Self.ask(station)
                #expect(answer["result"]?["cost"]?["hedge_usd"] != nil)
                try await Self.checkBooks(station, requests: 1)
                await station.stop()
            }
        }

        @Test("what fails before it answers takes nothing, hedged or not", arguments: [true, false])
        func failed(_ isHedged: Bool) async throws {
            try await onLoop {
                let models = ["sim?wait=60ms&error=not_found", "sim?wait=150ms&error=not_found"]
                let station = try Self.station(HedgeTests.table(models, after: isHedged ? "10ms" : "20s"), "usd = 1")
                #expect(try await Self.ask(station)["error"] != nil)
                #expect(station.simulator.received.count == 2)
                try await Self.checkBooks(station, requests: 1, isNothing: true)
                await station.stop()
            }
        }

        @Test("a caller that leaves before the first token has used what was read for it, in the budget as in the ledger, once as a request", arguments: [1, 2])
        func left(_ attempts: Int) async throws {
            try await onLoop {
                let station = try Self.station(HedgeTests.table(["sim?first=20s", "sim?first=21s"], after: attempts == 1 ? "60s" : "10ms"), "usd = 1\nrequests = 9")
                let client = try await station.connect()
                client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\(Self.params)}}")
                for _ in 0..<2000 where station.simulator.received.count < attempts { try await EventLoop.sleep(for: .milliseconds(1)) }
                client.send(#"{"method":"cancel","params":{"id":1}}"#)
                #expect(try await client.answer(1).last["error"]?["data"]?["attempts"]?.elements.map { _ in 1 }.count == attempts)
                try await Self.checkBooks(station, requests: 1)
                let entry = try #require(station.requests.first)
                #expect(entry.field("ATTEMPTS") == "\(attempts)" && entry.field("COST_USD") != nil && entry.field("INPUT_TOKENS") != nil)
                client.send(#"{"id":2,"method":"status"}"#)
                let budget = try await client.answer(2).last["result"]?["budgets"]?.elements.first { _ in true }
                #expect(budget?["requests"]?["spent"]?.int == 1 && budget?["requests"]?["reserved"]?.int == 0)
                await station.stop()
            }
        }

        private static let cut = "tokens=60&delay=1ms&cut=40"
        @LoopActor private static func prefilled(_ first: String, _ second: String) -> String { Station.table(first, second) + "prefill = true\n" }

        @Test("an answer that breaks off ends with an error, and not as if it were whole, where there is nothing left to go on with", arguments: ["chat", "messages", "rpc"])
        func noRoom(_ door: String) async throws {
            try await onLoop {
                let table = Self.prefilled("sim?\(Self.cut)", "sim?tokens=60")
                let worst = try await Self.worst(table, "usd")
                // The first attempt takes some of it, and the second may take as much as the first.
                let station = try Self.station(table, "usd = \(worst + Money(picodollars: 1_000_000))")
                let client = try await station.connect()
                let messages = #""max_tokens":600,"stream":true,"messages":[{"role":"user","content":"a b c"}]}"#
                switch door {
                case "chat":
                    let answer = HTTPAnswer(await client.http(#"{"model":"tier/balanced","# + messages))
                    #expect(answer.status == 200 && answer.body.contains("data: {\"error\":") && !answer.body.contains("[DONE]") && !answer.body.contains("\"finish_reason\":\"stop\""))
                case "messages":
                    let answer = HTTPAnswer(await client.http(#"{"model":"tier/balanced","# + messages, path: "/v1/messages", fields: ["anthropic-version: 2023-06-01"]))
                    #expect(answer.status == 200 && answer.eventNames.contains("error") && !answer.eventNames.contains("message_stop"))
                default:
                    client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\(Self.params)}}")
                    #expect(try await client.answer(1).last["error"]?["data"]?["type"]?.string == "stream_cut")
                }
                #expect(station.simulator.received.count == 1)
                #expect(try await station.settled(1).map { $0.field("STATUS") } == ["stream_cut"])
                try await Self.checkBooks(station, requests: 1)
                await station.stop()
            }
        }

        @Test("an answer that another goes on with, or begins anew, is paid for in all its parts", arguments: ["goes on", "begins anew", "goes on beside another"])
        func parts(_ how: String) async throws {
            try await onLoop {
                var table = Self.prefilled("sim?\(Self.cut)", "sim?tokens=60")
                if how == "goes on beside another" {
                    table = Station.table("sim?\(Self.cut)", "sim?first=20s", "sim?tokens=60").replacing("[tiers.balanced]", with: "[tiers.balanced]\nhedge = { percentile = 90, after = \"20ms\" }")
                    table = table.replacing("[models.m2]", with: "prefill = true\n[models.m2]") + "prefill = true\n"
                }
                let station = try Self.station(table, "usd = 1")
                let answer = try await Self.ask(station, how == "begins anew" ? ",\"restart\":true" : "")
                #expect(answer["result"] != nil, "\(answer.raw.text)")
                #expect(station.simulator.received.count >= (how == "goes on beside another" ? 3 : 2))
                try await Self.checkBooks(station, requests: 1)
                await station.stop()
            }
        }

        @Test("a caller that leaves while another is asked to go on has paid for both")
        func leftBetween() async throws {
            try await onLoop {
                let station = try Self.station(Self.prefilled("sim?\(Self.cut)", "sim?first=20s"), "usd = 1")
                let client = try await station.connect()
                client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\(Self.params)}}")
                for _ in 0..<2000 where station.simulator.received.count < 2 { try await EventLoop.sleep(for: .milliseconds(1)) }
                client.send(#"{"method":"cancel","params":{"id":1}}"#)
                #expect(try await client.answer(1).last["error"]?["data"]?["type"]?.string == "cancelled")
                try await Self.checkBooks(station, requests: 1)
                await station.stop()
            }
        }
    }
}
