import Exchange
import JSONText
import Loop
import Primitives
import Simulator
import Telemetry
import TestKit

/// What providers do wrong, played to a station on a loop that skips idle time, through one door and with one delivery.
@LoopActor
struct FaultBattery {
    enum Door: String, CaseIterable { case chat, messages, ndjson }

    enum Outcome: Equatable {
        case answered(by: String)
        /// Broken off after some of it was given, and said to be.
        case brokenOff
        case refused
    }

    struct Fault {
        let name: String
        let script: String
        var fallback: String? = "sim?text=rescued"
        /// The table says that the fall-back goes on with what another began.
        var prefill = false
        let streamed: Outcome
        let whole: Outcome
        /// Calls that the first model gets while nothing of the answer was given.
        let calls: Int
        var atLeast = Duration.zero
        var atMost = Duration.seconds(5)
    }

    static let faults: [Fault] = [
        Fault(
            name: "a rate that is used up once", script: "sim?status=429&retry_after=2&times=1", fallback: nil, streamed: .answered(by: "m0"),
            whole: .answered(by: "m0"), calls: 2, atLeast: .seconds(2)),
        Fault(name: "a rate that stays used up", script: "sim?status=429", streamed: .answered(by: "m1"), whole: .answered(by: "m1"), calls: 1),
        Fault(name: "a failure once", script: "sim?status=500&times=1", streamed: .answered(by: "m0"), whole: .answered(by: "m0"), calls: 2),
        Fault(name: "a failure for ever", script: "sim?status=503", streamed: .answered(by: "m1"), whole: .answered(by: "m1"), calls: 2),
        Fault(name: "a reset before the head", script: "sim?reset=head", streamed: .answered(by: "m1"), whole: .answered(by: "m1"), calls: 2),
        Fault(
            name: "no answer at all", script: "sim?wait=100m", streamed: .answered(by: "m1"), whole: .answered(by: "m1"), calls: 1,
            atLeast: .seconds(120), atMost: .seconds(125)),
        Fault(
            name: "a first token after long thought", script: "sim?first=20s&text=late", streamed: .answered(by: "m0"), whole: .answered(by: "m0"), calls: 1,
            atLeast: .seconds(20), atMost: .seconds(25)),
        Fault(name: "a stream that is cut", script: "sim?tokens=60&delay=20ms&cut=40", streamed: .brokenOff, whole: .answered(by: "m1"), calls: 2),
        Fault(
            name: "a cut where the fall-back refuses to go on", script: "sim?tokens=60&delay=20ms&cut=40", fallback: "sim?prefill=refused&text=rescued", prefill: true,
            streamed: .brokenOff, whole: .answered(by: "m1"), calls: 2),
        Fault(
            name: "a stream that falls silent", script: "sim?tokens=60&delay=20ms&silence=20", streamed: .brokenOff, whole: .answered(by: "m1"), calls: 1),
        Fault(
            name: "an event that is none", script: "sim?tokens=60&delay=20ms&malformed=20", streamed: .brokenOff, whole: .answered(by: "m1"), calls: 2),
        Fault(
            name: "an end without its mark", script: "sim?text=rescued&end=no_done", streamed: .answered(by: "m0"), whole: .answered(by: "m0"), calls: 1),
        Fault(
            name: "an end without a reason", script: "sim?tokens=60&delay=20ms&end=no_finish", streamed: .brokenOff, whole: .answered(by: "m1"), calls: 2),
        Fault(name: "a context that is too small", script: "sim?error=context", streamed: .answered(by: "m1"), whole: .answered(by: "m1"), calls: 1),
        Fault(name: "content that is refused", script: "sim?error=filter", streamed: .refused, whole: .refused, calls: 1),
    ]

    let door: Door
    let isWhole: Bool
    private(set) var failures: [String] = []

