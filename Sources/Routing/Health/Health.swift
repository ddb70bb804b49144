package import Conversation
package import Primitives

/// Which models are left alone for now, because their provider failed or asked for it: the breakers of all places.
///
/// What a provider does wrong counts for its model with any key; what is wrong with a key, or its rate, for the model with that
/// key. Faults of the request or of a caller's own key say nothing about either. While nothing fails there is no breaker at all.
package struct Health: Sendable, Equatable {
    /// Whose failures are counted together.
    package struct Place: Hashable, Sendable {
        package let provider: ProviderName
        package let model: ModelID
        /// What the provider is asked for by that name: two tables may mean different models by one.
        let wireName: String
        /// Which of the provider's own keys, counted from 0; nil is the model with any key, or with one that a caller brought.
        package let key: Int?

        package init(_ provider: ProviderName, _ model: ModelID, as wireName: String, key: Int?) {
            self.provider = provider
            self.model = model
            self.wireName = wireName
            self.key = key
        }

        /// The model with any key.
        var whole: Place { Place(provider, model, as: wireName, key: nil) }
    }

    /// Which breakers a call probes: what it was let through by.
    package struct Permit: Sendable, Equatable {
        package var probesModel = false
        package var probesKey = false

        package init() {}
    }

    /// A breaker that changed, for the journal.
    package struct Change: Sendable, Equatable {
        package let place: Place
        package let change: Breaker.Change
        package let breaker: Breaker
    }

    private var breakers: [Place: Breaker] = [:]

    package init() {}

    package var isEmpty: Bool { breakers.isEmpty }

    /// When the place may be asked.
    package func availability(at place: Place, now: Instant) -> Availability {
        if breakers.isEmpty { return .now }
        let whole = availability(of: place.whole, now)
        return place.key == nil ? whole : whole.later(availability(of: place, now))
    }

    /// When the candidate may be asked with any of the keys that it may use.
    package func availability(of candidate: Candidate, now: Instant) -> Availability {
        if breakers.isEmpty { return .now }
        var soonest: Availability?
        for slot in candidate.keySlots {
            let next = availability(at: candidate.place(key: slot), now: now)
            soonest = soonest?.sooner(next) ?? next
        }
        return soonest ?? .now
    }

    /// Whether nothing that failed lately speaks against the place: not even a pause that is over and waits for its probe.
    func isSound(_ place: Place) -> Bool {
        breakers.isEmpty || isClosed(place.whole) && (place.key == nil || isClosed(place))
    }

    private func isClosed(_ place: Place) -> Bool { breakers[place].map { $0.state == .closed } ?? true }

    private func availability(of place: Place, _ now: Instant) -> Availability {
        switch breakers[place]?.state {
        case nil, .closed: .now
        case .open(let until, let asked): until <= now ? .now : .at(until, asked: asked)
        case .probing: .probing
        }
    }

    /// A call is about to be made. Where a pause has lapsed it is the probe, and others keep off until its outcome is told.
    package mutating func begin(_ place: Place, now: Instant) -> Permit {
        var permit = Permit()
        if breakers.isEmpty { return permit }
        permit.probesModel = breakers[place.whole]?.beginProbe(now: now) ?? false
        if place.key != nil { permit.probesKey = breakers[place]?.beginProbe(now: now) ?? false }
        return permit
    }

    /// The call failed, at once or in the middle of its answer.
    package mutating func failed(_ place: Place, _ fault: Fault, permit: Permit = Permit(), now: Instant) -> [Change] {
        switch fault.kind {
        // It answered, if only to say no: that is all a probe wants to know.
        case .caller, .contextOverflow, .contentFilter: return answered(place, permit: permit)
        case .provider, .silence, .transport:
            if permit.probesKey { breakers[place]?.abandonProbe(now: now) }
            return failed(at: place.whole, fault, isProbe: permit.probesModel, now)
        case .key, .rate, .notFound:
            if permit.probesModel { breakers[place.whole]?.abandonProbe(now: now) }
            return place.key == nil ? [] : failed(at: place, fault, isProbe: permit.probesKey, now)
        }
    }

    private mutating func failed(at place: Place, _ fault: Fault, isProbe: Bool, _ now: Instant) -> [Change] {
        let change = breakers[place, default: Breaker(now: now)].failed(fault, isProbe: isProbe, now: now)
        defer { forgetOldest(now) }
        return told(change, at: place)
    }

    /// The call's answer began, and was sound so far.
    package mutating func answered(_ place: Place, permit: Permit) -> [Change] {
        var changes: [Change] = []
        if permit.probesModel { changes += told(breakers[place.whole]?.answered(), at: place.whole) }
        if permit.probesKey { changes += told(breakers[place]?.answered(), at: place) }
        return changes
    }

    /// The call's answer came whole.
    package mutating func succeeded(_ place: Place, now: Instant) {
        if breakers.isEmpty { return }
        succeeded(at: place.whole, now)
        if place.key != nil { succeeded(at: place, now) }
    }

    private mutating func succeeded(at place: Place, _ now: Instant) {
        breakers[place]?.succeeded(now: now)
        if breakers[place]?.isForgettable(at: now) == true { breakers[place] = nil }
    }

    /// The call ended without telling anything of the provider, such as by its caller's leaving.
    package mutating func abandoned(_ place: Place, permit: Permit, now: Instant) {
        if permit.probesModel { breakers[place.whole]?.abandonProbe(now: now) }
        if permit.probesKey { breakers[place]?.abandonProbe(now: now) }
    }

    /// Keys may be others from now on.
    package mutating func forgetKeys() {
        if breakers.isEmpty { return }
        breakers = breakers.filter { $0.key.key == nil }
    }

    /// All places that are left alone at `now`, sorted, for `status`.
    package func all(now: Instant) -> [(place: Place, breaker: Breaker)] {
        breakers.filter { $0.value.state != .closed }
            .sorted { ($0.key.provider, $0.key.model, $0.key.key ?? -1) < ($1.key.provider, $1.key.model, $1.key.key ?? -1) }
            .map { (place: $0.key, breaker: $0.value) }
    }

    private func told(_ change: Breaker.Change?, at place: Place) -> [Change] {
        guard let change, let breaker = breakers[place] else { return [] }
        return [Change(place: place, change: change, breaker: breaker)]
    }

    /// Those that are due the soonest go first.
    private mutating func forgetOldest(_ now: Instant) {
        guard breakers.count > Limits.breakers else { return }
        breakers = breakers.filter { !$0.value.isForgettable(at: now) }
        while breakers.count > Limits.breakers, let first = breakers.min(by: { $0.value.due < $1.value.due }) { breakers[first.key] = nil }
    }
}

extension Breaker {
    /// Until when it is of use.
    fileprivate var due: Instant {
        switch state {
        case .closed: Instant(nanoseconds: .min)
        case .open(let until, _): until
        case .probing: Instant(nanoseconds: .max)
        }
    }
}
