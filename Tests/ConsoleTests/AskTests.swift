import Console
import JSONText
import Loop
import Primitives
import TestKit
import Testing

@Suite("shunt ask")
struct AskTests {
    static let result = #"""
        {"text":"Fix the index","finish":"stop","model":"local","usage":{"input":1200,"cache_read":1000,"cache_write_5m":0,"output":50,"reasoning":6},"cost":{"usd":0.00415,"saved_usd":0.02,"baseline":"opus"},"duration_ms":1234,"route":{"mode":"background","tier":"internal","model":"local","reason":"because"}}
        """#.trimmingSpace
    static let summary = "background → internal → local · 2,200 in (1,000 cached), 56 out (6 reasoning) · $0.00415 · saved $0.02 · 1.2 s\n"

    /// Streams two deltas, then answers.
    @LoopActor
    static func stream(_ request: JSONValue, _ write: (String) -> Void) {
        write(request.note("chat.route", #""mode":"background","tier":"internal","model":"local""#))
        write(request.note("chat.delta", #""text":"Fix ""#))
        write(request.note("chat.delta", #""text":"the index""#))
        write(request.result(result))
    }

    @Test("prints the text and nothing else where nobody looks")
    func piped() async throws {
        try await onLoop {
            let daemon = try FakeDaemon(Self.stream)
            let shunt = Shunt()
            #expect(await shunt.run("ask", "--socket", daemon.path, "--mode", "background", "What", "now?") == .ok)
            #expect(shunt.output.text == "Fix the index\n")
            #expect(shunt.errors.text == "")
            #expect(daemon.received.first?.raw.text == #"{"jsonrpc":"2.0","id":1,"method":"chat","params":{"mode":"background","prompt":"What now?"}}"#)
            daemon.stop()
        }
    }

    @Test("ends with what it was and cost, dim, on a terminal")
    func terminal() async throws {
        try await onLoop {
            let daemon = try FakeDaemon(Self.stream)
            let shunt = Shunt(terminal: true, environment: ["SHUNT_SOCKET": daemon.path])
            #expect(await shunt.run("ask", "What now?") == .ok)
            #expect(shunt.output.text == "Fix the index\n")
            #expect(shunt.errors.text == "\u{1B}[2m\(Self.summary.dropLast())\u{1B}[0m\n")
            daemon.stop()
        }
    }

    @Test("does so elsewhere when it is asked to, without colours")
    func verbose() async throws {
        try await onLoop {
            let daemon = try FakeDaemon(Self.stream)
            let shunt = Shunt()
            #expect(await shunt.run("-s", daemon.path, "ask", "-v", "What now?") == .ok)
            #expect(shunt.errors.text == Self.summary)
            daemon.stop()
        }
    }

    @Test("sends what its options say")
    func options() async throws {
        try await onLoop {
            let daemon = try FakeDaemon(Self.stream)
            let words = [
                "ask", "-s", daemon.path, "--mode=planning", "--session", "s1", "--model", "tier/free", "--system", "Be brief.", "--timeout", "1.5s",
                "--tag", "team=core", "--tag", "ticket=a=b", "--no-stream", "Why?",
            ]
            #expect(await Shunt().run(words) == .ok)
            #expect(
                daemon.received.first?["params"]?.raw.text
                    == #"{"mode":"planning","session":"s1","model":"tier/free","timeout_ms":1500,"tags":{"team":"core","ticket":"a=b"},"system":"Be brief.","prompt":"Why?","stream":false}"#
            )
            daemon.stop()
        }
    }

    struct Prompt: Sendable {
        let words: [String]
        let piped: [String]
        let prompt: String
    }

    @Test("takes its prompt from words and from standard input", arguments: [
        Prompt(words: ["one", "two"], piped: ["not read"], prompt: "one two"),
        Prompt(words: [], piped: ["from ", "a pipe\n"], prompt: "from a pipe\n"),
        Prompt(words: ["-"], piped: ["from a pipe"], prompt: "from a pipe"),
        Prompt(words: ["Explain", "this:", "-"], piped: ["a diff"], prompt: "Explain this:\n\na diff"),
        Prompt(words: ["Before", "-", "after"], piped: ["a diff"], prompt: "Before\n\na diff\n\nafter"),
        Prompt(words: ["--", "--not-an-option"], piped: [], prompt: "--not-an-option"),
    ])
    func prompt(_ expected: Prompt) async throws {
        try await onLoop {
            let daemon = try FakeDaemon(Self.stream)
            let shunt = Shunt(input: expected.piped)
            #expect(await shunt.run(["ask", "-s", daemon.path] + expected.words) == .ok)
            #expect(daemon.received.first?["params"]?["prompt"]?.string == expected.prompt)
            daemon.stop()
        }
    }

    @Test("prints the result as the daemon gave it for programs")
    func json() async throws {
        try await onLoop {
            let daemon = try FakeDaemon(Self.stream)
            let shunt = Shunt()
            #expect(await shunt.run("ask", "-s", daemon.path, "--json", "What now?") == .ok)
            #expect(shunt.output.text == Self.result + "\n")
            #expect(shunt.errors.text == "")
            daemon.stop()
        }
    }

    @Test("prints every message as it comes when programs want the stream")
    func jsonStream() async throws {
        try await onLoop {
            let daemon = try FakeDaemon(Self.stream)
            let shunt = Shunt()
            #expect(await shunt.run("ask", "-s", daemon.path, "--json", "--stream", "What now?") == .ok)
            let lines = shunt.output.text.split(separator: "\n")
            #expect(lines.count == 4)
            #expect(lines.dropLast().map { try? JSONDocument.parse(String($0)).root["method"]?.string } == ["chat.route", "chat.delta", "chat.delta"])
            #expect(lines.last.map(String.init) == Self.result)
            daemon.stop()
        }
    }

    @Test("lets no text of a model act on a terminal")
    func escapes() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { request, write in
                write(request.note("chat.delta", #""text":"\u001b]0;owned\u0007a\r\n\tb\u009b31m\u202e""#))
                write(request.result(#"{"text":"","finish":"stop","model":"\u001b[2Jm","usage":null,"cost":{"usd":null,"saved_usd":null}}"#))
            }
            let shunt = Shunt(terminal: true, environment: ["NO_COLOR": "1"])
            #expect(await shunt.run("ask", "-s", daemon.path, "x") == .ok)
            #expect(shunt.output.text == "\u{FFFD}]0;owned\u{FFFD}a\n\tb\u{FFFD}31m\u{FFFD}\n")
            #expect(shunt.errors.text == "\u{FFFD}[2Jm · tokens unknown · cost unknown\n")
            let piped = Shunt()
            #expect(await piped.run("ask", "-s", daemon.path, "x") == .ok)
            #expect(piped.output.text == "\u{1B}]0;owned\u{7}a\r\n\tb\u{9B}31m\u{202E}\n")
            daemon.stop()
        }
    }

    @Test("shows reasoning dim and apart from the answer, when asked to")
    func reasoning() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { request, write in
                write(request.note("chat.delta", #""reasoning":"Hm.""#))
                write(request.note("chat.delta", #""text":"Yes.\n""#))
                write(request.result(#"{"text":"Yes.\n","finish":"length","model":"m","usage":null,"cost":{"usd":0,"saved_usd":-0.5,"baseline":"b"}}"#))
            }
            let shunt = Shunt()
            #expect(await shunt.run("ask", "-s", daemon.path, "-rv", "x") == .ok)
            #expect(shunt.output.text == "Yes.\n")
            #expect(shunt.errors.text == "Hm.\nm · tokens unknown · $0 · $0.5 more than b · cut at the model's limit of output\n")
            let other = Shunt()
            #expect(await other.run("ask", "-s", daemon.path, "x") == .ok)
            #expect(other.errors.text == "")
            daemon.stop()
        }
    }

    @Test("passes over answers to others and things it does not know")
    func strangers() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { request, write in
                write(#"{"jsonrpc":"2.0","method":"chat.delta","params":{"id":99,"text":"not mine"}}"#)
                write(#"{"jsonrpc":"2.0","id":99,"result":{"text":"not mine"}}"#)
                write(request.note("chat.restart", #""why":"later""#))
                write(request.result(#"{"text":"mine"}"#))
            }
            let shunt = Shunt()
            #expect(await shunt.run("ask", "-s", daemon.path, "x") == .ok)
            #expect(shunt.output.text == "mine\n")
            daemon.stop()
        }
    }
}

extension String {
    var trimmingSpace: String { String(drop { $0.isWhitespace }) }
}
