import Console
import JSONText
import Loop
import Primitives
import TestKit
import Testing

@Suite("When a command fails")
struct FailureTests {
    struct Refusal: Sendable {
        let error: String
        let status: CommandStatus
        let text: String
    }

    @Test("the status says what a script can do about it, and the text why", arguments: [
        Refusal(
            error: #"{"code":-32602,"message":"there is no model \"gtp\"","data":{"type":"unknown_model","retryable":false,"parameter":"model"}}"#,
            status: .failed, text: "shunt: there is no model \"gtp\"\n  at fault: model\n"),
        Refusal(
            error: #"{"code":-32000,"message":"no","data":{"type":"denied","retryable":false}}"#, status: .denied, text: "shunt: no\n"),
        Refusal(
            error: #"{"code":-32000,"message":"slow down","data":{"type":"rate_limited","retryable":true,"retry_after_ms":2500,"attempts":[{"model":"a","provider":"p","duration_ms":3,"fault":"rate","status":429,"message":"too many"},{"model":"b","provider":"q","duration_ms":1,"fault":"transport","message":"reset"}]}}"#,
            status: .retryable,
            text: "shunt: slow down\n  tried a: rate 429: too many\n  tried b: transport: reset\n  try again in 2.5 s\n"),
        Refusal(error: "{}", status: .failed, text: "shunt: the daemon gave no reason\n"),
    ])
    func refused(_ refusal: Refusal) async throws {
        try await onLoop {
            let daemon = try FakeDaemon { request, write in write(request.error(refusal.error)) }
            let shunt = Shunt()
            #expect(await shunt.run("ask", "-s", daemon.path, "x") == refusal.status)
            #expect(shunt.errors.text == refusal.text)
            #expect(shunt.output.text == "")
            let programs = Shunt()
            #expect(await programs.run("ask", "-s", daemon.path, "--json", "x") == refusal.status)
            #expect(programs.output.text == "{\"error\":\(refusal.error)}\n")
            #expect(programs.errors.text == "")
            daemon.stop()
        }
    }

    @Test("an answer that breaks off leaves its line first")
    func cut() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { request, write in
                write(request.note("chat.delta", #""text":"half""#))
                write(request.error(#"{"message":"the stream was cut","data":{"type":"stream_cut","retryable":true}}"#))
            }
            let shunt = Shunt()
            #expect(await shunt.run("ask", "-s", daemon.path, "x") == .retryable)
            #expect(shunt.output.text == "half\n")
            #expect(shunt.errors.text == "shunt: the stream was cut\n")
            daemon.stop()
        }
    }

    @Test("a daemon that goes away is told from one that answers")
    func gone() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { _, write in write("") }
            let shunt = Shunt()
            #expect(await shunt.run("status", "-s", daemon.path) == .unreachable)
            #expect(shunt.errors.text.contains("closed the connection before it answered"))
            daemon.stop()
        }
    }

    @Test("a daemon that hangs is not waited for without end")
    func silent() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { _, _ in }
            let shunt = Shunt()
            shunt.patience = .milliseconds(5)
            #expect(await shunt.run("status", "-s", daemon.path) == .unreachable)
            #expect(shunt.errors.text.hasPrefix("shunt: the daemon at \(daemon.path) did not answer within 5 ms\n"))
            daemon.stop()
        }
    }

    @Test("something else at the socket is named as such")
    func stranger() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { _, write in write("220 mail.example ESMTP") }
            let shunt = Shunt()
            #expect(await shunt.run("ping", "-s", daemon.path) == .unreachable)
            #expect(shunt.errors.text == "shunt: what answers at \(daemon.path) does not speak shunt's protocol\n")
            daemon.stop()
        }
    }

    @Test("no socket is a message that names the places and the remedy")
    func absent() async throws {
        try await onLoop {
            let shunt = Shunt()
            #expect(await shunt.run("ask", "--socket", "/nowhere/shunt.sock", "x") == .unreachable)
            #expect(
                shunt.errors.text == """
                    shunt: no daemon: there is no socket at /nowhere/shunt.sock
                      start it with "systemctl start shuntd.socket", or say where it listens with --socket or SHUNT_SOCKET

                    """)
        }
    }

    @Test("a user's own daemon goes before the system's, and does not have to be there")
    func places() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { request, write in write(request.result("{}")) }
            let shunt = Shunt(environment: ["XDG_RUNTIME_DIR": "/nowhere", "SHUNT_SOCKET": daemon.path])
            #expect(await shunt.run("ping") == .ok)
            daemon.stop()
            let other = Shunt(environment: ["XDG_RUNTIME_DIR": "/nowhere"])
            let status = await other.run("ping")
            // A machine on which shunt is installed has a daemon at the last place.
            #expect(status == .ok || other.errors.text.contains("/nowhere/shunt/shunt.sock or /run/shunt/shunt.sock") || status == .denied)
        }
    }

    @Test("a command line that cannot be understood says what was meant", arguments: [
        (["aks", "x"], "shunt: unknown command \"aks\"; did you mean \"ask\"?\n  see \"shunt --help\"\n"),
        (["ask", "--mdoe", "x"], "shunt: unknown option --mdoe; did you mean --mode?\n  see \"shunt ask --help\"\n"),
        (["ask", "--timeout", "30", "x"], "shunt: --timeout takes a time, not \"30\"; write 30s, 250ms or 2m\n  see \"shunt ask --help\"\n"),
        (["ask", "--tag", "x", "y"], "shunt: --tag takes NAME=VALUE, not \"x\"\n  see \"shunt ask --help\"\n"),
        (["ask", " "], "shunt: what to ask is empty\n  see \"shunt ask --help\"\n"),
        (["status", "now"], "shunt: \"now\" is one word too many; shunt status takes options only\n  see \"shunt status --help\"\n"),
        ([], "shunt: which command?\n  see \"shunt --help\"\n"),
        (["help", "satus"], "shunt: unknown command \"satus\"; did you mean \"status\"?\n  see \"shunt --help\"\n"),
    ])
    func usage(words: [String], text: String) async throws {
        try await onLoop {
            let shunt = Shunt()
            #expect(await shunt.run(words) == .usage)
            #expect(shunt.errors.text == text)
            #expect(shunt.output.text == "")
        }
    }

    @Test("nobody waits for a prompt that nobody was asked for")
    func noPrompt() async throws {
        try await onLoop {
            let shunt = Shunt(terminal: true, environment: ["NO_COLOR": "1"])
            #expect(await shunt.run("ask") == .usage)
            #expect(shunt.errors.text.hasPrefix("shunt: what to ask is missing; give it as TEXT, or - to type it\n"))
        }
    }

    @Test("a reader of the output that goes away ends it without a word")
    func brokenPipe() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { request, write in
                write(request.note("chat.delta", #""text":"some""#))
                write(request.note("chat.delta", #""text":" more""#))
            }
            let shunt = Shunt()
            shunt.output.isClosed = true
            #expect(await shunt.run("ask", "-s", daemon.path, "x") == .signal(13))
            #expect(shunt.errors.text == "")
            await daemon.hasReceived(2)
            #expect(daemon.methods == ["chat", "cancel"])
            daemon.stop()
        }
    }

    @Test("Ctrl-C cancels the call and ends with the status that shells give it")
    func interrupted() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { request, write in write(request.note("chat.delta", #""text":"endless""#)) }
            let shunt = Shunt()
            let run = EventLoop.spawn { await shunt.run("ask", "-s", daemon.path, "x") }
            await shunt.output.hasShown("endless")
            shunt.interruptions.raise(2)
            #expect(await run.value == .signal(2))
            #expect(CommandStatus.signal(2).number == 130)
            #expect(shunt.output.text == "endless\n")
            await daemon.hasReceived(2)
            #expect(daemon.received.last?.raw.text == #"{"jsonrpc":"2.0","method":"cancel","params":{"id":1}}"#)
            daemon.stop()
        }
    }
}
