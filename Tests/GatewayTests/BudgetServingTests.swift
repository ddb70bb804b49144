import Exchange
import Glibc
import JSONText
import Loop
import Primitives
import Simulator
import Telemetry
import TestKit
import Testing

extension GatewayTests {
    @Suite("Budgets")
    struct BudgetServingTests {
        /// Nearly all that a request may take: it writes as much as it says that it wants.
        @LoopActor private static let table = Station.table("sim?tokens=3000")
        private static let request = #""model":"tier/balanced","body":{"max_tokens":3000,"messages":[{"role":"user","content":"a"}]}"#

        private struct Kind: CustomStringConvertible {
            let description: String
            /// Whose requests the budget counts.
            let whose: String
            /// What requests say of themselves.
            let params: String
        }

        private static let kinds = [
            Kind(description: "caller", whose: "uid = \(getuid())", params: ""), Kind(description: "each caller", whose: "each = \"caller\"", params: ""),
            Kind(description: "tag", whose: "tag = \"ticket=7*\"", params: #","tags":{"ticket":"77"}"#),
            Kind(description: "each tag", whose: "tag = \"ticket\"\neach = \"tag\"", params: #","tags":{"ticket":"77"}"#),
            Kind(description: "each session", whose: "each = \"session\"", params: #","session":"s1""#), Kind(description: "provider", whose: "provider = \"near\"", params: ""),
            Kind(description: "total", whose: "", params: ""),
        ]

        /// Ten requests' worth, by what one is known to take.
        private static let measures = ["usd = 0.0606", "tokens = 30300", "requests = 10"]

        /// Sends so many requests at once; returns the results of those that were answered, and the errors of the others.
        @LoopActor
        private static func send(_ count: Int, to station: Station, _ params: String = "") async throws -> (served: [JSONValue], refused: [JSONValue]) {
            let client = try await station.connect()
            for id in 1...count { client.send("{\"id\":\(id),\"method\":\"chat\",\"params\":{\(request)\(params)}}") }
            var (served, refused): ([JSONValue], [JSONValue]) = ([], [])
            while served.count + refused.count < count, let line = try await client.next() {
                if let result = line["result"] { served.append(result) }
                if let error = line["error"] { refused.append(error) }
            }
            return (served, refused)
        }

        @Test("200 requests at once spend at most what a budget for ten has, over restarts and crashes, whatever it counts and whose they are", arguments: kinds.indices, measures)
        func parallel(_ index: Int, _ measure: String) async throws {
            let kind = Self.kinds[index]
            try await onLoop {
                let folder = try TemporaryFolder(prefix: "shunt-budgets")
                defer { folder.remove() }
                let budget = "[[budgets]]\nname = \"ten\"\nper = \"day\"\n\(measure)\n\(kind.whose)"
                var (served, refused): ([JSONValue], [JSONValue]) = ([], [])
                for (round, count) in [3, 100, 60, 37].enumerated() {
                    let station = try Station(Self.table, spending: .init(file: folder.file("budgets.db"), clock: { 1_795_514_430 })) { _ in budget }
                    let outcome = try await Self.send(count, to: station, kind.params)
                    served += outcome.served
                    refused += outcome.refused
                    if round % 2 == 0 { await station.abandon() } else { await station.stop() }
                }
                #expect(served.count + refused.count == 200)
                #expect((4...10).contains(served.count), "\(served.count) were served")
                let tokens = served.reduce(0) { $0 + ($1["usage"]?["input"]?.int ?? 1_000_000) + ($1["usage"]?["output"]?.int ?? 1_000_000) }
                #expect(tokens <= 30_300)
                #expect(refused.allSatisfy { $0["data"]?["type"]?.string == "budget" && $0["data"]?["retryable"]?.bool == true })
                #expect(refused.allSatisfy { $0["data"]?["retry_after_ms"]?.int == (1_795_564_800 - 1_795_514_430) * 1000 })
            }
        }

        @Test("a budget opens again with its window")
        func window() async throws {
            try await onLoop {
                var now = 1_795_514_459
                let station = try Station(Self.table, spending: .init(clock: { now })) { _ in "[[budgets]]\nname = \"ten\"\nper = \"minute\"\nrequests = 2" }
                #expect(try await Self.send(5, to: station).served.count == 2)
                now += 1
                #expect(try await Self.send(5, to: station).served.count == 2)
                await station.stop()
            }
        }

        @Test("sessions have a budget each, and one that is spent does not open again")
        func sessions() async throws {
            try await onLoop {
                let station = try Station(Self.table) { _ in "[[budgets]]\nname = \"runaway\"\neach = \"session\"\nrequests = 2" }
                for session in ["a", "b"] {
                    let outcome = try await Self.send(4, to: station, ",\"session\":\"\(session)\"")
                    #expect(outcome.served.count == 2)
                    #expect(outcome.refused.first?["data"]?["retryable"]?.bool == false)
                    #expect(outcome.refused.first?["message"]?.string == "the budget runaway of \"\(session)\" does not cover this request, which may take 1 request, with 0 of 2 requests left; it does not open again")
                }
                await station.stop()
            }
        }

        private static let lower = """
            [tiers.free]
            models = ["small", "big"]
            [models.big]
            provider = "near"
            name = "sim?tokens=3000"
            price = { input = 1, output = 3 }
            [models.small]
            provider = "near"
            name = "sim?tokens=30"
            price = { input = 0, output = 0 }
            """

        @Test("requests beyond a budget go down to its tier, which is told, and never to a dearer model")
        func descent() async throws {
            try await onLoop {
                let station = try Station(Self.table + Self.lower) { _ in "[[callers]]\nbudget = { usd = 0.01, per = \"day\", over = \"tier/free\" }" }
                let (served, refused) = try await Self.send(6, to: station)
                #expect(refused.isEmpty)
                let down = served.filter { $0["route"]?["tier"]?.string == "free" }
                #expect((3...5).contains(down.count))
                #expect(down.allSatisfy { $0["model"]?.string == "small" && $0["route"]?["degraded"]?["budget"]?.string == "callers" })
                #expect(down.first?["route"]?["reason"]?.string?.hasPrefix("budget callers does not cover tier balanced, so tier free; small is the first that can answer") == true)
                let http = HTTPAnswer(try await station.connect().http(#"{"model":"tier/balanced","max_tokens":3000,"messages":[{"role":"user","content":"a"}]}"#))
                #expect(http.status == 200 && http["x-shunt-degraded"] == "callers" && http["x-shunt-tier"] == "free")
                #expect(try await station.settled(7).count { $0.field("BUDGET") == "callers" } == down.count + 1)
                await station.stop()
            }
        }

        @Test("a budget of requests or tokens is not counted in the tier below it")
        func bottom() async throws {
            try await onLoop {
                let station = try Station(Self.table + Self.lower) { _ in "[[budgets]]\nname = \"b\"\nrequests = 1\ntokens = 10000\nper = \"day\"\nover = \"tier/free\"" }
                let (served, _) = try await Self.send(6, to: station)
                #expect(served.count { $0["route"]?["tier"]?.string == "free" } == 5)
                await station.stop()
            }
        }

        @Test("each door refuses in its API's shape, with the time to come back, and the journal has it")
        func refusal() async throws {
            try await onLoop {
                let station = try Station(spending: .init(clock: { 1_795_564_790 })) { _ in "[[budgets]]\nname = \"none\"\nrequests = 0\nper = \"day\"\n[[budgets]]\nname = \"other\"\nrequests = 1\nper = \"month\"" }
                let anthropic = HTTPAnswer(try await station.connect().http(
                    #"{"model":"shunt/auto","max_tokens":5,"messages":[{"role":"user","content":"a"}]}"#, path: "/v1/messages"))
                #expect(anthropic.status == 429)
                #expect(anthropic.body.contains(#""type":"rate_limit_error""#))
                let openai = HTTPAnswer(try await station.connect().http(#"{"messages":[{"role":"user","content":"a"}]}"#))
                #expect(openai.status == 429 && openai.body.contains(#""code":"budget_exceeded""#))
                let refusal = try #require(station.journal.first { $0.messageID == MessageID.budgetRefused.rawValue })
                #expect(refusal.field("BUDGET") == "none" && refusal.field("UID") != nil)
                #expect(try await station.settled(2).allSatisfy { $0.field("STATUS") == "budget" })
                await station.stop()
            }
        }

        @Test("explain tells what a budget would do, and takes nothing of it")
        func explained() async throws {
            try await onLoop {
                let station = try Station(Self.table + Self.lower) { _ in
                    "[[budgets]]\nname = \"b\"\nrequests = 1\nper = \"day\"\nover = \"tier/free\"\n[[budgets]]\nname = \"c\"\nsession = \"closed\"\nrequests = 0\nper = \"day\""
                }
                let client = try await station.connect()
                for (id, want) in [(1, "balanced"), (2, "balanced")] {
                    client.send("{\"id\":\(id),\"method\":\"explain\",\"params\":{\(Self.request)}}")
                    #expect(try await client.answer(id).last["result"]?["tier"]?.string == want)
                }
                _ = try await Self.send(1, to: station)
                client.send("{\"id\":3,\"method\":\"explain\",\"params\":{\(Self.request)}}")
                let down = try await client.answer(3).last["result"]
                #expect(down?["tier"]?.string == "free" && down?["degraded"]?["from"]?.string == "balanced")
                client.send("{\"id\":4,\"method\":\"explain\",\"params\":{\(Self.request),\"session\":\"closed\"}}")
                #expect(try await client.answer(4).last["result"]?["error"]?.string?.hasPrefix("the budget c has 0 requests in all") == true)
                await station.stop()
            }
        }

        @Test("a model without a price is kept from a budget in dollars, unless that is allowed")
        func unpriced() async throws {
            try await onLoop {
                let table = "schema = 1\n[tiers.balanced]\nmodels = [\"free\"]\n[models.free]\nprovider = \"near\"\nname = \"sim\""
                let budget = "[[budgets]]\nname = \"b\"\nusd = 1\nper = \"day\"\n"
                let strict = try Station(table) { _ in budget }
                let refused = try await Self.send(1, to: strict).refused
                #expect(refused.first?["message"]?.string == "no model of tier balanced can answer: free: its price is unknown, and budget b counts dollars")
                await strict.stop()
                let open = try Station(table) { _ in budget + "unknown_price = \"allow\"" }
                #expect(try await Self.send(1, to: open).served.count == 1)
                await open.stop()
            }
        }

        @Test("attempts that failed are given back, those that broke off count, and what a caller breaks off counts as read")
        func attempts() async throws {
            try await onLoop {
                let budget = "[[budgets]]\nname = \"b\"\nrequests = 2\ntokens = 100000\nper = \"day\""
                let station = try Station(Station.table("sim?error=server", "sim?tokens=10"), limits: "attempts = 4") { _ in budget }
                #expect(try await Self.send(2, to: station).served.count == 2)
                #expect(try await Self.send(1, to: station).refused.count == 1)
                await station.stop()
                let failing = try Station(Station.table("sim?error=invalid"), limits: "attempts = 4") { _ in budget }
                #expect(try await Self.send(6, to: failing).refused.allSatisfy { $0["data"]?["type"]?.string != "budget" })
                await failing.stop()
                let slow = try Station(Station.table("sim?wait=60s")) { _ in budget }
                let client = try await slow.connect()
                for id in 1...2 {
                    client.send("{\"id\":\(id),\"method\":\"chat\",\"params\":{\(Self.request)}}")
                    for _ in 0..<2000 where slow.simulator.requestCount < id { try await EventLoop.sleep(for: .milliseconds(1)) }
                    client.send("{\"method\":\"cancel\",\"params\":{\"id\":\(id)}}")
                    _ = try await client.answer(id)
                }
                #expect(try await Self.send(1, to: slow).refused.first?["data"]?["type"]?.string == "budget")
                await slow.stop()
            }
        }

        @Test("a request that would fit once others take less than they may waits for them")
        func waiting() async throws {
            try await onLoop {
                let budget = "[[budgets]]\nname = \"b\"\ntokens = 5000\nper = \"day\""
                let station = try Station(Station.table("sim?tokens=3")) { _ in budget }
                #expect(try await Self.send(8, to: station).served.count == 8)
                await station.stop()
            }
        }
    }
}
