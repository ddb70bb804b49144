import Console
import JSONText
import Loop
import Primitives
import TestKit
import Testing

@Suite("shunt chat")
struct ChatTests {
    /// Answers question n with `answer n`, streamed as the dialect of the conversation has it.
    @LoopActor
    static func answer(_ request: JSONValue, _ write: (String) -> Void) {
        guard request["method"]?.string == "chat" else { return }
        let text = "answer \(request["id"]?.int ?? 0)"
        write(request.note("chat.delta", #""data":{"choices":[{"index":0,"delta":{"role":"assistant"}}]}"#))
        write(request.note("chat.delta", #""data":{"choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"#))
        write(request.note("chat.delta", #""data":{"choices":[],"usage":{}}"#))
        write(request.result(#"{"body":{"choices":[{"message":{"role":"assistant","content":"\#(text)"}}]},"finish":"stop","model":"m","usage":null,"cost":{"usd":0}}"#))
    }

    static func bodies(_ daemon: FakeDaemon) async -> [String] {
        await daemon.received.compactMap { $0["params"]?["body"]?.raw.text }
    }

    @Test("remembers what was said, in one session")
    func remembers() async throws {
        try await onLoop {
            let daemon = try FakeDaemon(Self.answer)
            let shunt = Shunt(input: ["first\nsec", "ond\n\n", "third, unended"])
            #expect(await shunt.run("chat", "-s", daemon.path, "--system", "Be brief.") == .ok)
            #expect(shunt.output.text == "answer 1\nanswer 2\nanswer 3\n")
            #expect(shunt.errors.text == "")
            let system = #"{"role":"system","content":"Be brief."}"#
            let first = #"{"role":"user","content":"first"},{"role":"assistant","content":"answer 1"}"#
            let second = #"{"role":"user","content":"second"},{"role":"assistant","content":"answer 2"}"#
            #expect(
                await Self.bodies(daemon) == [
                    #"{"model":"shunt/auto","messages":[\#(system),{"role":"user","content":"first"}],"stream":true}"#,
                    #"{"model":"shunt/auto","messages":[\#(system),\#(first),{"role":"user","content":"second"}],"stream":true}"#,
                    #"{"model":"shunt/auto","messages":[\#(system),\#(first),\#(second),{"role":"user","content":"third, unended"}],"stream":true}"#,
                ])
            let sessions = Set(daemon.received.compactMap { $0["params"]?["session"]?.string })
            #expect(sessions.count == 1)
            #expect(sessions.first?.hasPrefix("chat_") == true)
            daemon.stop()
        }
    }

    @Test("follows what is said to it and not to the model")
    func directives() async throws {
        try await onLoop {
            let daemon = try FakeDaemon(Self.answer)
            let shunt = Shunt(input: ["one\n/mode planning\n/model tier/free\ntwo\n/new\n/etc/hosts?\n/quit\nnever\n"])
            #expect(await shunt.run("chat", "-s", daemon.path) == .ok)
            let parameters = daemon.received.compactMap { $0["params"] }
            #expect(parameters.map { $0["mode"]?.string } == [nil, "planning", "planning"])
            #expect(parameters.map { $0["body"]?["model"]?.string } == ["shunt/auto", "tier/free", "tier/free"])
            #expect(parameters.map { $0["body"]?["messages"]?.count } == [1, 3, 1])
            #expect(parameters.last?["body"]?["messages"]?.elements.map { $0["content"]?.string } == ["/etc/hosts?"])
            daemon.stop()
        }
    }

    @Test("joins lines that end with a backslash")
    func continued() async throws {
        try await onLoop {
            let daemon = try FakeDaemon(Self.answer)
            #expect(await Shunt(input: ["one\\\ntwo\n"]).run("chat", "-s", daemon.path) == .ok)
            #expect(daemon.received.first?["params"]?["body"]?["messages"]?.elements.map { $0["content"]?.string } == ["one\ntwo"])
            daemon.stop()
        }
    }

    @Test("ends with the first failure where it is piped")
    func pipedFailure() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { request, write in write(request.error(#"{"message":"no","data":{"type":"denied","retryable":false}}"#)) }
            let shunt = Shunt(input: ["one\ntwo\n"])
            #expect(await shunt.run("chat", "-s", daemon.path) == .denied)
            #expect(daemon.methods == ["chat"])
            #expect(shunt.errors.text == "shunt: no\n")
            daemon.stop()
        }
    }

    @Test("goes on after a failure where somebody types, without the question that failed")
    func typedFailure() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { request, write in
                if request["id"]?.int == 1 { write(request.error(#"{"message":"no"}"#)) } else { Self.answer(request, write) }
            }
            let shunt = Shunt(input: ["one\n", "/mdoe x\n", "two\n"], terminal: true, environment: ["NO_COLOR": "1"])
            #expect(await shunt.run("chat", "-s", daemon.path, "--mode", "planning") == .ok)
            #expect(shunt.output.text == "answer 2\n")
            #expect(
                shunt.errors.text == """
                    /help lists what can be said besides questions
                    planning> shunt: no
                    planning> unknown /mdoe; did you mean /mode?
                    planning> m · tokens unknown · $0
                    planning> \n
                    """)
            #expect(daemon.received.last?["params"]?["body"]?["messages"]?.count == 1)
            daemon.stop()
        }
    }

    @Test("breaks off an answer at Ctrl-C and goes on, passing over what still comes of it")
    func brokenOff() async throws {
        try await onLoop {
            var first: JSONValue?
            let daemon = try FakeDaemon { request, write in
                switch request["method"]?.string {
                case "cancel":
                    write(first?.note("chat.delta", #""data":{"choices":[{"delta":{"content":"late"}}]}"#) ?? "")
                    write(first?.error(#"{"message":"cancelled","data":{"type":"cancelled","retryable":false}}"#) ?? "")
                case _ where first == nil:
                    first = request
                    write(request.note("chat.delta", #""data":{"choices":[{"delta":{"content":"endless"}}]}"#))
                default: Self.answer(request, write)
                }
            }
            let shunt = Shunt(input: ["one\n", "two\n"], terminal: true, environment: ["NO_COLOR": "1"])
            let run = EventLoop.spawn { await shunt.run("chat", "-s", daemon.path) }
            await shunt.output.hasShown("endless")
            shunt.interruptions.raise(2)
            #expect(await run.value == .ok)
            #expect(shunt.output.text == "endless\nanswer 2\n")
            #expect(shunt.errors.text.contains("broken off"))
            #expect(daemon.methods == ["chat", "cancel", "chat"])
            #expect(daemon.received.last?["params"]?["body"]?["messages"]?.count == 1)
            daemon.stop()
        }
    }

    @Test("ends at Ctrl-C where nothing runs, and at SIGTERM always", arguments: [Int32(2), 15])
    func ended(signal: Int32) async throws {
        try await onLoop {
            let daemon = try FakeDaemon { request, write in write(request.note("chat.delta", #""data":{"choices":[{"delta":{"content":"endless"}}]}"#)) }
            let shunt = Shunt(input: signal == 2 ? [] : ["one\n"], terminal: true)
            shunt.input.staysOpen = true
            let run = EventLoop.spawn { await shunt.run("chat", "-s", daemon.path) }
            if signal == 2 { await shunt.errors.hasShown("> ") } else { await shunt.output.hasShown("endless") }
            shunt.interruptions.raise(signal)
            #expect(await run.value == .signal(signal))
            daemon.stop()
        }
    }
}
