import Exchange
import JSONText
import Loop
import TestKit
import Testing

extension GatewayTests {
    @Suite("Agents")
    struct AgentTests {
        private static let rules = """
            [modes]
            planning = "balanced"
            background = "balanced"
            [[agents]]
            name = "claude-code"
            client = "claude-cli"
            model = "*haiku*"
            mode = "background"
            [[agents]]
            name = "claude-code"
            client = "claude-cli"
            marker = "Plan mode is active"
            until = "exited plan mode"
            mode = "planning"
            [[agents]]
            name = "claude-code"
            client = "claude-cli"
            [[agents]]
            name = "planner"
            system = "You plan"
            mode = "planning"

            """

        private static let agent = "User-Agent: claude-cli/2.1.45 (external, cli)"

        private static func body(_ said: String, model: String = "shunt/auto") -> String {
            #"{"model":"\#(model)","messages":[{"role":"user","content":"\#(said)"}]}"#
        }

        @Test("a request's header, model and text give its mode, which the answer and the audit tell")
        func modes() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim") + Self.rules)
                let planning = try await station.connect().http(Self.body("Plan mode is active. Go."), fields: [Self.agent])
                #expect(planning.contains("x-shunt-mode: planning\r\n"))
                let after = Self.body("Plan mode is active. You have exited plan mode.")
                #expect(!(try await station.connect().http(after, fields: [Self.agent])).contains("x-shunt-mode:"))
                let small = try await station.connect().http(Self.body("hi", model: "claude-haiku-4-5"), fields: [Self.agent])
                #expect(small.contains("x-shunt-mode: background\r\n"))
                let other = try await station.connect().http(Self.body("Plan mode is active."), fields: ["User-Agent: curl/8"])
                #expect(!other.contains("x-shunt-mode:"))
                let entries = try await station.settled(4)
                #expect(entries.map { $0.field("AGENT") } == ["claude-code", "claude-code", "claude-code", "curl"])
                #expect(entries.map { $0.field("MODE") } == ["planning", nil, "background", nil])
                #expect(entries[0].field("REASON")?.hasPrefix("rule 2 says that agent claude-code is in mode planning; ") == true)
                await station.stop()
            }
        }

        @Test("every mode that a request names goes before its rule's")
        func precedence() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim") + Self.rules)
                let said = #""messages":[{"role":"user","content":"Plan mode is active."}]"#
                let ways: [(body: String, fields: [String])] = [
                    ("{\(said)}", ["x-shunt-mode: background"]), ("{\(said)}", ["x-kilocode-mode: background"]),
                    (#"{\#(said),"metadata":{"mode":"background"}}"#, []), (#"{\#(said),"model":"shunt/auto:background"}"#, []),
                ]
                for way in ways {
                    let answer = try await station.connect().http(way.body, fields: [Self.agent] + way.fields)
                    #expect(answer.contains("x-shunt-mode: background\r\n"), "\(way)")
                }
                await station.stop()
            }
        }

        @Test("explain tells the agent and its rule, over HTTP and NDJSON, for bodies and prompts")
        func explain() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim") + Self.rules)
                let http = try await station.connect().http(Self.body("Plan mode is active."), path: "/v1/explain", fields: [Self.agent])
                #expect(http.contains(#""agent":{"name":"claude-code","rule":2}"#) && http.contains(#""asked":{"mode":"planning","from":"agent"}"#))
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"explain","params":{"prompt":"hi","system":"You plan things."}}"#)
                #expect(try await client.answer(1).last["result"]?["agent"]?["rule"]?.int == 4)
                client.send(#"{"id":2,"method":"chat","params":{"body":{"messages":[{"role":"system","content":"You plan"},{"role":"user","content":"hi"}]}}}"#)
                let result = try await client.answer(2).last["result"]
                #expect(result?["route"]?["agent"]?.string == "planner" && result?["route"]?["mode"]?.string == "planning")
                client.send(#"{"id":3,"method":"modes"}"#)
                let agents = try await client.answer(3).last["result"]?["agents"]
                #expect(agents?.description == #"[{"agent":"claude-code","modes":["background","planning"]},{"agent":"planner","modes":["planning"]}]"#)
                await station.stop()
            }
        }
    }
}
