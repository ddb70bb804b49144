import Exchange
import Gateway
import JSONText
import Loop
import Primitives
import TestKit
import Testing

extension GatewayTests {
    @Suite("Callers that do wrong")
    struct HostileCallerTests {
        @Test(
            "a bad line is answered with its error, and the connection goes on",
            arguments: [
                ("nonsense", -32700), ("{\"id\":1,", -32700), ("[{\"id\":1,\"method\":\"ping\"}]", -32600), ("{\"id\":1,\"method\":\"chatt\"}", -32601),
                ("{\"id\":1,\"method\":\"chat\"}", -32602), ("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":7}}", -32602),
                ("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":\"x\",\"body\":{}}}", -32602),
                ("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":\"x\",\"mod\":\"edit\"}}", -32602),
                ("{\"id\":1,\"method\":\"chat\",\"params\":{\"body\":{\"messages\":{}}}}", -32602),
                ("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":\"x\",\"timeout_ms\":-1}}", -32602),
                ("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":\"x\",\"model\":\"shunt/autto\"}}", -32000),
                ("{\"method\":\"chat\",\"params\":{\"prompt\":\"x\"}}", -32600), ("{\"id\":[],\"method\":\"ping\"}", -32600),
            ])
        func badLines(_ line: String, _ code: Int) async throws {
            try await onLoop {
                let station = try Station()
                let client = try await station.connect()
                client.send(line.hasPrefix("n") ? " " + line : line)
                let error = try #require(try await client.next())
                #expect(error["error"]?["code"]?.int == code)
                #expect(error["error"]?["data"]?["type"]?.string != nil)
                client.send("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"ping\"}")
                #expect(try await client.next()?["id"]?.int == 9)
                await station.stop()
            }
        }

        @Test("invalid UTF-8 and a line beyond the limit are refused; behind the second the connection ends")
        func limits() async throws {
            try await onLoop {
                let station = try Station(limits: "request_bytes = 65536")
                let client = try await station.connect()
                client.send(raw: Bytes("{\"id\":1,\"method\":\"ch".utf8) + [0xFF, 0xFE] + Bytes("\"}\n".utf8))
                #expect(try await client.next()?["error"]?["code"]?.int == -32700)
                client.send(raw: Bytes(repeating: UInt8(ascii: "x"), count: 70_000))
                #expect(try await client.next()?["error"]?["code"]?.int == -32600)
                #expect(try await client.next() == nil)
                await station.stop()
                #expect(station.door.connectionCount == 0)
            }
        }

        @Test("an id that is still running is refused, and the running one goes on")
        func duplicateID() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=5&delay=10ms"))
                let client = try await station.connect()
                client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}")
                client.send("{\"id\":1,\"method\":\"ping\"}")
                let (_, refused) = try await client.answer(1)
                #expect(refused["error"]?["code"]?.int == -32600)
                let (_, answered) = try await client.answer(1)
                #expect(answered["result"]?["finish"]?.string == "stop")
                await station.stop()
            }
        }

        @Test("a caller that vanishes in mid-stream ends the upstream call, and is settled once")
        func vanishing() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=500&delay=5ms"))
                let client = try await station.connect()
                client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}")
                _ = try await client.next()
                _ = try await client.next()
                client.socket.close()
                let settled = try await station.settled(1)
                #expect(settled.map { $0.field("STATUS") } == ["cancelled"])
                #expect(station.counters.inFlight == 0)
                await station.stop()
                #expect(station.requests.count == 1)
            }
        }

        @Test("cancel ends one call and leaves the other alone")
        func cancel() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=20&delay=5ms"))
                let client = try await station.connect()
                client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}")
                client.send("{\"id\":2,\"method\":\"chat\",\"params\":{\"prompt\":\"b\"}}")
                client.send("{\"method\":\"cancel\",\"params\":{\"id\":1}}")
                let (_, cancelled) = try await client.answer(1)
                #expect(cancelled["error"]?["data"]?["type"]?.string == "cancelled")
                let (_, answered) = try await client.answer(2)
                #expect(answered["result"]?["finish"]?.string == "stop")
                await station.stop()
            }
        }

        @Test("a caller that stops reading holds back its own answer alone")
        func slowReader() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=4000&chunk_bytes=1000"))
                let slow = try await station.connect()
                slow.send("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}")
                _ = try await slow.next()
                for id in 2...6 {
                    let other = try await station.connect()
                    other.send("{\"id\":\(id),\"method\":\"explain\",\"params\":{\"prompt\":\"b\"}}")
                    #expect(try await other.answer(id).last["result"] != nil)
                    other.socket.close()
                }
                let (_, answered) = try await slow.answer(1)
                #expect(answered["result"]?["finish"]?.string == "stop")
                await station.stop()
            }
        }

        @Test(
            "broken HTTP is refused with its status and the connection ends",
            arguments: [
                ("POST /v1/chat/completions HTTP/1.1\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabc", "400"),
                ("POST /v1/chat/completions HTTP/1.1\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\nabc", "400"),
                ("GET /healthz HTTP/1.1\r\nx-a: b\u{1}c\r\n\r\n", "400"), ("GET /healthz HTTP/9.9\r\n\r\n", "505"),
                ("GET /healthz HTTP/1.1\r\nx-a: \(String(repeating: "a", count: 70_000))\r\n\r\n", "431"), ("BREW\r\n\r\n", "501"),
            ])
        func brokenHTTP(_ text: String, _ status: String) async throws {
            try await onLoop {
                let station = try Station()
                let client = try await station.connect()
                client.send(raw: Bytes(text.utf8))
                let answer = await client.rest()
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
                #expect(answer.contains("\"error\":{"))
                await station.stop()
            }
        }

        @Test("requests to nowhere and with bad bodies get what OpenAI's SDK turns into its exceptions")
        func httpErrors() async throws {
            try await onLoop {
                let station = try Station()
                #expect(try await station.connect().http("", path: "/v1/nothing").hasPrefix("HTTP/1.1 404 "))
                #expect(try await station.connect().http("", method: "GET").contains("allow: POST"))
                let bad = try await station.connect().http("{\"messages\":\"x\"}")
                #expect(bad.hasPrefix("HTTP/1.1 400 ") && bad.contains("\"param\":\"messages\"") && bad.contains("invalid_request_error"))
                let unknown = try await station.connect().http("{\"model\":\"gpt-99\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                #expect(unknown.hasPrefix("HTTP/1.1 404 ") && unknown.contains("model_not_found"))
                #expect(try await station.connect().http("", path: "/healthz", method: "GET").hasSuffix("ok\n"))
                await station.stop()
            }
        }
    }
}
