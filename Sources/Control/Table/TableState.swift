internal import Routing

/// Which tables of a source count: the one that serves, the one that is rolled out beside it, and those that were rolled back.
struct TableState: Sendable, Equatable {
    var live: TableOffer?
    private(set) var staged: TableOffer?
    /// What the source gave last, whether or not it counts.
    var latest: TableOffer?
    /// Digests of tables that were rolled back, the latest last: they do not come back until somebody says so.
    private(set) var barred: [String] = []
    /// What a table that follows is held to.
    var trust: TableTrust.Accepted?

    private static let longestBarred = 16

    init() {}

    /// As it was when the daemon stopped.
    init(live: TableOffer, staged: TableOffer?, barred: [String], trust: TableTrust.Accepted?) {
        self.live = live
        self.staged = staged
        latest = staged ?? live
        self.barred = barred
        self.trust = trust
    }

    func isBarred(_ offer: TableOffer) -> Bool { live != nil && live?.digest != offer.digest && barred.contains(offer.digest) }

    mutating func lift(_ digest: String) { barred.removeAll { $0 == digest } }

    /// A sound offer finds its place: beside the live one where it wants to be rolled out, else in its stead.
    mutating func take(_ offer: TableOffer, _ rollout: Rollout?) {
        if rollout != nil, let live, live.digest != offer.digest {
            staged = offer
        } else {
            live = offer
            staged = nil
        }
    }

    /// What is rolled out is rolled back.
    mutating func withdraw() {
        if let staged { bar(staged.digest) }
        staged = nil
    }

    /// What is rolled out cannot serve.
    mutating func leaveOut() { staged = nil }

    /// What is rolled out serves all.
    mutating func promote() {
        live = staged ?? live
        staged = nil
    }

    /// An earlier table serves again, and what served since does not come back.
    mutating func goBack(to offer: TableOffer) {
        withdraw()
        if let live { bar(live.digest) }
        lift(offer.digest)
        live = offer
    }

    private mutating func bar(_ digest: String) {
        lift(digest)
        barred = (barred + [digest]).suffix(Self.longestBarred)
    }
}
