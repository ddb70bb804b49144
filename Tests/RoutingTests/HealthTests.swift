import Conversation
import Primitives
import Routing
import Testing

@Suite("Health")
struct HealthTests {
    let start = Instant(nanoseconds: 7_000_000_000)

    private func pause(_ fault: Fault, key: Candidate.Key = .own) -> Duration? {
        var health = Health()
        health.failed("p", "m", fault: fault, key: key, now: start)
        return health.cooling("p", "m", now: start).map { $0.until - start }
    }

    @Test(
        "What cools a model, and what does not",
        arguments: [
            (.caller, .own, nil), (.contextOverflow, .own, nil), (.contentFilter, .own, nil), (.rate, .own, .seconds(1)), (.provider, .own, .seconds(1)),
            (.silence, .own, .seconds(1)), (.transport, .own, .seconds(1)), (.key, .own, .seconds(1)), (.notFound, .own, .seconds(1)),
            (.rate, .callersBare, nil), (.key, .callersNamed, nil), (.notFound, .callersBare, nil), (.provider, .callersBare, .seconds(1)),
        ] as [(Fault.Kind, Candidate.Key, Duration?)])
    func kinds(kind: Fault.Kind, key: Candidate.Key, expected: Duration?) {
        #expect(pause(Fault(kind, message: ""), key: key) == expected)
    }

    @Test("The provider's own word counts, within bounds")
    func retryAfter() {
        #expect(pause(Fault(.rate, message: "", retryAfter: .seconds(17))) == .seconds(17))
        #expect(pause(Fault(.rate, message: "", retryAfter: .seconds(Int64.max))) == Limits.longestCooling)
        #expect(pause(Fault(.rate, message: "", retryAfter: .seconds(-5))) == nil)
    }

    @Test("Pauses double up to a bound, the longest deadline wins, and success forgets them")
    func doubling() {
        var health = Health()
        let fault = Fault(.provider, message: "")
        var pauses: [Duration] = []
        for _ in 0..<80 {
            health.failed("p", "m", fault: fault, key: .own, now: start)
            pauses.append((health.cooling("p", "m", now: start)?.until ?? start) - start)
        }
        #expect(Array(pauses.prefix(8)) == [1, 2, 4, 8, 16, 32, 60, 60].map { Duration.seconds($0) })
        #expect(pauses.last == Limits.longestGuessedCooling)
        health.failed("p", "m", fault: Fault(.rate, message: "", retryAfter: .seconds(5)), key: .own, now: start)
        #expect(health.cooling("p", "m", now: start)?.until == start + .seconds(60))
        #expect(health.cooling("p", "other", now: start) == nil)
        #expect(health.cooling("p", "m", now: start + .seconds(60)) == nil)
        health.succeeded("p", "m")
        #expect(health.isEmpty)
        health.failed("p", "m", fault: fault, key: .own, now: start)
        #expect(health.cooling("p", "m", now: start)?.until == start + .seconds(1))
    }

    @Test("No more are remembered than the limit, and what is due last stays")
    func bounds() {
        var health = Health()
        for number in 0..<Limits.coolings + 50 {
            let fault = Fault(.rate, message: "", retryAfter: .milliseconds(number + 1))
            health.failed("p", ModelID("m\(number)"), fault: fault, key: .own, now: start)
        }
        let all = health.all(now: start)
        #expect(all.count == Limits.coolings)
        #expect(health.cooling("p", "m0", now: start) == nil)
        #expect(health.cooling("p", ModelID("m\(Limits.coolings + 49)"), now: start) != nil)
    }
}
