import Conversation
import Primitives
import Routing
import Testing

@Suite("Attempts")
struct AttemptsTests {
    let start = Instant(nanoseconds: 7_000_000_000)

    private func at(_ seconds: Int64) -> Instant { start + .seconds(seconds) }

    /// One request before three models, the first of a provider with two keys; contexts of 10, 20 and unknown.
    private struct Request {
        var machine: Attempts
        var health = Health()
        var now: Instant
        private let candidates: [Candidate]

        init(now: Instant, models: [ModelID] = ["a", "b", "c"], _ change: (inout Attempts.Bounds) -> Void = { _ in }) throws {
            let providers: [ProviderName: ProviderFacts] = [
                "one": ProviderFacts(name: "one", dialect: .openAIChat, hasKey: true, keys: 2, acceptsCallerKey: false),
                "two": ProviderFacts(name: "two", dialect: .openAIChat, hasKey: true, keys: 0, acceptsCallerKey: false),
            ]
            var definition = TableDefinition(revision: Revision(text: nil, digest: "0"))
            definition.models = [
                "a": ModelDefinition(id: "a", provider: "one", wireName: "a", context: 10), "b": ModelDefinition(id: "b", provider: "two", wireName: "b", context: 20),
                "c": ModelDefinition(id: "c", provider: "two", wireName: "c"), "small": ModelDefinition(id: "small", provider: "two", wireName: "s", context: 5),
                "a2": ModelDefinition(id: "a2", provider: "one", wireName: "a2", context: 10),
            ]
            definition.tiers = ["balanced": .init(models: models)]
            candidates = try Table(definition, providers: providers).tiers.first { $0.name == "balanced" }?.candidates ?? []
            var bounds = Attempts.Bounds()
            change(&bounds)
            machine = Attempts(candidates, bounds, seed: 42)
            self.now = now
        }

        mutating func next() -> String {
            switch machine.next(health, now: now) {
            case .ask(let target): "\(machine.candidate(target).model.id)\(target.key)"
            case .wait(let until): "wait \((until - now).inMilliseconds)"
            case .stop(.final(let fault)): "final \(fault.kind.rawValue)"
            case .stop(.exhausted(let delay)): "exhausted" + (delay.map { " \($0.inMilliseconds)" } ?? "")
            case .stop(.deadline): "deadline"
            }
        }

        /// Asks and fails, so that both the machine and the breakers know.
        mutating func fail(_ kind: Fault.Kind, status: Int? = nil, after: Duration? = nil) -> String {
            guard case .ask(let target) = machine.next(health, now: now) else { return "nobody" }
            let candidate = machine.candidate(target)
            let fault = Fault(kind, status: status, message: "", retryAfter: after)
            machine.failed(target, fault, now: now)
            _ = health.failed(candidate.place(key: target.key), fault, permit: health.begin(candidate.place(key: target.key), now: now), now: now)
            return "\(candidate.model.id)\(target.key)"
        }

        /// Whom it asks beside candidate number `candidate`, which is late.
        mutating func second(besides candidate: Int) -> String {
            guard let target = machine.second(besides: .init(candidate: candidate, key: 0), health, now: now) else { return "nobody" }
            return "\(machine.candidate(target).model.id)\(target.key)"
        }

        mutating func wait() -> Duration {
            guard case .wait(let until) = machine.next(health, now: now) else { return .zero }
            defer { now = until }
            return until - now
        }
    }

    @Test("A provider's fault is retried once after a moment, then others are asked")
    func providerFault() throws {
        for kind in [Fault.Kind.provider, .transport] {
            var request = try Request(now: start)
            #expect(request.fail(kind) == "a0")
            let pause = request.wait()
            #expect(pause >= .milliseconds(50) && pause <= .milliseconds(150))
            #expect(request.fail(kind) == "a0")
            #expect(request.next() == "b0")
        }
    }

