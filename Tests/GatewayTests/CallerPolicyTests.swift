import Exchange
import Glibc
import HTTPWire
import JSONText
import Loop
import Primitives
import Simulator
import Telemetry
import TestKit
import Testing

extension GatewayTests {
    @Suite("Callers' policy")
    struct CallerPolicyTests {
        private static let own = "uid = \(getuid())"

        @LoopActor
        private static func ask(_ station: Station, _ method: String = "chat", _ params: String = #""prompt":"a""#) async throws -> JSONValue {
            let client = try await station.connect()
            client.send("{\"id\":1,\"method\":\"\(method)\",\"params\":{\(params)}}")
            return try await client.answer(1).last
        }

        @Test(
            "who is meant by no rule may do what callers_default says, and without it nothing where there are rules",
            arguments: [
                ("", true), ("callers_default = \"deny\"", false), ("callers_default = \"allow\"\n[[callers]]\nuser = \"nobody-else\"", true),
                ("[[callers]]\nuser = \"nobody-else\"", false), ("callers_default = \"deny\"\n[[callers]]\n\(own)", true),
            ])
        func unmeant(_ text: String, _ isAllowed: Bool) async throws {
            try await onLoop {
                let station = try Station(head: text)
                let answer = try await Self.ask(station)
                #expect((answer["result"] != nil) == isAllowed)
                #expect(try await Self.ask(station, "whoami", "")["result"]?["access"]?.string == (isAllowed ? (text.contains(Self.own) ? "rule" : "unrestricted") : "denied"))
                if !isAllowed {
                    #expect(answer["error"]?["data"]?["type"]?.string == "denied")
                    #expect(station.journal.contains { $0.messageID == MessageID.callerDenied.rawValue && $0.field("UID") != nil })
                }
                await station.stop()
            }
        }

