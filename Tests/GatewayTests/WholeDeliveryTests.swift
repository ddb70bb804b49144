import Exchange
import JSONText
import Loop
import Primitives
import TestKit
import Testing

extension GatewayTests {
    @Suite("Answers that are delivered whole, or begun anew")
    struct WholeDeliveryTests {
        static let whole = "[delivery]\nediting = \"whole\"\n"

        @Test("by tier or by mode, an answer that breaks off anywhere is made again elsewhere, and is then a stream as any", arguments: [true, false])
        func rescues(_ byMode: Bool) async throws {
            try await onLoop {
                var table = Station.table("sim?tokens=20&delay=1ms&cut=10", "sim?tokens=3")
                table += byMode ? Self.whole : ""
                if !byMode { table = table.replacing("[models.m0]", with: "delivery = \"whole\"\n[models.m0]") }
                let station = try Station(table)
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"chat","params":{"prompt":"a","mode":"editing"}}"#)
                let (deltas, last) = try await client.answer(1)
                #expect(deltas.count == 3)
                #expect(last["result"]?["model"]?.string == "m1")
                let text = try await station.connect().http(#"{"stream":true,"messages":[{"role":"user","content":"a"}]}"#, fields: ["x-shunt-mode: editing"])
                #expect(text.contains("x-shunt-model: m1") && text.contains("[DONE]") && !text.contains("\"error\""))
                await station.stop()
            }
        }

        @Test("one that is larger than the limit goes on as it comes")
        func beyondTheLimit() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=200") + Self.whole, limits: "response_bytes = 2048")
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"chat","params":{"prompt":"a","mode":"editing"}}"#)
                #expect(try await client.answer(1).last["result"]?["usage"]?["output"]?.int == 200)
                await station.stop()
            }
        }

        @Test("a caller that allows it is told that what it has is void, and gets the answer anew")
        func restart() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=20&delay=1ms&silence=10", "sim?tokens=3"))
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"chat","params":{"prompt":"a","restart":true}}"#)
                var methods: [String] = []
                var text = ""
                var last: JSONValue?
                while let line = try await client.next() {
                    guard let method = line["method"]?.string else {
                        last = line
                        break
                    }
                    if methods.last != method { methods.append(method) }
                    if method == "chat.restart" { text = "" }
                    if method == "chat.delta" { text += line["params"]?["text"]?.string ?? "" }
                }
                #expect(methods == ["chat.route", "chat.delta", "chat.restart", "chat.route", "chat.delta"])
                #expect(last?["result"]?["text"]?.string == text)
                #expect(last?["result"]?["usage"]?["output"]?.int == 3)
                #expect(last?["result"]?["route"]?["attempts"]?.count == 2)
                let entry = try #require(try await station.settled(1).first)
                #expect(entry.field("STATUS") == "ok" && entry.field("MODEL") == "m1" && entry.field("OUTPUT_TOKENS") == "3")
                await station.stop()
            }
        }
    }
}
