import Conversation
import Primitives
import Routing
import Testing

@Suite("Breakers")
struct BreakerTests {
    let start = Instant(nanoseconds: 7_000_000_000)
    let place = Health.Place("p", "m", as: "m", key: 0)
    let whole = Health.Place("p", "m", as: "m", key: nil)
    let failure = Fault(.provider, status: 500, message: "")

    private func at(_ seconds: Int64) -> Instant { start + .seconds(seconds) }

    /// A health whose model failed so many times in a row at the start.
    private func failed(_ times: Int) -> Health {
        var health = Health()
        for _ in 0..<times { _ = health.failed(place, failure, now: start) }
        return health
    }

    @Test(
        "What one fault of each kind closes, and what not",
        arguments: [
            (.caller, 0, false, false), (.contextOverflow, 0, false, false), (.contentFilter, 0, false, false), (.provider, 0, false, false),
            (.transport, 0, false, false), (.silence, 0, true, true), (.rate, 0, false, true), (.key, 0, false, true), (.notFound, 0, false, true),
            (.rate, nil, false, false), (.key, nil, false, false), (.notFound, nil, false, false), (.silence, nil, true, true),
        ] as [(Fault.Kind, Int?, Bool, Bool)])
    func kinds(kind: Fault.Kind, key: Int?, modelRests: Bool, keyRests: Bool) {
        var health = Health()
        _ = health.failed(Health.Place("p", "m", as: "m", key: key), Fault(kind, message: ""), now: start)
        #expect((health.availability(at: whole, now: start) != .now) == modelRests)
        #expect((health.availability(at: Health.Place("p", "m", as: "m", key: key), now: start) != .now) == keyRests)
        #expect((health.availability(at: Health.Place("p", "m", as: "m", key: 1), now: start) != .now) == modelRests)
        #expect(health.availability(at: Health.Place("p", "other", as: "other", key: key), now: start) == .now)
    }

    @Test("Failures in a row open it, at once and for everybody")
    func inARow() {
        #expect(failed(Limits.breakerFailures - 1).availability(at: place, now: start) == .now)
        let health = failed(Limits.breakerFailures)
        #expect(health.availability(at: place, now: start) == .at(at(1), asked: false))
        #expect(health.availability(at: Health.Place("p", "m", as: "m", key: 3), now: start) == .at(at(1), asked: false))
    }

    @Test("A whole answer between them starts the count anew")
    func answersBetween() {
        var health = failed(Limits.breakerFailures - 1)
        health.succeeded(place, now: start)
        for _ in 1..<Limits.breakerFailures { _ = health.failed(place, failure, now: start) }
        #expect(health.availability(at: place, now: start) == .now)
    }

    @Test("Failures mixed with answers open it by their share, once enough calls were made")
    func proportion() {
        var health = Health()
        for call in 1..<Limits.breakerSample {
            if call % 2 == 0 { health.succeeded(place, now: start) } else { _ = health.failed(place, failure, now: start) }
            #expect(health.availability(at: place, now: start) == .now)
        }
        // One too few so far; and in the next window counting starts anew.
        var later = health
        _ = later.failed(place, failure, now: start + Limits.breakerWindow + .seconds(1))
        #expect(later.availability(at: place, now: start + Limits.breakerWindow + .seconds(1)) == .now)
        _ = health.failed(place, failure, now: start)
        #expect(health.availability(at: place, now: start) != .now)
    }

    @Test("The provider's own word counts, within bounds, and the longest deadline wins")
    func longestDeadline() {
        func asked(_ delay: Duration) -> Fault { Fault(.rate, message: "", retryAfter: delay) }
        var health = Health()
        #expect(health.failed(place, asked(.seconds(17)), now: start).map(\.change) == [.opened(until: at(17), since: start)])
        #expect(health.failed(place, asked(.seconds(5)), now: start).isEmpty)
        #expect(health.availability(at: place, now: start) == .at(at(17), asked: true))
        #expect(health.failed(place, asked(.seconds(Int64.max)), now: start).count == 1)
        #expect(health.availability(at: place, now: start) == .at(start + Limits.longestCooling, asked: true))
        // A call that was under way when it opened comes to its end: what the provider asked for holds all the same.
        health.succeeded(place, now: start)
        #expect(health.availability(at: place, now: start) == .at(start + Limits.longestCooling, asked: true))
        var other = Health()
        _ = other.failed(place, asked(.seconds(-5)), now: start)
        #expect(other.availability(at: place, now: start) == .now)
    }

    @Test("After the pause one request probes it, and all others keep off until that one's outcome is known")
    func oneProbe() {
        var health = failed(Limits.breakerFailures)
        #expect(health.begin(place, now: start) == Health.Permit())
        #expect(health.availability(at: place, now: at(1)) == .now)
        let permit = health.begin(place, now: at(1))
        #expect(permit.probesModel && !permit.probesKey)
        #expect(health.availability(at: place, now: at(1)) == .probing)
        #expect(health.begin(place, now: at(1)) == Health.Permit())
        // Calls from before are no news.
        #expect(health.failed(place, failure, now: at(1)).isEmpty)
        #expect(health.availability(at: place, now: at(1)) == .probing)
        #expect(health.answered(place, permit: permit).map(\.change) == [.closed(since: start)])
        #expect(health.availability(at: place, now: at(1)) == .now)
    }

