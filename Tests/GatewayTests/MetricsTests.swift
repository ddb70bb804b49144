import Loop
import TestKit
import Testing

extension GatewayTests {
    @Suite("Metrics")
    struct MetricsTests {
        @Test("requests, tokens, money and times are told by mode, tier, model and status, and no caller's words")
        func page() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=3"))
                let body = #"{"messages":[{"role":"user","content":"a"}]}"#
                _ = try await station.connect().http(body, fields: ["x-shunt-mode: my-secret-mode", "x-api-key: own-key"])
                _ = try await station.connect().http(#"{"model":"nothing","messages":[{"role":"user","content":"a"}]}"#)
                _ = try await station.settled(2)
                let page = HTTPAnswer(try await station.connect().http("", path: "/metrics", method: "GET"))
                #expect(page.status == 200 && page["content-type"]?.hasPrefix("text/plain; version=0.0.4") == true)
                let lines = page.body.split(separator: "\n").map(String.init)
                #expect(lines.contains(#"shunt_requests_total{mode="",tier="balanced",model="m0",status="ok"} 1"#))
                #expect(lines.contains(#"shunt_requests_total{mode="",tier="",model="",status="unknown_model"} 1"#))
                #expect(lines.contains(#"shunt_tokens_total{mode="",tier="balanced",model="m0",status="ok",class="output"} 3"#))
                #expect(lines.contains(#"shunt_duration_seconds_bucket{le="+Inf"} 2"#) && lines.contains("shunt_duration_seconds_count 2"))
                #expect(lines.contains("shunt_requests_in_flight 0") && lines.contains("shunt_reloads_total 0"))
                #expect(!page.body.contains("secret") && !page.body.contains("own-key"))
                await station.stop()
            }
        }

        @Test("a model whose provider wants to be left alone is listed as resting")
        func resting() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?error=rate&retry_after=60"))
                _ = try await station.connect().http(#"{"messages":[{"role":"user","content":"a"}]}"#)
                _ = try await station.settled(1)
                let page = try await station.connect().http("", path: "/metrics", method: "GET")
                #expect(page.contains(#"shunt_model_resting{model="m0",provider="near"} 1"#))
                await station.stop()
            }
        }
    }
}
