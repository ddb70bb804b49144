import Exchange
import JSONText
import Ledger
import Loop
import Primitives
import Telemetry
import TestKit
import Testing

extension GatewayTests {
    @Suite("The ledger and the journal")
    struct LedgerTests {
        @LoopActor private static var unknown: String { "unknown_mode = \"balanced\"\n" + Station.table("sim") + "[modes]\nediting = \"balanced\"\n" }

        /// The journal's line of an entry, as `journalctl -o json` has it.
        private static func line(_ entry: LogEntry) -> String {
            var writer = JSONWriter()
            writer.object { writer in
                for name in Set(entry.fields.map(\.name)) {
                    let values = entry.fields.filter { $0.name == name }.map(\.value)
                    writer.key(name)
                    if values.count == 1 { writer.value(values[0]) } else { writer.array { for value in values { $0.value(value) } } }
                }
            }
            return writer.bytes.text
        }

        @Test("say the same of each request, so that the one is made whole from the other")
        func journal() async throws {
            try await onLoop {
                let station = try Station()
                let client = try await station.connect()
                client.send(#"{"jsonrpc":"2.0","id":1,"method":"chat","params":{"prompt":"hi","model":"tier/balanced","client":"probe/1","tags":{"t":"a=b","u":"c"}}}"#)
                _ = try await client.answer(1)
                let line = Self.line(try #require(try await station.settled(1).first))
                client.send(#"{"jsonrpc":"2.0","id":2,"method":"import","params":{"entries":[\#(line),{"MESSAGE":"other"}]}}"#)
                let known = try await client.answer(2).last["result"]
                #expect((known?["added"]?.int, known?["known"]?.int, known?["skipped"]?.int) == (0, 1, 1))

                let other = try Station()
                let importer = try await other.connect()
                importer.send(#"{"jsonrpc":"2.0","id":1,"method":"import","params":{"entries":[\#(line)]}}"#)
                #expect(try await importer.answer(1).last["result"]?["added"]?.int == 1)
                var query = UsageQuery(by: UsageQuery.Column.allCases)
                query.since = 1
                #expect(try await other.book.usage(query) == station.book.usage(query))
                #expect(try await other.book.usage(UsageQuery(by: [.agent])).map(\.values) == [["probe"]])
                await other.stop()
                await station.stop()
            }
        }

        @Test("The ledger's calls are told one by one, in the form of a trace")
        func trace() async throws {
            try await onLoop {
                let station = try Station()
                let client = try await station.connect()
                client.send(#"{"jsonrpc":"2.0","id":1,"method":"chat","params":{"prompt":"hi","model":"tier/balanced","session":"s-1"}}"#)
                _ = try await client.answer(1)
                _ = try await station.settled(1)
                client.send(#"{"jsonrpc":"2.0","id":2,"method":"trace"}"#)
                let result = try await client.answer(2).last["result"]
                let call = result?["calls"]?.elements.first { _ in true }
                #expect(call?["session"]?.string == "s-1")
                #expect(call?["asked"]?.string == "tier/balanced")
                #expect(call?["status"]?.string == "ok")
                #expect((call?["usage"]?["output"]?.int ?? 0) > 0)
                #expect(result?["next"] == nil)
                client.send(#"{"jsonrpc":"2.0","id":3,"method":"trace","params":{"after":"nonsense"}}"#)
                #expect(try await client.answer(3).last["error"]?["code"]?.int == -32602)
                await station.stop()
            }
        }

        @Test("an import of too much at once, or of nothing, is refused", arguments: [
            "{}", #"{"entries":{}}"#, "{\"entries\":[\(Array(repeating: "{}", count: Limits.importedEntries + 1).joined(separator: ","))]}",
        ])
        func refused(_ params: String) async throws {
            try await onLoop {
                let station = try Station()
                let client = try await station.connect()
                client.send(#"{"jsonrpc":"2.0","id":1,"method":"import","params":\#(params)}"#)
                let message = try await client.answer(1).last["error"]?["message"]?.string
                #expect(message == "\"entries\" must be a list of at most \(Limits.importedEntries) journal entries")
                await station.stop()
            }
        }

        @Test("know of those who only count tokens, apart from requests")
        func counts() async throws {
            try await onLoop {
                let station = try Station(Station.table("claude-sim"))
                let body = #"{"model":"tier/balanced","messages":[{"role":"user","content":"hi"}]}"#
                let client = try await station.connect()
                _ = await client.http(body, path: "/v1/messages/count_tokens", fields: ["user-agent: claude-cli/2.1 (external, cli)"])
                #expect(try await station.settled(1).first?.field("KIND") == "count")
                #expect(try await station.book.usage(UsageQuery()).map(\.requests) == [0])
                let rows = try await station.book.usage(UsageQuery(by: [.kind, .agent, .model]))
                #expect(rows.map(\.values) == [["count", "claude-cli", "m0"]])
                await station.stop()
            }
        }

        @Test("name unknown modes with the nearest known one, and so does the status, each mode once")
        func unknownModes() async throws {
            try await onLoop {
                let station = try Station(Self.unknown)
                let client = try await station.connect()
                for (id, mode) in ["editng", "editng", "Editing", "zzz\u{202E}"].enumerated() {
                    client.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"chat","params":{"prompt":"hi","mode":"\#(mode)"}}"#)
                    _ = try await client.answer(id)
                }
                let audits = try await station.settled(4)
                #expect(audits.map { $0.field("NEAREST_MODE") } == ["editing", "editing", nil, ""])
                #expect(audits[0].message.hasPrefix("editng (unknown, nearest is editing) → balanced"))
                client.send(#"{"jsonrpc":"2.0","id":10,"method":"modes","params":{"seen":true}}"#)
                let seen = try await client.answer(10).last["result"]
                let modes = seen?["modes"]?.elements.map { "\($0["mode"]?.string ?? "") \($0["requests"]?.int ?? 0) \($0["known"]?.bool ?? false) \($0["nearest"]?.string ?? "-") \($0["tier"]?.string ?? "-")" }
                #expect(modes == ["editng 2 false editing balanced", "editing 1 true - balanced", "zzz\u{FFFD} 1 false - balanced"])
                #expect(seen?["from"]?.string == "ledger")
                #expect(seen?["modes"]?.elements.allSatisfy { ($0["last_ms"]?.int ?? 0) > 1_000_000_000_000 } == true)
                var writer = JSONWriter()
                writer.object { station.counters.write(into: &$0) }
                let status = try JSONDocument.parse(writer.bytes).root["unknown_modes"]
                #expect(status?["requests"]?.int == 3)
                #expect(status?["modes"]?.elements.map { $0["mode"]?.string } == ["editng", "zzz\u{FFFD}"])
                await station.stop()
            }
        }

        @Test("remember a bounded number of names, and count the rest together")
        func bounded() async throws {
            try await onLoop {
                let station = try Station(Self.unknown)
                let client = try await station.connect()
                for id in 0..<Limits.seenNames + 3 {
                    client.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"chat","params":{"prompt":"hi","mode":"mode-\#(id)"}}"#)
                    _ = try await client.answer(id)
                }
                let names = station.counters.sightings.modes
                #expect((names.sightings.count, names.others) == (Limits.seenNames, 3))
                await station.stop()
            }
        }
    }
}