    @Test("A probe that fails doubles the pause up to a bound that lets a recovered provider back in time")
    func doubling() {
        var health = failed(Limits.breakerFailures)
        var now = start
        var pauses: [Int64] = []
        for _ in 0..<7 {
            guard case .at(let until, asked: false) = health.availability(at: place, now: now) else { return #expect(Bool(false), "not open") }
            pauses.append((until - now).inMilliseconds / 1000)
            now = until
            let permit = health.begin(place, now: now)
            #expect(health.failed(place, failure, permit: permit, now: now).count == 1)
        }
        #expect(pauses == [1, 2, 4, 8, 16, 20, 20])
        #expect(Limits.longestGuessedCooling < .seconds(30))
    }

    @Test("A probe that only says no to its request has shown that the provider answers")
    func probeThatIsRefused() {
        var health = failed(Limits.breakerFailures)
        let permit = health.begin(place, now: at(1))
        #expect(health.failed(place, Fault(.caller, status: 400, message: ""), permit: permit, now: at(1)).count == 1)
        #expect(health.availability(at: place, now: at(1)) == .now)
    }

    @Test("A probe whose caller leaves gives its turn to the next")
    func abandonedProbe() {
        var health = failed(Limits.breakerFailures)
        let permit = health.begin(place, now: at(1))
        health.abandoned(place, permit: permit, now: at(2))
        #expect(health.availability(at: place, now: at(2)) == .now)
        #expect(health.begin(place, now: at(2)).probesModel)
    }

    @Test("A probe that learns of its key says nothing of its provider")
    func probeOfAnother() {
        var health = failed(Limits.breakerFailures)
        let permit = health.begin(place, now: at(1))
        _ = health.failed(place, Fault(.rate, message: "", retryAfter: .seconds(9)), permit: permit, now: at(1))
        #expect(health.availability(at: place, now: at(1)) == .at(at(10), asked: true))
        #expect(health.availability(at: Health.Place("p", "m", as: "m", key: 1), now: at(1)) == .now)
    }

    @Test("Once back it is on probation until an answer comes whole")
    func probation() {
        var health = failed(Limits.breakerFailures)
        _ = health.answered(place, permit: health.begin(place, now: at(1)))
        #expect(health.failed(place, failure, now: at(2)).map(\.change) == [.opened(until: at(4), since: start)])
        _ = health.answered(place, permit: health.begin(place, now: at(4)))
        health.succeeded(place, now: at(5))
        #expect(health.failed(place, failure, now: at(6)).isEmpty)
    }

    @Test("What went well for a while is forgotten, and so are keys that may be others now")
    func forgetting() {
        var health = failed(1)
        health.succeeded(place, now: start)
        #expect(!health.isEmpty)
        health.succeeded(place, now: start + Limits.breakerWindow + .seconds(1))
        #expect(health.isEmpty)
        _ = health.failed(place, Fault(.key, status: 401, message: ""), now: start)
        _ = health.failed(place, Fault(.silence, message: ""), now: start)
        health.forgetKeys()
        #expect(health.all(now: start).map(\.place) == [whole])
    }

    @Test("A candidate may be asked as long as one of its keys may")
    func keysOfACandidate() throws {
        let providers = ["two": ProviderFacts(name: "two", dialect: .openAIChat, hasKey: true, keys: 2, acceptsCallerKey: false)] as [ProviderName: ProviderFacts]
        var definition = TableDefinition(revision: Revision(text: nil, digest: "0"))
        definition.tiers = ["balanced": .init(models: ["two/m"])]
        let candidate = try #require(try Table(definition, providers: providers).tiers.first { $0.name == "balanced" }?.candidates.first)
        var health = Health()
        let fault = Fault(.rate, message: "", retryAfter: .seconds(9))
        _ = health.failed(candidate.place(key: 0), fault, now: start)
        #expect(health.availability(of: candidate, now: start) == .now)
        _ = health.failed(candidate.place(key: 1), fault, now: at(2))
        #expect(health.availability(of: candidate, now: at(2)) == .at(at(9), asked: true))
    }

    @Test("No more are remembered than the limit, and what is due last stays")
    func bounds() {
        var health = Health()
        for number in 0..<Limits.breakers + 50 {
            let fault = Fault(.rate, message: "", retryAfter: .milliseconds(number + 1))
            _ = health.failed(Health.Place("p", ModelID("m\(number)"), as: "", key: 0), fault, now: start)
        }
        #expect(health.all(now: start).count == Limits.breakers)
        #expect(health.availability(at: Health.Place("p", "m0", as: "", key: 0), now: start) == .now)
        #expect(health.availability(at: Health.Place("p", ModelID("m\(Limits.breakers + 49)"), as: "", key: 0), now: start) != .now)
    }
}
