import Exchange
import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

extension GatewayTests {
    @Suite("Answers that another model goes on with")
    struct ContinuationTests {
        private static let cut = "tokens=60&delay=1ms&cut=40"

        @LoopActor private static func table(_ first: String, _ second: String) -> String { Station.table(first, second) + "prefill = true\n" }

        /// The 60 tokens that both models would write.
        private func whole(_ prompt: String) -> String { AnswerText.words(60, seed: prompt).joined() }

        @Test("are complete and told once, whichever API the caller and the two providers speak", arguments: ["sim", "claude"], ["sim", "claude", "gemini"])
        func completes(_ first: String, _ second: String) async throws {
            try await onLoop {
                let station = try Station(Self.table("\(first)?\(Self.cut)", "\(second)?tokens=60"))
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"chat","params":{"prompt":"a b c"}}"#)
                let (deltas, last) = try await client.answer(1)
                let text = whole("a b c")
                #expect(last["result"]?["text"]?.string == text, "\(last.raw.text)")
                #expect(deltas.compactMap { $0["params"]?["text"]?.string }.joined() == text)
                #expect(last["result"]?["model"]?.string == "m1" && last["result"]?["finish"]?.string == "stop")

                let chat = HTTPAnswer(try await station.connect().http(#"{"stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"a b c"}]}"#))
                let chunks = try chat.eventData.filter { $0 != "[DONE]" }.map { try JSONDocument.parse($0).root }
                #expect(chunks.compactMap { $0["choices"]?.at0?["delta"]?["content"]?.string }.joined() == text)
                #expect(chunks.compactMap { $0["choices"]?.at0?["finish_reason"]?.string } == ["stop"])
                #expect(Set(chunks.compactMap { $0["id"]?.string }).count == 1)
                #expect(chunks.count { $0["choices"]?.at0?["delta"]?["role"] != nil } == 1 || first == "sim")
                #expect(chat.isWhole && chat.eventData.last == "[DONE]" && !chat.body.contains("\"error\""))

                let body = #"{"model":"shunt/auto","max_tokens":500,"stream":true,"messages":[{"role":"user","content":"a b c"}]}"#
                let messages = HTTPAnswer(try await station.connect().http(body, path: "/v1/messages", fields: ["anthropic-version: 2023-06-01"]))
                let names = messages.eventNames.filter { $0 != "content_block_delta" && $0 != "ping" }
                #expect(names == ["message_start", "content_block_start", "content_block_stop", "message_delta", "message_stop"])
                let events = try messages.eventData.map { try JSONDocument.parse($0).root }
                #expect(events.compactMap { $0["delta"]?["text"]?.string }.joined() == text)
                #expect(Set(events.compactMap { $0["index"]?.int }) == [0])
                #expect(try await station.settled(3).map { $0.field("STATUS") } == ["ok", "ok", "ok"])
                await station.stop()
            }
        }

        @Test("are paid for and told with what both attempts used, and how they came about")
        func accounts() async throws {
            try await onLoop {
                let station = try Station(Self.table("sim?\(Self.cut)", "sim?tokens=60"))
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"chat","params":{"prompt":"a b c"}}"#)
                var models: [String] = []
                var result: JSONValue?
                while let line = try await client.next() {
                    if line["method"]?.isString("chat.route") == true { models.append(line["params"]?["model"]?.string ?? "") }
                    if let found = line["result"] {
                        result = found
                        break
                    }
                }
                #expect(models == ["m0", "m1"])
                let usage = try #require(result?["usage"])
                let attempts = try #require(result?["route"]?["attempts"]?.elements.map { $0 })
                // The first wrote 40 tokens, estimated since it told nothing; the second the other 20.
                let (output, first) = (usage["output"]?.int ?? 0, attempts[0]["usage"]?["output"]?.int ?? 0)
                #expect(output == first + 20 && (30...50).contains(first) && usage["estimated"]?.bool == true)
                #expect(attempts.count == 2 && attempts[0]["fault"]?.string == "transport")
                #expect(result?["route"]?["reason"]?.string?.hasSuffix("m1 went on where m0 broke off") == true)
                let cost = Money(picodollars: Int128((usage["input"]?.int ?? 0) + 2 * output) * 1_000_000)
                #expect(result?["cost"]?["usd"]?.raw.text == cost.description)
                let entry = try #require(try await station.settled(1).first)
                #expect(entry.field("COST_USD") == cost.description && entry.field("OUTPUT_TOKENS") == "\(output)" && entry.field("MODEL") == "m1")
                let page = try await station.connect().http("", path: "/metrics", method: "GET")
                #expect(page.contains("\nshunt_continuations_total 1\n"))
                await station.stop()
            }
        }

