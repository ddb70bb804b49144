import Exchange
import JSONText
import Loop
import Primitives
import TestKit
import Testing

extension GatewayTests {
    @Suite("What was used is asked for")
    struct UsageTests {
        @Test("every request is in the ledger once, with what it used and cost")
        func kept() async throws {
            try await onLoop {
                let station = try Station()
                let client = try await station.connect()
                for id in 1...3 {
                    client.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"chat","params":{"prompt":"hi","model":"tier/balanced"}}"#)
                    _ = try await client.answer(id)
                }
                client.send(#"{"jsonrpc":"2.0","id":4,"method":"usage","params":{"by":["tier","status"]}}"#)
                let rows = try await client.answer(4).last["result"]?["rows"]?.elements.map { $0 } ?? []
                #expect(rows.count == 1)
                #expect(rows.first?["tier"]?.string == "balanced")
                #expect(rows.first?["requests"]?.int == 3)
                #expect(rows.first?["cost_usd"]?.number == station.counters.cost.description)
                await station.stop()
            }
        }

        @Test("a column that there is not is told with the nearest", arguments: [
            (#"{"by":["teir"]}"#, #"there is no column "teir"; did you mean "tier"?"#), (#"{"by":"tier"}"#, #""by" must be a list of names"#),
            (#"{"since":-1}"#, #""since" must be a time in whole Unix seconds"#),
        ])
        func mistakes(_ params: String, _ message: String) async throws {
            try await onLoop {
                let station = try Station()
                let client = try await station.connect()
                client.send(#"{"jsonrpc":"2.0","id":1,"method":"usage","params":\#(params)}"#)
                #expect(try await client.answer(1).last["error"]?["message"]?.string == message)
                await station.stop()
            }
        }
    }
}
