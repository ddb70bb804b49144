import Console
import JSONText
import Loop
import Primitives
import TestKit
import Testing

@Suite("What the commands of an operator show")
struct CommandTests {
    struct Shown: Sendable, CustomTestStringConvertible {
        let words: [String]
        let result: String
        let text: String
        var testDescription: String { words.joined(separator: " ") }
    }

    static let listing = [
        Shown(
            words: ["status"],
            result: #"{"state":"serving","uptime_ms":7500000,"table":{"revision":"demo.1","age_ms":250,"last_failure":{"age_ms":61000,"errors":["t.toml:1:2: no"]}},"requests":{"running":0},"cooling":[],"health":[{"model":"m","left_ms":4000},{"model":"n","left_ms":0}],"added_later":true}"#,
            text: """
                state        serving
                uptime       2 h 5 min
                table
                  revision  demo.1
                  age       250 ms
                  last failure
                    age  1 min 1 s
                    errors
                      t.toml:1:2: no
                requests
                  running  0
                cooling      none
                health
                  -
                    model  m
                    left   4 s
                  -
                    model  n
                    left   0 ms
                added later  true

                """),
        Shown(
            words: ["modes"],
            result: #"{"modes":[{"mode":"planning","tier":"frontier","aliases":["plan","architect"]},{"mode":"editing","tier":"balanced","aliases":[]}],"agents":[{"agent":"claude-code","modes":["planning","editing"]},{"agent":"curl","modes":[]}],"revision":"demo.1","sha256":"00"}"#,
            text: """
                MODE      TIER      ALSO
                planning  frontier  plan, architect
                editing   balanced

                AGENT        IN MODES
                claude-code  planning, editing
                curl
                table demo.1

                """),
        Shown(
            words: ["models"],
            result: #"{"profiles":["shunt/auto"],"tiers":{"frontier":["opus","gpt"]},"models":[{"id":"opus","provider":"anthropic","name":"claude-opus","context":1050000,"usd_per_million_tokens":{"input":5,"output":25,"cache_read":0.5}},{"id":"gpt","provider":"openai","name":"gpt-5"}],"revision":"demo.1","sha256":"00"}"#,
            text: """
                Profiles
                  shunt/auto

                Tiers
                  tier/frontier  opus, gpt

                Models, with prices in USD per million tokens
                  MODEL  PROVIDER   ITS NAME       CONTEXT  INPUT  CACHED  OUTPUT
                  opus   anthropic  claude-opus  1,050,000      5     0.5      25
                  gpt    openai     gpt-5                       ?               ?
                table demo.1

                """),
        Shown(
            words: ["explain", "--mode", "plan", "x"],
            result: #"{"mode":"planning","asked":{"mode":"plan","from":"parameter"},"profile":"auto","tier":"frontier","model":"opus","reason":"mode planning goes to tier frontier; opus is the first that can answer","candidates":[{"model":"opus","provider":"anthropic","name":"claude-opus","effort":"high","key":"own"},{"model":"gpt","provider":"openai","name":"gpt-5","key":"own"}],"rejected":[{"model":"grok","provider":"xai","reason":"no key for provider xai"}],"baseline":"opus","revision":"demo.1"}"#,
            text: """
                mode planning goes to tier frontier; opus is the first that can answer

                  mode      planning (asked for as plan)
                  profile   auto
                  tier      frontier
                  model     opus
                  baseline  opus
                  revision  demo.1

                Would be tried, in this order
                  1.  opus  anthropic  claude-opus  effort high
                  2.  gpt   openai     gpt-5

                Would not be tried
                  1.  grok  xai  no key for provider xai

                """),
        Shown(words: ["reload"], result: #"{"revision":"demo.2","sha256":"00"}"#, text: "table demo.2 is live\n"),
    ]

    @Test("is laid out for people, and as it came for programs", arguments: listing)
    func shown(_ shown: Shown) async throws {
        try await onLoop {
            let daemon = try FakeDaemon { request, write in write(request.result(shown.result)) }
            let people = Shunt()
            #expect(await people.run(["-s", daemon.path] + shown.words) == .ok)
            #expect(people.output.text == shown.text)
            let programs = Shunt()
            #expect(await programs.run(["-s", daemon.path, "--json"] + shown.words) == .ok)
            #expect(programs.output.text == shown.result + "\n")
            #expect(people.errors.text + programs.errors.text == "")
            #expect(daemon.methods == [shown.words[0], shown.words[0]])
            daemon.stop()
        }
    }

    @Test("of a decision without a model ends with a failure")
    func undecided() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { request, write in
                write(request.result(#"{"mode":null,"tier":null,"model":null,"reason":"there is no mode \"x\"","candidates":[],"rejected":[],"error":"there is no mode \"x\""}"#))
            }
            let shunt = Shunt()
            #expect(await shunt.run("explain", "-s", daemon.path, "--mode", "x", "y") == .failed)
            #expect(shunt.output.text == "there is no mode \"x\"\n\n")
            daemon.stop()
        }
    }

    @Test("of a refused reload is every reason, on standard error")
    func refusedReload() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { request, write in
                write(request.error(#"{"code":-32000,"message":"table.toml:3:1: one\ntable.toml:9:2: two","data":{"type":"invalid_request","retryable":false}}"#))
            }
            let shunt = Shunt()
            #expect(await shunt.run("reload", "-s", daemon.path) == .failed)
            #expect(shunt.errors.text == "shunt: table.toml:3:1: one\ntable.toml:9:2: two\n")
            #expect(shunt.output.text == "")
            daemon.stop()
        }
    }

    @Test("of a ping is where it went")
    func ping() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { request, write in write(request.result("{}")) }
            let shunt = Shunt()
            #expect(await shunt.run("ping", "-s", daemon.path) == .ok)
            #expect(shunt.output.text.hasPrefix("the daemon at \(daemon.path) answered in "))
            daemon.stop()
        }
    }

    @Test("of help names every command, and each has help of its own")
    func help() async throws {
        try await onLoop {
            let all = Shunt()
            #expect(await all.run("--help") == .ok)
            let names = ["ask", "chat", "explain", "check", "reload", "status", "models", "modes", "ping", "help"]
            for name in names {
                #expect(all.output.text.contains("\n  \(name) "))
                let (before, behind) = (Shunt(), Shunt())
                #expect(await before.run("help", name) == .ok)
                #expect(await behind.run(name, "--help") == .ok)
                #expect(before.output.text.hasPrefix("Usage: shunt \(name) "))
                #expect(before.output.text == behind.output.text)
            }
            let version = Shunt()
            #expect(await version.run("--version") == .ok)
            #expect(version.output.text == "shunt \(Version.text)\n")
        }
    }
}