        @Test("go on a second time where the one that goes on breaks off, too")
        func twice() async throws {
            try await onLoop {
                var table = Station.table("sim?\(Self.cut)", "sim?tokens=60&delay=1ms&cut=10", "sim?tokens=60")
                table = table.replacing("name = \"sim?tokens=60&delay=1ms&cut=10\"", with: "name = \"sim?tokens=60&delay=1ms&cut=10\"\nprefill = true") + "prefill = true\n"
                let station = try Station(table)
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"chat","params":{"prompt":"a b c"}}"#)
                let last = try await client.answer(1).last
                #expect(last["result"]?["text"]?.string == whole("a b c"))
                #expect(last["result"]?["model"]?.string == "m2" || last["result"]?["model"]?.string == "m1")
                #expect((50...70).contains(last["result"]?["usage"]?["output"]?.int ?? 0))
                await station.stop()
            }
        }

        @Test(
            "end with an error, and never as if they were whole, where nobody can go on",
            arguments: [
                // What was said is no plain text, or nobody may be asked.
                ["sim?tool=edit&arguments=%7B%22path%22:%22a.swift%22%7D&chunk_bytes=2&delay=100ms&cut=4", "sim"], ["claude?reasoning=20&tokens=20&delay=1ms&cut=30", "sim"],
                ["sim?\(cut)", "sim?prefill=refused"], ["sim?\(cut)", "sim?status=503"],
            ], [true, false])
        func cannot(_ scripts: [String], _ overHTTP: Bool) async throws {
            try await onLoop {
                let station = try Station(Self.table(scripts[0], scripts[1]))
                let client = try await station.connect()
                if overHTTP {
                    let answer = HTTPAnswer(await client.http(#"{"stream":true,"messages":[{"role":"user","content":"a"}]}"#))
                    #expect(answer.status == 200 && answer.body.contains("data: {\"error\":") && !answer.body.contains("[DONE]") && !answer.isWhole)
                } else {
                    client.send(#"{"id":1,"method":"chat","params":{"prompt":"a"}}"#)
                    let data = try await client.answer(1).last["error"]?["data"]
                    #expect(data?["type"]?.string == "stream_cut" && data?["retryable"]?.bool == true)
                    #expect(data?["attempts"]?.at0?["model"]?.string == "m0")
                }
                let entry = try #require(try await station.settled(1).first)
                #expect(entry.field("STATUS") == "stream_cut" && entry.field("MODEL") == "m0")
                let prefills = station.simulator.received.count { $0.body.text.contains("\"assistant\"") }
                #expect((prefills > 0) == scripts[0].contains(Self.cut))
                await station.stop()
            }
        }

        @Test("are begun anew for a caller that would rather have that")
        func restart() async throws {
            try await onLoop {
                let station = try Station(Self.table("sim?\(Self.cut)", "sim?tokens=3"))
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"chat","params":{"prompt":"a","restart":true}}"#)
                #expect(try await client.answer(1).last["result"]?["usage"]?["output"]?.int == 3)
                #expect(station.simulator.received.allSatisfy { !$0.body.text.contains("\"assistant\"") })
                await station.stop()
            }
        }

        @Test("say nothing twice where what was said ended in white space")
        func whiteSpace() async throws {
            try await onLoop {
                let station = try Station(Self.table("sim?text=one%20two%20three&chunk_bytes=4&delay=1ms&cut=2", "claude?text=one%20two%20three"))
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"chat","params":{"prompt":"a"}}"#)
                #expect(try await client.answer(1).last["result"]?["text"]?.string == "one two three")
                // The first was cut behind "one two ", and some APIs refuse an end in white space.
                #expect(station.simulator.received.last?.body.text.contains(#""one two""#) == true)
                await station.stop()
            }
        }
    }
}

extension JSONValue {
    fileprivate var at0: JSONValue? { elements.map { $0 }.first }
}