        @Test("who is denied an explanation, or a count of tokens, is told of as who is denied an answer", arguments: ["callers_default = \"deny\"", "[[callers]]\nmodels = [\"other\"]"])
        func deniedQuestions(_ head: String) async throws {
            try await onLoop {
                let station = try Station(head: head)
                @LoopActor func denials() -> [LogEntry] { station.journal.filter { $0.messageID == MessageID.callerDenied.rawValue } }
                _ = try await Self.ask(station, "explain", #""model":"m0","prompt":"a""#)
                #expect(denials().count == 1)
                _ = HTTPAnswer(try await station.connect().http(#"{"model":"m0","messages":[{"role":"user","content":"a"}]}"#, path: "/v1/explain"))
                #expect(denials().count == 2)
                let body = #"{"model":"m0","messages":[{"role":"user","content":"a"}]}"#
                let count = HTTPAnswer(try await station.connect().http(body, path: "/v1/messages/count_tokens", fields: ["anthropic-version: 2023-06-01"]))
                #expect(count.status == 403)
                #expect(denials().count == 3)
                #expect(denials().allSatisfy { $0.field("UID") != nil && $0.field("PID") != nil && $0.field("REQUEST") != nil })
                await station.stop()
            }
        }

        @Test("callers with a key of their own call with that, and all others with the provider's")
        func keys() async throws {
            try await onLoop {
                let table = Station.table("sim").replacing("\"near\"", with: "\"keyed\"")
                let station = try Station(table, secrets: ["anns": "anns-own-key"], head: "[[callers]]\n\(Self.own)\nkeys = { keyed = { credential = \"anns\" } }")
                #expect(try await Self.ask(station)["result"] != nil)
                #expect(station.simulator.received.last?.fields["authorization"] == "Bearer anns-own-key")
                #expect(try await Self.ask(station, "whoami", "")["result"]?["own_keys"]?.raw.text == #"["keyed"]"#)
                #expect(try await Self.ask(station, "explain")["result"]?["candidates"]?.raw.text.contains(#""key":"granted""#) == true)
                await station.stop()
                let other = try Station(table, secrets: ["anns": "anns-own-key"], head: "[[callers]]\nuser = \"ann\"\nkeys = { keyed = { credential = \"anns\" } }\n[[callers]]")
                #expect(try await Self.ask(other)["result"] != nil)
                #expect(other.simulator.received.last?.fields["authorization"] == "Bearer first")
                await other.stop()
            }
        }

        @Test("each caller has as many requests under way and in a minute as its rule says")
        func limits() async throws {
            try await onLoop {
                let station = try Station(
                    Station.table("sim?tokens=3&delay=5ms"), head: "[[callers]]\nlimits = { requests = 1, requests_per_minute = 3 }")
                let client = try await station.connect()
                for id in 1...4 { client.send("{\"id\":\(id),\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}") }
                let refused = try await client.answer(4).last["error"]
                #expect(refused?["data"]?["type"]?.string == "rate_limited")
                #expect(refused?["data"]?["retry_after_ms"]?.int.map { (1...20_000).contains($0) } == true)
                #expect(station.simulator.requestCount <= 1)
                #expect(try await station.settled(4).count { $0.field("STATUS") == "ok" } == 3)
                await station.stop()
            }
        }

        @Test("a caller is told who it is and what it may do, over both doors")
        func whoami() async throws {
            try await onLoop {
                let head = """
                    [[callers]]
                    uid = \(getuid())
                    modes = ["editing"]
                    tiers = ["balanced"]
                    required_mode = true
                    limits = { requests = 7 }
                    budget = { usd = 5.00, per = "day" }
                    [[budgets]]
                    name = "others"
                    user = "nobody-else"
                    usd = 1
                    per = "day"
                    [[budgets]]
                    name = "tickets"
                    tag = "ticket"
                    each = "tag"
                    tokens = 10
                    per = "hour"
                    """
                let station = try Station(spending: .init(clock: { 1_795_514_430 }), head: head)
                let told = try #require(try await Self.ask(station, "whoami", "")["result"])
                #expect(told["uid"]?.int == Int(getuid()) && told["pid"]?.int == Int(getpid()))
                #expect(told["rule"]?["number"]?.int == 1 && told["rule"]?["place"]?.string == "/shunt.toml:1:1")
                #expect(told["modes"]?.raw.text == #"["editing"]"# && told["tiers"]?.raw.text == #"["balanced"]"# && told["required_mode"]?.bool == true)
                #expect(told["limits"]?.raw.text == #"{"requests":7}"#)
                let budgets = try #require(told["budgets"].map { Array($0.elements) })
                #expect(budgets.compactMap { $0["name"]?.string } == ["callers:\(getuid())", "tickets"])
                #expect(budgets[0]["usd"]?.raw.text == #"{"limit":5,"spent":0,"reserved":0,"left":5}"# && budgets[0]["opens_at"]?.string == "2026-11-25T00:00:00Z")
                #expect(budgets[1]["tag"]?.string == "ticket" && budgets[1]["tokens"]?.raw.text == #"{"limit":10}"#)
                let page = HTTPAnswer(try await station.connect().http("", path: "/v1/whoami", method: "GET"))
                #expect(page.status == 200 && page.body.contains(#""required_mode":true"#))
                #expect(try await Self.ask(station)["error"]?["message"]?.string?.hasPrefix("this caller has to name a mode; there are editing") == true)
                await station.stop()
            }
        }

        @Test("all parts of budgets are listed for the operator, and status and metrics have the figures")
        func listed() async throws {
            try await onLoop {
                let station = try Station(head: "[[budgets]]\nname = \"runaway\"\neach = \"session\"\nrequests = 1\n[[budgets]]\nname = \"total\"\nusd = 9\nper = \"month\"")
                for session in ["a", "b", "a"] { _ = try await Self.ask(station, "chat", "\"prompt\":\"a\",\"session\":\"\(session)\"") }
                _ = try await station.settled(3)
                let budgets = try await Self.ask(station, "budgets", "")["result"]?["budgets"].map { Array($0.elements) } ?? []
                #expect(budgets.first?["most_spent"].map { $0.elements.compactMap { $0["of"]?.string } } == ["a", "b"])
                #expect(budgets.first?["refused"]?.int == 1)
                #expect(budgets.last?["usd"]?["spent"]?.raw.text == station.counters.cost.description)
                let page = try await station.connect().http("", path: "/metrics", method: "GET")
                #expect(page.contains(#"shunt_budget{budget="total",unit="usd",figure="limit"} 9"#))
                #expect(page.contains(#"shunt_budget_exceeded_total{budget="runaway",outcome="refused"} 1"#))
                #expect(try await Self.ask(station, "status", "")["result"]?["budgets"]?.elements.count { _ in true } == 2)
                await station.stop()
            }
        }
    }
}
