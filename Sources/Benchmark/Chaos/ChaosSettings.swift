internal import Primitives

/// The configuration of a chaos run, and its tables, of which each turn puts other faults in front.
struct ChaosSettings {
    /// Of all answers but the long ones.
    static let tokens = 20
    /// Enough that a slow reader holds its provider back.
    static let longTokens = 1500

    /// What goes wrong before, within and at the end of an answer; all would say the same.
    private static let faults = [
        "status=503", "cut=9&delay=5ms", "status=429&retry_after=1", "error_after=7&delay=5ms", "reset=head", "malformed=6&delay=5ms", "silence=8&delay=5ms",
        "end=no_finish&delay=5ms", "wait=60s", "status=401", "error=context", "cut=3&delay=20ms",
    ]
    private static let sound = ["delay=10ms", "delay=5ms&first=50ms", "delay=2ms"]
    private static let providers = ["near", "claude", "google", "responder", "shaky"]
    /// Model names repeat after so many turns, so that what the daemon remembers of them is bounded.
    private static let generations = 20

    let simulator: String
    /// That of a provider which dies and comes back.
    let shaky: String

    func configuration(table: String) -> String {
        var text = "[table]\nsource = \"\(table)\"\n[limits]\nrequests = 150\nqueue = 60\nqueue_time = \"2s\"\nsessions = 500\n"
        let apis = ["near": "openai-chat", "claude": "anthropic-messages", "google": "gemini", "responder": "openai-responses", "shaky": "openai-chat"]
        for name in Self.providers {
            text += "[providers.\(name)]\napi = \"\(apis[name] ?? "openai-chat")\"\nurl = \"http://simulator/\(name == "google" ? "v1beta" : "v1")\"\n"
            text += "socket = \"\(name == "shaky" ? shaky : simulator)\"\nclocks = { first_byte = \"1s\", first_token = \"1s\", idle = \"500ms\", total = \"20s\" }\n"
        }
        return text
    }

    /// The tiers by mode: streams as they come, whole answers, hedged ones, and long ones.
    func table(turn: Int) -> String {
        var models = ""
        var tiers = ""
        for (place, mode) in ["editing", "background", "planning", "debugging"].enumerated() {
            let names = (0..<4).map { "m\(turn % Self.generations)-\(place)-\($0)" }
            for (index, name) in names.enumerated() {
                models += model(name, script(turn: turn, place: place, index: index), Self.providers[(turn + place + index) % Self.providers.count], isLast: index == 3, mayContinue: turn % 2 == 0)
            }
            tiers += "[tiers.t\(place)]\nmodels = [\(names.map { "\"\($0)\"" }.joined(separator: ", "))]\n"
            if mode == "background" { tiers += "delivery = \"whole\"\n" }
            if mode == "planning" { tiers += "hedge = { percentile = 90, after = \"100ms\" }\n" }
        }
        return "schema = 1\nrevision = \"turn-\(turn)\"\n[modes]\nediting = \"t0\"\nbackground = \"t1\"\nplanning = \"t2\"\ndebugging = \"t3\"\n\(tiers)\(models)"
    }

    /// Some of a tier's models fail in some way, and the last is sound; every other turn it goes on with what broke off.
    private func script(turn: Int, place: Int, index: Int) -> String {
        if place == 3 { return "tokens=\(Self.longTokens)" }
        if index == 3 || index == turn % 4 { return "tokens=\(Self.tokens)&\(Self.sound[(turn + index) % Self.sound.count])" }
        return "tokens=\(Self.tokens)&\(Self.faults[(turn * 3 + place * 5 + index) % Self.faults.count])"
    }

    private func model(_ name: String, _ script: String, _ provider: String, isLast: Bool, mayContinue: Bool) -> String {
        let provider = isLast ? "near" : provider
        let prefill = isLast && mayContinue ? "prefill = true\n" : ""
        return "[models.\(name)]\nprovider = \"\(provider)\"\nname = \"sim?\(script)\"\nprice = { input = 1, output = 2 }\n\(prefill)"
    }
}
