internal import Primitives

/// The clocks of one transfer as a machine: told what happened and when, it says which clock runs out next.
struct Deadlines {
    private let clocks: Clocks
    private let start: Instant
    private var isConnected = false
    private var lastByte: Instant?
    private var isHeldBack = false
    private var hasToken = false
    /// Since when the reader has waited for more than bytes.
    private var awaitedSince: Instant?

    init(_ clocks: Clocks, start: Instant) {
        self.clocks = clocks
        self.start = start
    }

    mutating func connected() { isConnected = true }

    /// Bytes of the final response came.
    mutating func received(at now: Instant) {
        isConnected = true
        lastByte = now
    }

    /// The reader does not keep up, so that silence is no longer the provider's.
    mutating func heldBack() { isHeldBack = true }

    mutating func released(at now: Instant) {
        isHeldBack = false
        lastByte = now
    }

    /// Something came that means anything. True for the first, after which other clocks run.
    mutating func tokenCame() -> Bool {
        awaitedSince = nil
        defer { hasToken = true }
        return !hasToken
    }

    /// The reader has nothing left, and waits for the next token.
    mutating func awaitToken(since now: Instant) { awaitedSince = now }

    /// The clock that runs out first; nil where none runs.
    var nearest: (at: Instant, kind: Clocks.Kind)? {
        var nearest: (at: Instant, kind: Clocks.Kind)?
        func consider(_ kind: Clocks.Kind, _ duration: Duration?, from begin: Instant) {
            guard let duration else { return }
            let at = begin + duration
            if nearest.map({ at < $0.at }) ?? true { nearest = (at, kind) }
        }
        consider(.total, clocks.total, from: start)
        if !hasToken { consider(.firstToken, clocks.firstToken, from: start) }
        if let lastByte {
            if !isHeldBack, hasToken || clocks.firstToken == nil { consider(.idle, clocks.idle, from: lastByte) }
            if hasToken, let awaitedSince { consider(.idle, clocks.idle, from: awaitedSince) }
        } else {
            consider(.firstByte, clocks.firstByte, from: start)
            if !isConnected { consider(.connect, clocks.connect, from: start) }
        }
        return nearest
    }
}
