import Options
import Primitives
import Simulator
import Testing

@Suite("Script")
struct ScriptTests {
    @Test("words are read, and what they do not name stays")
    func words() throws {
        var script = try Script("tokens=60&delay=5ms&cut=40&status=503&retry_after=2&field=x-a:b")
        try script.apply("cut=head&end=no_done&text=a%26b%25")
        #expect(script.tokens == 60)
        #expect(script.delay == .milliseconds(5))
        #expect(script.cut == .head)
        #expect(script.status == 503)
        #expect(script.retryAfter == "2")
        #expect(script.end == .noDone)
        #expect(script.text == "a&b%")
        #expect(script.fields.map(\.name) == ["x-a"])
    }

    @Test("what is wrong is named", arguments: [
        ("tokns=3", "unknown directive \"tokns\"; did you mean \"tokens\"?"),
        ("tokens=many", "tokens: \"many\" is no number from 0 to 100000000"),
        ("delay=5", "delay: \"5\" has no unit: us, ms, s or m"),
        ("status=99", "status: 99 is no HTTP status from 200 to 599"),
        ("chunk_bytes=0", "chunk_bytes: must be at least 1"),
        ("end=never", "end: \"never\" is none of proper, no_done, no_finish"),
        ("field=x", "field: \"x\" is no NAME:VALUE"),
    ])
    func errors(text: String, message: String) {
        #expect(throws: ScriptError(message)) { try Script(text) }
    }

    @Test("every word is in the help text")
    func help() {
        let help = Help.text(of: SimulatorOptions.command, width: 100)
        for directive in Directive.all { #expect(help.contains("  \(directive.name)=")) }
    }
}

@Suite("Command line of the simulator")
struct SimulatorOptionsTests {
    @Test("addresses are a loopback port or a Unix path, and nothing else")
    func addresses() throws {
        #expect(try SimulatorOptions([]).address == .tcp(port: 0))
        #expect(try SimulatorOptions(["--listen", "127.0.0.1:8080"]).address == .tcp(port: 8080))
        #expect(try SimulatorOptions(["--listen=unix:/run/sim.sock", "--quiet"]).address == .unix(path: "/run/sim.sock"))
        #expect(throws: UsageError.self) { try SimulatorOptions(["--listen", "0.0.0.0:80"]) }
        #expect(throws: UsageError.self) { try SimulatorOptions(["--lisen", "x"]) }
    }
}

@Suite("Scenario")
struct ScenarioTests {
    @Test("an answer is a script as text or as an object")
    func forms() throws {
        let text = try Scenario.parse(Bytes(#"{"rules":[{"model":"a*","answer":"status=429&retry_after=1"}]}"#.utf8))
        let object = try Scenario.parse(Bytes(#"{"rules":[{"model":"a*","answer":{"status":429,"retry_after":"1"}}]}"#.utf8))
        #expect(text == object)
        #expect(text.rules.count == 1)
    }

    @Test("what is wrong is named with its place", arguments: [
        (#"[]"#, "a scenario is an object"),
        (#"{"rule":[]}"#, "unknown key \"rule\"; there are models, keys, rules"),
        (#"{"rules":[{"answer":"status=200"},{"answer":"statuss=1"}]}"#, "rules[1]: unknown directive \"statuss\"; did you mean \"status\"?"),
        (#"{"models":[1]}"#, "models holds something else than strings"),
    ])
    func errors(text: String, message: String) {
        #expect(throws: ScriptError(message)) { try Scenario.parse(Bytes(text.utf8)) }
    }
}

@Suite("AnswerText")
struct AnswerTextTests {
    @Test("a reply names the model and tells questions apart")
    func reply() {
        let one = AnswerText.reply(to: "Write a commit message for: retry the upload when the socket closes.", model: "sim-small")
        #expect(one.hasPrefix("Retry the upload when the socket closes\n"))
        #expect(one.contains("sim-small"))
        #expect(one != AnswerText.reply(to: "Write a commit message for: retry the upload when the socket opens.", model: "sim-small"))
    }

    @Test("made-up words are four bytes a token and depend on the question")
    func words() {
        let words = AnswerText.words(60, seed: "question")
        #expect(words.count == 60)
        #expect(words.joined().utf8.count == 4 * 60 - 1)
        #expect(words != AnswerText.words(60, seed: "another"))
    }
}
