import Primitives
import Routing
@testable import Settings
import Testing

@Suite("Rules of settings")
struct RuleTests {
    @Test(
        "Globs match whole names",
        arguments: [
            ("*", "", true), ("*", "x", true), ("", "", true), ("", "x", false), ("agent@*.service", "agent@3.service", true),
            ("agent@*.service", "agent@.service", true), ("agent@*.service", "agent@3.service.d", false), ("agent@*.service", "xagent@3.service", false),
            ("a?c", "abc", true), ("a?c", "ac", false), ("*a*b*", "xxaxxbxx", true), ("*a*b*", "xxbxxaxx", false), ("a*a*a", "aaa", true),
            ("a*a*a", "aa", false), ("**", "abc", true), ("[a]", "a", false),
        ])
    func globs(pattern: String, name: String, matches: Bool) {
        #expect(Glob(pattern).matches(name) == matches)
    }

    @Test("A glob made to be slow is not")
    func slowGlob() {
        let pattern = String(repeating: "*a", count: 120) + "b"
        #expect(!Glob(pattern).matches(String(repeating: "a", count: 250)))
    }

    @Test(
        "Durations are exact, with one unit",
        arguments: [
            ("250ms", .milliseconds(250)), ("30s", .seconds(30)), ("1.5s", .milliseconds(1500)), ("2m", .seconds(120)), ("1h", .seconds(3600)),
            ("0s", .zero), ("0.001ms", .microseconds(1)), ("", nil), ("s", nil), ("30", nil), ("30 s", nil), ("-1s", nil), ("+1s", nil),
            ("1d", nil), ("1S", nil), ("1e3s", nil), ("1m30s", nil), ("0.0000001ms", nil), ("99999999999999999999h", nil), ("١s", nil), ("1.s", nil), ("1_000ms", nil),
        ] as [(String, Duration?)])
    func durations(text: String, duration: Duration?) {
        #expect(Quantity.duration(text) == duration)
    }

    @Test("Durations are told in their largest unit", arguments: [(.seconds(90), "\"90s\""), (.seconds(7200), "\"2h\""), (.milliseconds(10), "\"10ms\""), (.nanoseconds(5), "\"5ns\"")] as [(Duration, String)])
    func durationText(duration: Duration, text: String) {
        #expect(Quantity.text(duration) == text)
    }

    @Test(
        "Sizes are whole bytes",
        arguments: [
            ("512B", 512), ("1KiB", 1024), ("1.5KiB", 1536), ("32MiB", 32 << 20), ("1GiB", 1 << 30), ("32MB", nil), ("0.0001KiB", nil), ("1", nil), ("-1B", nil),
            ("999999999999999999999GiB", nil),
        ] as [(String, Int?)])
    func sizes(text: String, bytes: Int?) {
        #expect(Quantity.bytes(text) == bytes)
    }

    @Test(
        "Addresses are plain http and https",
        arguments: [
            ("https://api.x.example/v1", true, false), ("https://api.x.example/v1//", true, false), ("http://127.0.0.1:8000/v1", false, true),
            ("http://localhost", false, true), ("http://[::1]:80/x", false, true), ("https://[2001:db8::1]", true, false), ("http://127.0.0.1.example", false, false),
            ("http://LOCALHOST:1", false, true),
        ])
    func addresses(text: String, isEncrypted: Bool, isLoopback: Bool) throws {
        let endpoint = try #require(EndpointRule.endpoint(text))
        #expect(endpoint.isEncrypted == isEncrypted)
        #expect(endpoint.isLoopback == isLoopback)
        #expect(!endpoint.text.hasSuffix("/"))
    }

    @Test(
        "Doubtful addresses are none",
        arguments: [
            "", "https://", "https:///v1", "ftp://x", "HTTPS://x.example", "https://u@x", "https://u:p@x", "https://x?q", "https://x#f", "https://x y", "https://x\r\nHost: y",
            "https://x:0", "https://x:65536", "https://x:", "https://x:80:90", "https://[::1", "https://[::1]x", "https://x%00", "https://ex\u{0430}mple.com", "//x", "x",
        ])
    func doubtful(text: String) {
        #expect(EndpointRule.endpoint(text) == nil)
    }

    @Test("The sections are data that say what each key may hold")
    func schema() throws {
        guard case .section(let keys) = TableSchema.top.schema else { return #expect(Bool(false), "the table is no section") }
        #expect(keys.map(\.name) == ["schema", "revision", "serial", "rollout", "unknown_mode", "modes", "delivery", "aliases", "profiles", "tiers", "models", "stay", "keep_longer", "expect", "agents"])
        let tiers = try #require(keys.first { $0.name == "tiers" })
        guard case .map(.section(let tier), _, _) = tiers.value else { return #expect(Bool(false), "tiers are no sections by name") }
        #expect(tier.first { $0.name == "order" }?.value == .choice(["listed", "weighted"]))
        #expect(tier.filter(\.required).map(\.name) == ["models"])
        for key in keys + tier { #expect(!key.summary.isEmpty) }
    }
}