    /// Plays all faults through `door` with both deliveries; returns what was not as it should be.
    static func run(_ door: Door) async throws -> [String] {
        EventLoop.skipIdleTime()
        var failures: [String] = []
        for isWhole in [false, true] {
            var battery = FaultBattery(door: door, isWhole: isWhole)
            for fault in faults { try await battery.play(fault) }
            try await battery.playOutage()
            failures += battery.failures
        }
        return failures
    }

    private init(door: Door, isWhole: Bool) {
        self.door = door
        self.isWhole = isWhole
    }

    private mutating func check(_ holds: Bool, _ text: @autoclosure () -> String) {
        if !holds { failures.append("\(door.rawValue), \(isWhole ? "whole" : "stream"): \(text())") }
    }

    private func table(_ fault: Fault) -> String {
        let table = fault.fallback.map { Station.table(fault.script, $0) } ?? Station.table(fault.script)
        return table + (fault.prefill ? "prefill = true\n" : "") + (isWhole ? "[delivery]\nediting = \"whole\"\n" : "")
    }

    private mutating func play(_ fault: Fault) async throws {
        let station = try Station(table(fault))
        let began = Clock.monotonic
        let outcome = try await ask(station)
        let took = Clock.monotonic - began
        check(outcome == (isWhole ? fault.whole : fault.streamed), "\(fault.name): \(outcome)")
        check(took >= fault.atLeast && took < fault.atMost, "\(fault.name): took \(took)")
        let script = String(fault.script.dropFirst(4))
        let calls = station.simulator.received.count { $0.model?.hasSuffix(script) == true }
        check(calls == (outcome == .brokenOff ? 1 : fault.calls), "\(fault.name): \(calls) calls")
        // Nobody is asked to go on where another stopped, unless the table says that it can; and then once.
        let prefills = station.simulator.received.count { $0.body.text.contains("\"assistant\"") }
        check(prefills == (fault.prefill && !isWhole ? 1 : 0), "\(fault.name): \(prefills) prefills")
        let entries = try await station.settled(1)
        check(entries.count == 1, "\(fault.name): settled \(entries.count) times")
        if case .answered(let model) = outcome {
            check(entries.first?.field("MODEL") == model, "\(fault.name): the journal names another model")
            // What the answering model used and nothing else: failed attempts are not billed.
            let tokens = (Int(entries.first?.field("INPUT_TOKENS") ?? "") ?? 0, Int(entries.first?.field("OUTPUT_TOKENS") ?? "") ?? 0)
            let cost = Money(picodollars: Int128(tokens.0 + 2 * tokens.1) * 1_000_000)
            check(tokens.1 > 0 && entries.first?.field("COST_USD") == cost.description, "\(fault.name): bills \(entries.first?.field("COST_USD") ?? "nothing")")
        }
        check(station.counters.inFlight == 0, "\(fault.name): something is in flight")
        await station.stop()
    }

    /// A primary that takes a second to fail for a minute and is healthy then, while two callers come at once every few seconds.
    private mutating func playOutage() async throws {
        let name = "an outage"
        let station = try Station(Station.table("sim", "other?text=rescued") + (isWhole ? "[delivery]\nediting = \"whole\"\n" : ""))
        station.simulator.scenario.rules = [try Scenario.Rule(model: "sim", "wait=1s&status=503")]
        let watch = EventLoop.spawn { await Self.mostAtOnce(station) }
        let pause = Duration.milliseconds(3_300)
        let began = Clock.monotonic
        var backAfter: Duration?
        for number in 0..<30 {
            try await EventLoop.sleep(for: began + pause * number - Clock.monotonic)
            let isDown = pause * number < .seconds(60)
            if !isDown { station.simulator.scenario.rules = [] }
            let battery = self
            let pair = (0..<2).map { _ in EventLoop.spawn { try await battery.ask(station) } }
            let outcomes = [try await pair[0].value, try await pair[1].value]
            if isDown || backAfter != nil {
                check(outcomes.allSatisfy { $0 == .answered(by: isDown ? "m1" : "m0") }, "\(name): \(outcomes) at \(number)")
            } else if outcomes.contains(.answered(by: "m0")) {
                backAfter = pause * number - .seconds(60)
            }
        }
        check(backAfter.map { $0 <= .seconds(30) } == true, "\(name): back after \(backAfter.map { "\($0)" } ?? "never")")
        watch.cancel()
        let most = await watch.value
        check(most == 1, "\(name): \(most) probes at once")
        let calls = Self.failedCalls(station)
        check(calls == Self.expectedCalls(pause), "\(name): \(calls) calls while down")
        check(station.journal.contains { $0.message.contains("answers again") }, "\(name): the journal does not say that it is over")
        _ = try await station.settled(60)
        check(station.requests.count == 60, "\(name): settled \(station.requests.count) times")
        await station.stop()
    }

