import Exchange
import Gateway
import Glibc
import JSONText
import Loop
import Primitives
import Telemetry
import TestKit
import Testing

extension GatewayTests {
    @Suite("Overload")
    struct OverloadTests {
        @Test("what is more than may run or wait is refused at once with the time to come back, and what runs goes on")
        func refusal() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=5&delay=20ms"), limits: "requests = 2\nqueue = 1")
                let client = try await station.connect()
                for id in 1...3 { client.send("{\"id\":\(id),\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}") }
                client.send(#"{"id":4,"method":"chat","params":{"prompt":"a"}}"#)
                let began = Clock.monotonic
                let refused = try await client.answer(4).last
                #expect(refused["error"]?["data"]?["type"]?.string == "overloaded")
                #expect((refused["error"]?["data"]?["retry_after_ms"]?.int ?? 0) > 0)
                let http = HTTPAnswer(try await station.connect().http(#"{"messages":[{"role":"user","content":"a"}]}"#))
                #expect(http.status == 429 && http["retry-after"] != nil)
                #expect(Clock.monotonic - began < .milliseconds(80))
                #expect(try await station.settled(5).count { $0.field("STATUS") == "ok" } == 3)
                #expect(station.counters.inFlight == 0)
                await station.stop()
            }
        }

        @Test("one that waits leaves with its caller or when its time is over, and its place is free again")
        func leaving() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=5&delay=20ms"), limits: "requests = 1\nqueue = 1\nqueue_time = \"10ms\"")
                let client = try await station.connect()
                for id in 1...2 { client.send("{\"id\":\(id),\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}") }
                #expect(try await client.answer(2).last["error"]?["data"]?["type"]?.string == "overloaded")
                client.send(#"{"id":3,"method":"chat","params":{"prompt":"a"}}"#)
                client.send(#"{"method":"cancel","params":{"id":3}}"#)
                #expect(try await client.answer(3).last["error"]?["data"]?["type"]?.string == "cancelled")
                _ = try await station.settled(3)
                client.send(#"{"id":4,"method":"chat","params":{"prompt":"a"}}"#)
                #expect(try await client.answer(4).last["result"] != nil)
                await station.stop()
            }
        }

        @Test(
            "a connection beyond the limit is told so in what it speaks, before it is closed, and the others go on",
            arguments: ["/v1/chat/completions", "/v1/messages", "/v1beta/models/x:generateContent", "/nothing"])
        func connections(_ path: String) async throws {
            try await onLoop {
                let station = try Station(limits: "connections = 1")
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"ping"}"#)
                _ = try await client.answer(1)
                let began = Clock.monotonic
                let body = #"{"messages":[{"role":"user","content":""# + String(repeating: "a", count: 300_000) + #""}]}"#
                let http = HTTPAnswer(try await station.connect().http(body, path: path))
                #expect(http.status == 429 && http["retry-after"] == "1" && http["connection"] == "close")
                let error = try http.json()["error"]
                #expect(error?["message"]?.string?.contains("limits.connections") == true)
                switch path {
                case "/v1/messages": #expect(try error?["type"]?.string == "rate_limit_error" && http.json()["type"]?.string == "error")
                case "/v1beta/models/x:generateContent": #expect(error?["status"]?.string == "RESOURCE_EXHAUSTED")
                default: #expect(error?["code"]?.string == "overloaded")
                }
                let line = try await station.connect()
                line.send("{\"id\":7,\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}\n{\"id\":8,\"method\":\"ping\"}")
                for id in [7, 8] {
                    let data = try await line.answer(id).last["error"]?["data"]
                    #expect(data?["type"]?.string == "overloaded" && data?["retry_after_ms"]?.int == 1000)
                }
                #expect(try await line.next() == nil)
                #expect(Clock.monotonic - began < .milliseconds(900))
                #expect(station.door.refusedCount == 2 && station.door.connectionCount == 1)
                #expect(station.journal.count { $0.message.contains("refusing connections") } == 1)
                client.send(#"{"id":2,"method":"chat","params":{"prompt":"a"}}"#)
                #expect(try await client.answer(2).last["result"] != nil)
                await station.stop()
            }
        }

        @Test("requests that come in without an end hold no more than is allowed together, and the others go on")
        func incomingBytes() async throws {
            try await onLoop {
                let station = try Station(limits: "held_bytes = \"300KiB\"")
                let half = String(repeating: "a", count: 200_000)
                let first = try await station.connect()
                first.send(raw: Bytes("POST /v1/messages HTTP/1.1\r\nhost: shunt\r\ncontent-length: 900000\r\n\r\n\(half)".utf8))
                try await EventLoop.sleep(for: .milliseconds(30))
                let second = try await station.connect()
                second.send(raw: Bytes("POST /v1/messages HTTP/1.1\r\nhost: shunt\r\ncontent-length: 900000\r\n\r\n\(half)".utf8))
                let refused = HTTPAnswer(await second.rest())
                #expect(refused.status == 429 && refused["retry-after"] != nil)
                let third = try await station.connect()
                third.send(raw: Bytes("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":\"\(half)".utf8))
                #expect(try await third.next()?["error"]?["data"]?["type"]?.string == "overloaded")
                #expect(HTTPAnswer(try await station.connect().http(#"{"messages":[{"role":"user","content":"a"}]}"#)).status == 200)
                first.socket.close()
                for _ in 0..<2000 where station.door.connectionCount > 0 { try await EventLoop.sleep(for: .milliseconds(1)) }
                let body = "{\"messages\":[{\"role\":\"user\",\"content\":\"\(half)\"}]}"
                #expect(HTTPAnswer(try await station.connect().http(body)).status == 200)
                await station.stop()
            }
        }

        @Test("no more connections are told at once than the limit allows, and none for longer than it takes to listen")
        func goodbyes() async throws {
            try await onLoop {
                let station = try Station(limits: "connections = 1")
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"ping"}"#)
                _ = try await client.answer(1)
                var silent: [RPCClient] = []
                for _ in 0..<Limits.goodbyes { silent.append(try await station.connect()) }
                let beyond = try await station.connect()
                #expect(await beyond.rest() == "")
                let began = Clock.monotonic
                for caller in silent { #expect(await caller.rest() == "") }
                #expect(Clock.monotonic - began >= Limits.goodbyeTime / 2)
                let late = try await station.connect()
                late.send(#"{"id":2,"method":"ping"}"#)
                #expect(try await late.answer(2).last["error"]?["data"]?["type"]?.string == "overloaded")
                await station.stop()
            }
        }
    }
}

/// In a process of its own: what it lowers holds for the whole process.
@Suite("A daemon without descriptors")
struct ExhaustionTests {
    @Test("goes on with what runs, lets callers wait without spinning, and says so once")
    func exhaustion() async {
        await #expect(processExitsWith: .success) {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=5&delay=100ms"))
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"chat","params":{"prompt":"a"}}"#)
                _ = try await client.next()
                let waiting = try await EventLoop.connect(unix: station.socket)
                let limit = DescriptorLimit.lowered()
                let late = RPCClient(waiting)
                late.send(#"{"id":1,"method":"ping"}"#)
                let began = ProcessAccount.processorTime(of: getpid())
                try #require(try await client.answer(1).last["result"] != nil)
                client.send(#"{"id":2,"method":"ping"}"#)
                try #require(try await client.answer(2).last["result"] != nil)
                try await EventLoop.sleep(for: .milliseconds(300))
                let spent = try #require(ProcessAccount.processorTime(of: getpid())) - #require(began)
                try #require(spent < .milliseconds(200))
                limit.restore()
                try #require(try await late.answer(1).last["result"] != nil)
                try #require(station.journal.count { $0.message.contains("descriptors") } <= 1)
                await station.stop()
            }
        }
    }
}

/// No descriptor beyond those that are open.
private struct DescriptorLimit {
    private static let resource = __rlimit_resource_t(7)
    private let before: rlimit

    static func lowered() -> DescriptorLimit {
        var before = rlimit()
        getrlimit(resource, &before)
        var none = rlimit(rlim_cur: 0, rlim_max: before.rlim_max)
        setrlimit(resource, &none)
        return DescriptorLimit(before: before)
    }

    func restore() {
        var limit = before
        setrlimit(Self.resource, &limit)
    }
}