    @Test("Requests that failed together are not retried together")
    func jitter() throws {
        var pauses: Set<Duration> = []
        for seed in 0..<20 {
            var request = try Request(now: start)
            var machine = Attempts([request.machine.candidate(Attempts.Target.first)], Attempts.Bounds(), seed: UInt64(seed))
            guard case .ask(let target) = machine.next(Health(), now: start) else { return }
            machine.failed(target, Fault(.provider, message: ""), now: start)
            guard case .wait(let until) = machine.next(Health(), now: start) else { return }
            pauses.insert(until - start)
            _ = request.next()
        }
        #expect(pauses.count > 10)
    }

    @Test("A retry is dropped where the breaker opened meanwhile")
    func retryYieldsToBreaker() throws {
        var request = try Request(now: start)
        #expect(request.fail(.provider) == "a0")
        _ = request.health.failed(Health.Place("one", "a", as: "a", key: 0), Fault(.silence, message: ""), now: start)
        #expect(request.next() == "b0")
    }

    @Test("A key that is refused yields to the next; one that nobody knows is not tried with the provider's other models either")
    func keys() throws {
        var request = try Request(now: start, models: ["a", "a2", "b"])
        #expect(request.fail(.key, status: 403) == "a0")
        #expect(request.fail(.key, status: 401) == "a1")
        #expect(request.fail(.key, status: 403) == "a20")
        #expect(request.next() == "b0")
    }

    @Test("A rate that is used up yields to the next key, then to the next model")
    func rate() throws {
        var request = try Request(now: start)
        #expect(request.fail(.rate, after: .seconds(2)) == "a0")
        #expect(request.fail(.rate, after: .seconds(1)) == "a1")
        #expect(request.next() == "b0")
    }

    @Test("With nobody else to ask it waits as long as the provider said, and asks the first that is due")
    func rateAlone() throws {
        var request = try Request(now: start, models: ["a"])
        #expect(request.fail(.rate, after: .seconds(2)) == "a0")
        #expect(request.fail(.rate, after: .seconds(1)) == "a1")
        #expect(request.wait() == .seconds(1))
        #expect(request.next() == "a1")
    }

    @Test("It waits neither beyond the caller's deadline nor beyond its patience, asks the same rate once more, and says when to come back")
    func boundedWaiting() throws {
        var request = try Request(now: start, models: ["b"]) { $0.deadline = start + .seconds(5) }
        #expect(request.fail(.rate, after: .seconds(6)) == "b0")
        #expect(request.next() == "exhausted 6000")
        request = try Request(now: start, models: ["b"])
        #expect(request.fail(.rate, after: .seconds(31)) == "b0")
        #expect(request.next() == "exhausted 31000")
        request = try Request(now: start, models: ["b"])
        #expect(request.fail(.rate, after: .seconds(20)) == "b0")
        #expect(request.wait() == .seconds(20))
        #expect(request.fail(.rate, after: .seconds(20)) == "b0")
        #expect(request.next() == "exhausted 20000")
    }

    @Test("The silent one is never asked again, whatever else happens")
    func silence() throws {
        var request = try Request(now: start, models: ["a", "b"])
        #expect(request.fail(.silence) == "a0")
        #expect(request.fail(.rate, after: .seconds(25)) == "b0")
        #expect(request.wait() == .seconds(25))
        #expect(request.next() == "b0")
    }

    @Test("What is too long goes to a candidate with room, and to none without")
    func contextOverflow() throws {
        var request = try Request(now: start, models: ["b", "a", "small", "c"])
        #expect(request.fail(.contextOverflow) == "b0")
        #expect(request.fail(.contextOverflow) == "c0")
        #expect(request.next() == "exhausted")
        request = try Request(now: start, models: ["a", "small", "b"])
        #expect(request.fail(.contextOverflow) == "a0")
        #expect(request.next() == "b0")
    }

