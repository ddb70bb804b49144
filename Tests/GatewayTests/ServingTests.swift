import Exchange
import JSONText
import Loop
import Primitives
import TestKit
import Testing

extension GatewayTests {
    @Suite("Serving")
    struct ServingTests {
        @Test("a thousand streams at once lose and mix nothing, while the table is swapped again and again")
        func manyStreams() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=8&delay=1ms"))
                let streams = 1000
                let reloads = EventLoop.spawn {
                    var count = 0
                    while station.counters.requests == 0 || station.counters.inFlight > 0 {
                        station.serve(Station.table("sim?tokens=8&delay=1ms") + "# \(count)\n")
                        let client = try await station.connect()
                        client.send(#"{"id":1,"method":"reload"}"#)
                        if try await client.answer(1).last["result"] != nil { count += 1 }
                        client.socket.close()
                        try await EventLoop.sleep(for: .milliseconds(20))
                    }
                    return count
                }
                let running = (0..<streams).map { number in EventLoop.spawn { try await stream(number, on: station) } }
                var whole = 0
                for task in running where try await task.value { whole += 1 }
                #expect(whole == streams)
                #expect(try await station.settled(streams).count == streams)
                #expect(station.requests.allSatisfy { $0.field("STATUS") == "ok" })
                #expect(try await reloads.value > 0)
                await station.stop()
            }
        }

        @Test("a reload with mistakes changes nothing and tells each; the next good one is live for the next request")
        func reload() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?text=before"))
                let client = try await station.connect()
                station.serve("schema = 1\n[tiers.balanced]\nmodles = [\"x\"]\nmodels = [\"nobody/x\"]\n")
                client.send(#"{"id":1,"method":"reload"}"#)
                let message = try #require(try await client.answer(1).last["error"]?["message"]?.string)
                #expect(message.contains("/table.toml:3:1") && message.contains("did you mean \"models\"?"))
                #expect(message.contains("nobody"))
                client.send(#"{"id":2,"method":"chat","params":{"prompt":"a"}}"#)
                #expect(try await client.answer(2).last["result"]?["text"]?.string == "before")
                station.serve(Station.table("sim?text=after"))
                client.send(#"{"id":3,"method":"reload"}"#)
                #expect(try await client.answer(3).last["result"]?["revision"]?.string?.hasPrefix("r1@") == true)
                client.send(#"{"id":4,"method":"chat","params":{"prompt":"a"}}"#)
                #expect(try await client.answer(4).last["result"]?["text"]?.string == "after")
                await station.stop()
            }
        }

        @Test("a body's answer over NDJSON is, chunk by chunk, what HTTP would have sent")
        func bodyChunks() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=3"))
                let body = #"{"stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"a"}]}"#
                let client = try await station.connect()
                client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\"body\":\(body)}}")
                let (deltas, last) = try await client.answer(1)
                let http = try await station.connect().http(body)
                #expect(http.components("data: {") == deltas.count)
                #expect(deltas.allSatisfy { $0["params"]?["data"]?["object"]?.string == "chat.completion.chunk" })
                #expect(last["result"]?["body"]?["choices"] != nil)
                #expect(last["result"]?["usage"]?["output"]?.int == 3)
                await station.stop()
            }
        }

        @Test("the usage that shunt asked for is not shown to a caller that did not ask")
        func addedUsage() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=3"))
                let text = try await station.connect().http(#"{"stream":true,"messages":[{"role":"user","content":"a"}]}"#)
                #expect(text.contains("[DONE]") && !text.contains("\"choices\":[]"))
                let entry = try #require(try await station.settled(1).first)
                #expect(entry.field("OUTPUT_TOKENS") == "3")
                await station.stop()
            }
        }

        @Test("half a close after the last request still gets its answers")
        func halfClose() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=5&delay=5ms"))
                let client = try await station.connect()
                client.send(raw: Bytes(#"{"id":1,"method":"chat","params":{"prompt":"a"}}"#.utf8))
                client.socket.shutdownSending()
                #expect(try await client.answer(1).last["result"]?["finish"]?.string == "stop")
                #expect(try await client.next() == nil)
                await station.stop()
            }
        }

        @Test("requests in a row on one HTTP connection are answered in a row")
        func pipelining() async throws {
            try await onLoop {
                let station = try Station()
                let client = try await station.connect()
                let request = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"
                client.send(raw: Bytes((request + request + "GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n").utf8))
                let answers = await client.rest()
                #expect(answers.components("HTTP/1.1 200 OK") == 3)
                await station.stop()
            }
        }
    }
}

/// One streamed chat; whether all of it came, and nothing else.
@LoopActor
private func stream(_ number: Int, on station: Station) async throws -> Bool {
    let client = try await station.connect()
    client.send("{\"id\":\(number),\"method\":\"chat\",\"params\":{\"prompt\":\"p\(number)\"}}")
    let (deltas, last) = try await client.answer(number)
    client.socket.close()
    let text = deltas.compactMap { $0["params"]?["text"]?.string }.joined()
    return !text.isEmpty && last["result"]?["text"]?.string == text && last["result"]?["usage"]?["output"]?.int == 8
}

extension String {
    fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
