package import Conversation
package import Primitives

/// Whom one request asks next: a machine that is told how each call failed, and says what to do.
///
/// It alone retries. Keys go in their order within candidates in theirs. A place that cools is passed over while another may be
/// asked; where none may, the request waits for the first, if its deadline and its patience allow.
package struct Attempts: Sendable {
    /// One thing to ask: a candidate with one of its keys.
    package struct Target: Hashable, Sendable {
        /// Among the candidates that the machine was given.
        package let candidate: Int
        /// Which of the provider's own keys, counted from 0; 0 where it has none or the caller brought one.
        package let key: Int

        package init(candidate: Int, key: Int) {
            self.candidate = candidate
            self.key = key
        }
    }

    package enum Action: Sendable, Equatable {
        case ask(Target)
        /// Ask the machine again then, or when the health of any place changes.
        case wait(until: Instant)
        case stop(Stop)
    }

    /// Why a request asks nobody else.
    package enum Stop: Sendable, Equatable {
        /// No other candidate could do better.
        case final(Fault)
        /// Nobody is left, or nobody soon enough: when the first may be asked again, where that is known.
        case exhausted(retryAfter: Duration?)
        /// The caller's deadline passed.
        case deadline
    }

    package struct Bounds: Sendable, Equatable {
        /// Upstream calls.
        package var attempts = Limits.attempts
        /// Time spent waiting for somebody to ask, in all.
        package var patience = Limits.patience
        package var deadline: Instant?
        package var onFilter = Conduct.OnFilter.fail

        package init() {}
    }

    /// What calls to one target came to.
    private struct Mark {
        var notBefore: Instant?
        var retries = 0
        var isSpent = false
    }

    private var candidates: [Candidate] = []
    private let bounds: Bounds
    /// Spreads retries of requests that failed together.
    private let seed: UInt64
    private var asked = 0
    /// Candidates that are asked no more, by their bit.
    private var spent: UInt64 = 0
    private var marks: [Target: Mark] = [:]
    /// What is retried before anybody else is asked.
    private var pinned: Target?
    private var end: Stop?
    /// When waiting is over, from the first wait on.
    private var patienceEnd: Instant?

    package init(_ candidates: [Candidate], _ bounds: Bounds, seed: UInt64) {
        self.bounds = bounds
        self.seed = seed
        take(candidates)
    }

    /// Other candidates, or the same in another order: only before anybody was asked. Those beyond the limit on a tier's are left out.
    package mutating func take(_ candidates: [Candidate]) {
        self.candidates = candidates.count > Limits.tierCandidates ? Array(candidates.prefix(Limits.tierCandidates)) : candidates
    }

    package func candidate(_ target: Target) -> Candidate { candidates[target.candidate] }

    private func place(_ target: Target) -> Health.Place { candidates[target.candidate].place(key: target.key) }
}

// Choosing.
extension Attempts {
    /// What to do now. `ask` counts as a call made.
    package mutating func next(_ health: Health, now: Instant) -> Action {
        if let end { return .stop(end) }
        if let deadline = bounds.deadline, deadline <= now { return .stop(.deadline) }
        guard asked < bounds.attempts else { return .stop(.exhausted(retryAfter: soonestCure(health, now))) }
        if let pinned, let action = retry(pinned, health, now) { return action }
        pinned = nil
        var soonest: Instant?
        var isProbing = false
        for index in candidates.indices where spent & (1 << index) == 0 {
            for key in candidates[index].keySlots {
                let target = Target(candidate: index, key: key)
                switch availability(target, health, now) {
                case .now: return ask(target)
                case .at(let at, _): soonest = soonest.map { min($0, at) } ?? at
                case .probing: isProbing = true
                case nil: break
                }
            }
        }
        return wait(soonest, isProbing, health, now)
    }

    /// Somebody to ask beside `target`, which is late: another candidate that no failure speaks against. Counts as a call made.
    package mutating func second(besides target: Target, _ health: Health, now: Instant) -> Target? {
        guard end == nil, asked < bounds.attempts else { return nil }
        for index in candidates.indices where index != target.candidate && spent & (1 << index) == 0 {
            for key in candidates[index].keySlots {
                let other = Target(candidate: index, key: key)
                guard health.isSound(place(other)), availability(other, health, now) == .now else { continue }
                asked += 1
                return other
            }
        }
        return nil
    }

    private mutating func ask(_ target: Target) -> Action {
        asked += 1
        return .ask(target)
    }

    private mutating func retry(_ target: Target, _ health: Health, _ now: Instant) -> Action? {
        guard health.availability(at: place(target), now: now) == .now else { return nil }
        guard let at = marks[target]?.notBefore, at > now else {
            pinned = nil
            return ask(target)
        }
        return bounds.deadline.map { at < $0 } ?? true ? .wait(until: at) : nil
    }

    /// Nil where the target is asked no more.
    private func availability(_ target: Target, _ health: Health, _ now: Instant) -> Health.Availability? {
        let known = health.availability(at: place(target), now: now)
        guard let mark = marks[target] else { return known }
        if mark.isSpent { return nil }
        guard let at = mark.notBefore, at > now else { return known }
        return known.later(.at(at, asked: true))
    }

