import Primitives
import Routing
import Testing

@Suite("Rollouts")
struct RolloutTests {
    static let start = Instant(nanoseconds: 1_000_000_000_000)

    static func bounds(_ change: (inout Rollout.Bounds) -> Void = { _ in }) -> Rollout.Bounds {
        var bounds = Rollout.Bounds()
        change(&bounds)
        return bounds
    }

    static let fine = RolloutGuard.Outcome(firstToken: .milliseconds(100), cost: Money(picodollars: 1000))

    @Test("The share of sessions is that of the table, and a session that is in stays in when it grows")
    func share() {
        let sessions = (0..<20_000).map { SessionID("session-\($0)") }
        var before: Set<SessionID> = []
        for share in [1, 10, 50, 99] {
            let included = Set(sessions.filter { Rollout(share: share).includes($0) })
            #expect(abs(included.count - sessions.count * share / 100) < 300)
            #expect(before.isSubset(of: included))
            before = included
        }
    }

    @Test("A revision whose models fail is found out within its window, at the request that makes the minimum")
    func failing() throws {
        var guarding = RolloutGuard(Self.bounds { $0.minimum = 20 })
        let rollout = Rollout(share: 10)
        var now = Self.start
        var (failures, breach) = (0, RolloutGuard.Breach?.none)
        for number in 0..<2000 where breach == nil {
            now = now + .milliseconds(250)
            let isNew = rollout.includes(SessionID("s\(number)"))
            failures += isNew ? 1 : 0
            breach = guarding.note(isNew ? .init(hasFailed: true) : Self.fine, isNew: isNew, now: now)
        }
        #expect(failures == 20)
        #expect(now - Self.start < Rollout.Bounds().window)
        guard case .errorRate(_, let new, 5) = breach else { return #expect(Bool(false), "\(breach.map { "\($0)" } ?? "none")") }
        #expect(new.failures == 20)
    }

    @Test("As many failures as the old revision has, and a bound's worth more, are let be")
    func alike() {
        var guarding = RolloutGuard(Self.bounds { $0.minimum = 20 })
        for number in 0..<1000 {
            _ = guarding.note(.init(hasFailed: number % 10 == 0), isNew: false, now: Self.start)
            // 15 of 100: exactly five points more.
            let new = guarding.note(.init(hasFailed: number % 20 < 3), isNew: true, now: Self.start)
            if number % 20 == 19 { #expect(new == nil) }
        }
    }

    @Test("Without requests of the old revision, failures alone are judged")
    func alone() {
        var guarding = RolloutGuard(Self.bounds { $0.minimum = 10 })
        var slow = Self.fine
        slow.firstToken = .seconds(60)
        for _ in 0..<50 { #expect(guarding.note(slow, isNew: true, now: Self.start) == nil) }
        for _ in 0..<2 { #expect(guarding.note(.init(hasFailed: true), isNew: true, now: Self.start) == nil) }
        #expect(guarding.note(.init(hasFailed: true), isNew: true, now: Self.start) != nil)
    }

    @Test("A later first token and dearer requests cross their bounds, once both sides have enough of them")
    func slowAndDear() {
        for (outcome, isBreach) in [
            (RolloutGuard.Outcome(firstToken: .milliseconds(200), cost: Money(picodollars: 1500)), false),
            (RolloutGuard.Outcome(firstToken: .milliseconds(201), cost: Money(picodollars: 1500)), true),
            (RolloutGuard.Outcome(firstToken: .milliseconds(200), cost: Money(picodollars: 1501)), true),
        ] {
            var guarding = RolloutGuard(Self.bounds { $0.minimum = 5 })
            var breaches: [Int] = []
            for number in 1...6 {
                _ = guarding.note(Self.fine, isNew: false, now: Self.start)
                if guarding.note(outcome, isNew: true, now: Self.start) != nil { breaches.append(number) }
            }
            #expect(breaches == (isBreach ? [5, 6] : []))
        }
    }

    @Test("What is older than the window is forgotten")
    func window() {
        var guarding = RolloutGuard(Self.bounds { ($0.minimum, $0.window) = (10, .seconds(60)) })
        for _ in 0..<9 { _ = guarding.note(.init(hasFailed: true), isNew: true, now: Self.start) }
        #expect(guarding.figures(now: Self.start + .seconds(54)).new.failures == 9)
        #expect(guarding.note(.init(hasFailed: true), isNew: true, now: Self.start + .seconds(60)) == nil)
        #expect(guarding.figures(now: Self.start + .seconds(60)).new.failures == 1)
    }

    @Test("Breaches tell operators what was measured and what is allowed")
    func words() {
        var guarding = RolloutGuard(Self.bounds { $0.minimum = 2 })
        _ = guarding.note(Self.fine, isNew: false, now: Self.start)
        _ = guarding.note(Self.fine, isNew: true, now: Self.start)
        let breach = guarding.note(.init(hasFailed: true), isNew: true, now: Self.start)
        #expect(
            breach?.description == "1 of its 2 requests failed, 0 of the old one's 1; at most 5 percentage points more are allowed")
    }
}