    /// Calls that the primary got and did not answer: of a sound answer the fall-back's request is none.
    private static func failedCalls(_ station: Station) -> Int {
        let sound = station.requests.count { $0.field("MODEL") == "m0" }
        return station.simulator.received.count { $0.model == "sim" } - sound
    }

    /// Both first callers try twice. The third failure opens the breaker, and then each pause that is over, doubled every time, lets one
    /// call through.
    private static func expectedCalls(_ pause: Duration) -> Int {
        var (calls, lapse, length) = (4, Duration.milliseconds(3_100), Duration.seconds(1))
        for number in 1..<19 where pause * number >= lapse {
            calls += 1
            length = min(length * 2, Limits.longestGuessedCooling)
            lapse = pause * number + .seconds(1) + length
        }
        return calls
    }

    /// The most calls that were under way at the primary at one time, from the moment that it is known to be down.
    private static func mostAtOnce(_ station: Station) async -> Int {
        var most = 0
        while (try? await EventLoop.sleep(for: .milliseconds(100))) != nil {
            guard station.journal.contains(where: { $0.message.contains("is left alone") }) else { continue }
            if station.journal.contains(where: { $0.message.contains("answers again") }) { break }
            most = max(most, station.simulator.received.count { $0.model == "sim" && $0.outcome == .underway })
        }
        return most
    }
}

// The doors.
extension FaultBattery {
    private func ask(_ station: Station) async throws -> Outcome {
        let client = try await station.connect()
        defer { client.socket.close() }
        switch door {
        case .chat:
            let answer = HTTPAnswer(await client.http(#"{"stream":true,"messages":[{"role":"user","content":"a"}]}"#, fields: ["x-shunt-mode: editing"]))
            return outcome(answer, isComplete: answer.body.contains("[DONE]"), hasError: answer.body.contains("{\"error\":"))
        case .messages:
            let body = #"{"model":"shunt/auto","max_tokens":500,"stream":true,"messages":[{"role":"user","content":"a"}]}"#
            let answer = HTTPAnswer(
                await client.http(body, path: "/v1/messages", fields: ["x-shunt-mode: editing", "anthropic-version: 2023-06-01"]))
            let names = answer.eventNames
            return outcome(answer, isComplete: names.contains("message_stop"), hasError: names.contains("error"))
        case .ndjson:
            client.send(#"{"id":1,"method":"chat","params":{"prompt":"a","mode":"editing"}}"#)
            let (deltas, last) = try await client.answer(1)
            if let model = last["result"]?["model"]?.string { return .answered(by: model) }
            return deltas.isEmpty ? .refused : .brokenOff
        }
    }

    private func outcome(_ answer: HTTPAnswer, isComplete: Bool, hasError: Bool) -> Outcome {
        guard answer.status == 200 else { return .refused }
        if hasError, !isComplete, !answer.isWhole { return .brokenOff }
        // Where the head went out before the answer, the journal alone names the model; the text tells it too.
        let model = answer["x-shunt-model"] ?? (answer.body.contains("late") ? "m0" : "m1")
        return isComplete && !hasError && answer.isWhole ? .answered(by: model) : .refused
    }
}