    @Test("The caller's own fault is final; refused content is, unless the tier says otherwise")
    func callersFault() throws {
        var request = try Request(now: start)
        #expect(request.fail(.caller, status: 400) == "a0")
        #expect(request.next() == "final caller")
        #expect(request.health.isEmpty)
        request = try Request(now: start)
        #expect(request.fail(.contentFilter) == "a0")
        #expect(request.next() == "final content_filter")
        request = try Request(now: start) { $0.onFilter = .next }
        #expect(request.fail(.contentFilter) == "a0")
        #expect(request.next() == "b0")
    }

    @Test("No more calls are made than the budget allows, and none after the deadline")
    func budget() throws {
        var request = try Request(now: start) { $0.attempts = 2 }
        #expect(request.fail(.silence) == "a0")
        #expect(request.fail(.silence) == "b0")
        #expect(request.next().hasPrefix("exhausted"))
        request = try Request(now: start) { $0.deadline = start + .seconds(5) }
        #expect(request.fail(.silence) == "a0")
        request.now = at(5)
        #expect(request.next() == "deadline")
    }

    @Test("What opens while a request chooses counts at once, and what lapses is asked again")
    func breakersCountAtOnce() throws {
        var request = try Request(now: start)
        _ = request.health.failed(Health.Place("one", "a", as: "a", key: 0), Fault(.silence, message: ""), now: start)
        #expect(request.fail(.silence) == "b0")
        request.now = at(1)
        #expect(request.next() == "a0")
    }

    @Test("While another request probes the only model it waits for the outcome")
    func waitsForProbe() throws {
        var request = try Request(now: start, models: ["b"])
        let place = Health.Place("two", "b", as: "b", key: 0)
        _ = request.health.failed(place, Fault(.silence, message: ""), now: start)
        request.now = at(1)
        let permit = request.health.begin(place, now: request.now)
        #expect(request.next() == "wait 30000")
        _ = request.health.answered(place, permit: permit)
        #expect(request.next() == "b0")
        var impatient = try Request(now: at(1), models: ["b"]) { $0.patience = .zero }
        impatient.health = Health()
        _ = impatient.health.failed(place, Fault(.silence, message: ""), now: start)
        _ = impatient.health.begin(place, now: at(1))
        #expect(impatient.next() == "exhausted 1000")
    }

    @Test("Beside one that is late another candidate is asked, which counts as a call and is none that rests")
    func second() throws {
        var request = try Request(now: start) { $0.attempts = 3 }
        #expect(request.next() == "a0")
        #expect(request.second(besides: 0) == "b0")
        #expect(request.next() == "a0")
        #expect(request.second(besides: 0) == "nobody")

        request = try Request(now: start)
        let failing = Health.Place("two", "b", as: "b", key: nil)
        for _ in 0..<3 { _ = request.health.failed(failing, Fault(.provider, message: ""), now: start) }
        #expect(request.second(besides: 0) == "c0")
        // The pause is over and a probe is due: that is not for a call which may be called off.
        request.now = at(100)
        #expect(request.second(besides: 0) == "c0")

        request = try Request(now: start)
        #expect(request.fail(.silence) == "a0")
        #expect(request.next() == "b0")
        #expect(request.second(besides: 1) == "c0")
        request = try Request(now: start, models: ["a"])
        #expect(request.second(besides: 0) == "nobody")
    }

    @Test("What does not fit is asked no more, though it was to be asked again")
    func keep() throws {
        var request = try Request(now: start)
        #expect(request.fail(.transport) == "a0")
        #expect(request.machine.mayAsk { $0.model.id == "c" })
        request.machine.keep { $0.model.id == "c" }
        #expect(!request.machine.mayAsk { $0.model.id == "a" })
        #expect(request.next() == "c0")
        #expect(request.fail(.silence) == "c0")
        #expect(request.next() == "exhausted 1000")
    }
}

extension Attempts.Target {
    fileprivate static var first: Attempts.Target { Attempts.Target(candidate: 0, key: 0) }
}
