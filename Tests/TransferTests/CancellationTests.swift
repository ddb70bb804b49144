import HTTPWire
import Loop
import Primitives
import TestKit
import Testing
import Transfer

/// Takes one request, sends `prefix`, and tells when the client has gone.
private func stall(after prefix: String, asked: Moment<Void> = Moment(), gone: Moment<Void>) -> ScriptedServer.Script {
    { peer in
        _ = try await peer.request()
        peer.send(prefix)
        asked.happen(())
        await peer.clientGone()
        gone.happen(())
    }
}

private let halfAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"

@Suite("Cancellation", .timeLimit(.minutes(1)))
struct CancellationTests {
    @Test("cancelling a task that waits for the head closes the connection at once")
    func beforeHead() async throws {
        try await onLoop {
            let (asked, gone) = (Moment<Void>(), Moment<Void>())
            let server = try ScriptedServer.unix(stall(after: "", asked: asked, gone: gone))
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            let request = server.request()
            let task = Task(executorPreference: LoopExecutor.shared) { try await client.text(of: request) }
            await asked.happened()
            task.cancel()
            #expect(client.counters.running == 0 && client.counters.connections == 0)
            await #expect(throws: TransferError.cancelled) { try await task.value }
            await gone.happened()
        }
    }

    @Test("cancelling a task that waits for bytes closes the connection at once")
    func withinBody() async throws {
        try await onLoop {
            let gone = Moment<Void>()
            let server = try ScriptedServer.unix(stall(after: halfAnswer, gone: gone))
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            let response = try await client.send(server.request())
            #expect(try await response.next()?.text == "half")
            let task = Task(executorPreference: LoopExecutor.shared) { try await response.next() }
            await Task.yield()
            task.cancel()
            #expect(client.counters.running == 0 && client.counters.connections == 0)
            await #expect(throws: TransferError.cancelled) { try await task.value }
            await #expect(throws: TransferError.cancelled) { try await response.next() }
            await gone.happened()
        }
    }

    @Test("a task that is cancelled already sends nothing and reads nothing")
    func alreadyCancelled() async throws {
        try await onLoop {
            let gone = Moment<Void>()
            let server = try ScriptedServer.unix(stall(after: halfAnswer, gone: gone))
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            let request = server.request()
            let response = try await client.send(request)
            let reading = Task(executorPreference: LoopExecutor.shared) { try await response.next() }
            reading.cancel()
            await #expect(throws: TransferError.cancelled) { try await reading.value }
            await gone.happened()
            let sending = Task(executorPreference: LoopExecutor.shared) { try await client.text(of: request) }
            sending.cancel()
            await #expect(throws: TransferError.cancelled) { try await sending.value }
            #expect(client.counters.sent == 1)
        }
    }

    @Test("cancelling from another thread works as well")
    func fromElsewhere() async throws {
        let (asked, gone) = (Moment<Void>(), Moment<Void>())
        let task = Task {
            try await onLoop {
                let server = try ScriptedServer.unix(stall(after: "", asked: asked, gone: gone))
                defer { server.close() }
                let client = HTTPClient()
                defer { client.close() }
                return try await client.text(of: server.request())
            }
        }
        EventLoop.start()
        await asked.happened()
        task.cancel()
        await #expect(throws: TransferError.cancelled) { try await task.value }
        await gone.happened()
    }

    @Test("cancel() ends a response and its reader at once")
    func explicitly() async throws {
        try await onLoop {
            let gone = Moment<Void>()
            let server = try ScriptedServer.unix(stall(after: halfAnswer, gone: gone))
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            let response = try await client.send(server.request())
            #expect(try await response.next()?.text == "half")
            let task = Task(executorPreference: LoopExecutor.shared) { try await response.next() }
            await Task.yield()
            response.cancel()
            response.cancel()
            #expect(client.counters.running == 0)
            await #expect(throws: TransferError.cancelled) { try await task.value }
            await gone.happened()
        }
    }

    @Test("letting go of a response closes its connection")
    func dropped() async throws {
        try await onLoop {
            let gone = Moment<Void>()
            let server = try ScriptedServer.unix(stall(after: halfAnswer, gone: gone))
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            do {
                let response = try await client.send(server.request())
                #expect(response.status == 200)
            }
            #expect(client.counters.running == 0)
            await gone.happened()
        }
    }

    @Test("a complete answer whose body nobody read keeps its connection")
    func unreadButComplete() async throws {
        try await onLoop {
            let server = try ScriptedServer.unix(echo)
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            for _ in 0..<3 {
                let response = try await client.send(server.request())
                #expect(response.status == 200)
                while client.counters.running > 0 { await Task.yield() }
            }
            #expect(server.connections == 1)
        }
    }

    @Test("closing the client ends what is under way")
    func closing() async throws {
        try await onLoop {
            let (asked, gone) = (Moment<Void>(), Moment<Void>())
            let server = try ScriptedServer.unix(stall(after: "", asked: asked, gone: gone))
            defer { server.close() }
            let client = HTTPClient()
            let request = server.request()
            let task = Task(executorPreference: LoopExecutor.shared) { try await client.text(of: request) }
            await asked.happened()
            client.close()
            await #expect(throws: TransferError.cancelled) { try await task.value }
            await gone.happened()
            await #expect(throws: TransferError.invalid("the client is closed")) { try await client.text(of: request) }
        }
    }

    @Test("a hundred cancelled at random moments leave nothing behind, and the next request works")
    func atRandom() async throws {
        try await onLoop {
            let server = try ScriptedServer.unix { peer in
                while let request = try await peer.request() {
                    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                    for byte in request.body {
                        peer.send("1\r\n\(Character(Unicode.Scalar(byte)))\r\n")
                        try await peer.socket.flushed()
                        await Task.yield()
                    }
                    peer.send("0\r\n\r\n")
                }
            }
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            let request = server.request(String(repeating: "abcdefgh", count: 8))
            var generator = SeededGenerator(seed: 3)
            var tasks: [Task<String, any Error>] = []
            for _ in 0..<100 { tasks.append(Task(executorPreference: LoopExecutor.shared) { try await client.text(of: request) }) }
            for task in tasks.shuffled(using: &generator) {
                for _ in 0..<Int.random(in: 0..<40, using: &generator) { await Task.yield() }
                task.cancel()
            }
            for task in tasks {
                switch await task.result {
                case .success(let text): #expect(text == request.body.text)
                case .failure(let error): #expect(error as? TransferError == .cancelled)
                }
            }
            #expect(client.counters.running == 0)
            #expect(try await client.text(of: request) == request.body.text)
        }
    }
}