    private mutating func wait(_ soonest: Instant?, _ isProbing: Bool, _ health: Health, _ now: Instant) -> Action {
        guard soonest != nil || isProbing else { return .stop(.exhausted(retryAfter: soonestCure(health, now))) }
        let patienceEnd = patienceEnd ?? now + bounds.patience
        let end = bounds.deadline.map { min($0, patienceEnd) } ?? patienceEnd
        guard end > now else { return .stop(.exhausted(retryAfter: soonest.map { $0 - now } ?? Limits.shortestCooling)) }
        if let soonest, soonest < end {
            self.patienceEnd = patienceEnd
            return .wait(until: soonest)
        }
        guard isProbing else { return .stop(.exhausted(retryAfter: soonest.map { $0 - now })) }
        self.patienceEnd = patienceEnd
        return .wait(until: end)
    }

    /// When the first of all candidates may be asked again, whatever became of it here.
    private func soonestCure(_ health: Health, _ now: Instant) -> Duration? {
        var soonest: Instant?
        for candidate in candidates {
            guard case .at(let at, _) = health.availability(of: candidate, now: now) else { continue }
            soonest = soonest.map { min($0, at) } ?? at
        }
        return soonest.map { $0 - now }
    }
}

// Learning.
extension Attempts {
    /// The call to `target` failed before anything of its answer was given to the caller.
    package mutating func failed(_ target: Target, _ fault: Fault, now: Instant) {
        if isFinal(fault) { end = .final(fault) }
        switch fault.kind {
        case .caller: break
        case .contextOverflow: spendSmaller(than: target.candidate)
        case .key: spend(key: target, isRefused: fault.status == 401)
        case .rate: cool(target, fault, now)
        case .provider, .transport: retryOnce(target, fault, now)
        // The silent one has had its chance, and so has the one that has no such model or refuses the content.
        case .silence, .notFound, .contentFilter: spend(target.candidate)
        }
    }

    /// Whether no other candidate could do better.
    package func isFinal(_ fault: Fault) -> Bool {
        switch fault.kind {
        case .caller: true
        case .contentFilter: bounds.onFilter == .fail
        case .contextOverflow, .key, .rate, .provider, .transport, .silence, .notFound: false
        }
    }

    /// Whether a candidate that fits may still be asked.
    package func mayAsk(_ fits: (Candidate) -> Bool) -> Bool {
        asked < bounds.attempts && candidates.indices.contains { spent & (1 << $0) == 0 && fits(candidates[$0]) }
    }

    /// Candidates that do not fit are asked no more.
    package mutating func keep(_ fits: (Candidate) -> Bool) {
        for index in candidates.indices where !fits(candidates[index]) {
            spend(index)
            if pinned?.candidate == index { pinned = nil }
        }
    }

    private mutating func spend(_ candidate: Int) { spent |= 1 << candidate }

    /// What does not fit here fits nowhere that holds no more.
    private mutating func spendSmaller(than candidate: Int) {
        spend(candidate)
        guard let context = candidates[candidate].model.context else { return }
        for index in candidates.indices {
            if let other = candidates[index].model.context, other <= context { spend(index) }
        }
    }

    /// A key that nobody knows is unknown to the provider's other models too.
    private mutating func spend(key target: Target, isRefused: Bool) {
        marks[target, default: Mark()].isSpent = true
        let candidate = candidates[target.candidate]
        guard isRefused, candidate.key != .own || candidate.provider.keys > 0 else { return }
        for index in candidates.indices where candidates[index].provider.name == candidate.provider.name && candidates[index].key == candidate.key {
            marks[Target(candidate: index, key: target.key), default: Mark()].isSpent = true
        }
    }

    /// Asked again once, when it is due, if nobody else answers before.
    private mutating func cool(_ target: Target, _ fault: Fault, _ now: Instant) {
        var mark = marks[target] ?? Mark()
        mark.isSpent = mark.retries > 0
        mark.retries += 1
        mark.notBefore = now + (fault.retryAfter ?? Limits.shortestCooling)
        marks[target] = mark
    }

    /// The first time it may have been chance: the same target is asked again after a moment, or when it asks to be.
    private mutating func retryOnce(_ target: Target, _ fault: Fault, _ now: Instant) {
        var mark = marks[target] ?? Mark()
        guard mark.retries == 0 else { return spend(target.candidate) }
        mark.retries = 1
        let delay = fault.retryAfter ?? jitter()
        mark.notBefore = now + delay
        marks[target] = mark
        if delay <= Limits.longestRetryDelay { pinned = target }
    }

    /// Around ``Limits/retryDelay``, half as much more or less.
    private func jitter() -> Duration {
        let thousandths = Int(Rendezvous.mix(seed &+ UInt64(asked)) % 1000)
        return Limits.retryDelay / 2 + Limits.retryDelay * thousandths / 1000
    }
}

extension Candidate {
    /// The keys that it may be asked with, in order: from the one whose cache is warm on, and around.
    var keySlots: LazyMapSequence<Range<Int>, Int> {
        let count = key == .own ? max(provider.keys, 1) : 1
        let first = firstSlot < count ? firstSlot : 0
        return (0..<count).lazy.map { first + $0 < count ? first + $0 : first + $0 - count }
    }

    /// Whose failures those of a call with this key count among.
    package func place(key slot: Int) -> Health.Place { Health.Place(provider.name, model.id, as: model.wireName, key: key == .own ? slot : nil) }
}
