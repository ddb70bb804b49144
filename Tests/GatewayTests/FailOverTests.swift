import Exchange
import JSONText
import Loop
import Primitives
import Simulator
import Telemetry
import TestKit
import Testing

extension GatewayTests {
    @Suite("Providers that fail")
    struct FailOverTests {
        @Test(
            "before the first byte the next candidate answers, streamed and not",
            arguments: [
                "sim?status=429", "sim?status=500", "sim?status=503", "sim?status=401", "sim?reset=head", "sim?cut=head", "sim?silence=head",
                "sim?error_after=0", "sim?content_type=text%2Fhtml&body=no", "sim?endless=headers", "sim?endless=header", "sim?malformed=0", "sim?framing=no_http",
            ], [true, false])
        func movesOn(_ script: String, _ stream: Bool) async throws {
            // Whole answers have no events that could be wrong one by one.
            if !stream, script.contains("error_after") || script.contains("malformed") { return }
            try await onLoop {
                let station = try Station(Station.table(script, "sim?text=rescued"))
                let client = try await station.connect()
                client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":\"a\",\"stream\":\(stream)}}")
                let (_, answer) = try await client.answer(1)
                #expect(answer["result"]?["text"]?.string == "rescued", "\(answer)")
                #expect(answer["result"]?["model"]?.string == "m1")
                let entry = try #require(try await station.settled(1).first)
                let asksOnce = ["429", "401", "silence"].contains { script.contains($0) }
                #expect(entry.field("ATTEMPTS") == (asksOnce ? "2" : "3"))
                #expect(entry.field("MODEL") == "m1")
                await station.stop()
            }
        }

        @Test("a provider that nobody listens for is passed over")
        func connectFailure() async throws {
            try await onLoop {
                let table = Station.table("sim", "sim?text=rescued").replacing("[models.m0]\nprovider = \"near\"", with: "[models.m0]\nprovider = \"gone\"")
                let station = try Station(table)
                let client = try await station.connect()
                client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}")
                #expect(try await client.answer(1).last["result"]?["text"]?.string == "rescued")
                await station.stop()
            }
        }

        @Test(
            "after the first byte a failure is an error and never a normal end",
            arguments: [
                "sim?tokens=20&delay=1ms&cut=10", "sim?tokens=20&delay=1ms&silence=10", "sim?tokens=20&delay=1ms&error_after=10",
                "sim?tokens=20&delay=1ms&malformed=10", "sim?tokens=20&huge=9000000",
            ], [true, false])
        func cutStreams(_ script: String, _ overHTTP: Bool) async throws {
            try await onLoop {
                let station = try Station(Station.table(script, "sim"))
                let client = try await station.connect()
                if overHTTP {
                    let text = await client.http(#"{"stream":true,"messages":[{"role":"user","content":"a"}]}"#)
                    #expect(text.hasPrefix("HTTP/1.1 200 "))
                    #expect(text.contains("data: {\"error\":"))
                    #expect(!text.contains("[DONE]") && !text.hasSuffix("0\r\n\r\n"))
                } else {
                    client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}")
                    let (deltas, last) = try await client.answer(1)
                    #expect(!deltas.isEmpty)
                    #expect(last["error"]?["data"]?["type"]?.string == "stream_cut")
                }
                #expect(try await station.settled(1).map { $0.field("STATUS") } == ["stream_cut"])
                await station.stop()
            }
        }

        @Test("what shows to be broken before anything was given to the caller is made again", arguments: ["error_after=1", "malformed=1", "malformed=10"])
        func heldBeginning(_ fault: String) async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=20&\(fault)", "sim?text=rescued"))
                let client = try await station.connect()
                client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}")
                #expect(try await client.answer(1).last["result"]?["text"]?.string == "rescued")
                await station.stop()
            }
        }

        @Test("what is wrong with the request itself is told at once and asks nobody else")
        func callersFault() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?status=400", "sim"))
                let answer = try await station.connect().http(#"{"messages":[{"role":"user","content":"a"}]}"#)
                #expect(answer.hasPrefix("HTTP/1.1 400 "))
                #expect(station.simulator.requestCount == 1)
                await station.stop()
            }
        }

        @Test("a key that is refused or out of its rate yields to the provider's next one")
        func nextKey() async throws {
            try await onLoop {
                let table = Station.table("sim").replacing("\"near\"", with: "\"keyed\"")
                let station = try Station(table)
                station.simulator.scenario.keys = ["second"]
                let client = try await station.connect()
                for id in 1...2 {
                    client.send("{\"id\":\(id),\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}")
                    #expect(try await client.answer(id).last["result"]?["finish"]?.string == "stop")
                }
                #expect(try await station.settled(2).map { $0.field("ATTEMPTS") } == ["2", "1"])
                await station.stop()
            }
        }

        @Test("when all fail the caller learns of each, and when to come back")
        func allFail() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?status=503", "sim?status=429&retry_after=7"))
                let client = try await station.connect()
                client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":\"a\",\"timeout_ms\":6000}}")
                let (_, answer) = try await client.answer(1)
                let data = try #require(answer["error"]?["data"])
                #expect(data["type"]?.string == "rate_limited")
                #expect(data["retryable"]?.bool == true)
                #expect(data["retry_after_ms"]?.int == 7000)
                #expect(data["attempts"]?.count == 3)
                await station.stop()
            }
        }

        @Test("neither prompts nor answers nor keys reach the journal")
        func journalIsDiscreet() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?status=500&message=the-secret-word", "sim?text=the-secret-answer"))
                let body = #"{"messages":[{"role":"user","content":"the-secret-prompt"}]}"#
                let answer = try await station.connect().http(body, fields: ["authorization: Bearer the-secret-key"])
                #expect(answer.contains("the-secret-answer"))
                station.serve(Station.table("sim?status=500&message=the-secret-word"))
                let admin = try await station.connect()
                admin.send(#"{"id":1,"method":"reload"}"#)
                #expect(try await admin.answer(1).last["result"] != nil)
                #expect(try await station.connect().http(body).contains("the-secret-word"))
                _ = try await station.settled(2)
                let journal = station.journal.map { $0.message + $0.fields.map(\.value).joined(separator: " ") }.joined(separator: "\n")
                #expect(journal.contains("m1") && !journal.contains("secret"))
                await station.stop()
            }
        }
    }
}
