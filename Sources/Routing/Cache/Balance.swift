internal import Primitives

/// Weighs a run of calls on a dear model with a warm cache against the same run on a cheap one, and what comes of either later.
struct Balance {
    let dear: RunCost
    let cheap: RunCost
    let forecast: Forecast
    /// The input of this call, and how much of it each model holds warm.
    var tokens = 0
    var warm = 0
    var otherWarm = 0
    /// Seconds until the dear cache is cold, and how long both live from each use on.
    var left = 0.0
    var lifetime = 0.0
    var otherLifetime = 0.0

    init(dear: RunCost, cheap: RunCost, forecast: Forecast) {
        self.dear = dear
        self.cheap = cheap
        self.forecast = forecast
    }

    /// In thousandths.
    var calls: Int { Self.thousandths(forecast.calls) }

    /// What staying costs, with what it gives up where changing to the cheap model pays off in later runs.
    var stay: Money { dear.cost(of: run(tokens), warm: warm) + later }

    /// What the cheap model costs, with what it costs to fill the dear one's cache up when the conversation comes back to it.
    var change: Money { cheap.cost(of: run(tokens), warm: otherWarm) + comingBack(tokens, warm: warm, left: left) }

    private func run(_ tokens: Int) -> RunCost.Run {
        RunCost.Run(tokens: tokens, calls: calls, growth: forecast.growth, answer: forecast.output)
    }

    /// The dear cache lacks what the run added, or has gone cold over it.
    private func comingBack(_ tokens: Int, warm: Int, left: Double) -> Money {
        let grown = tokens + forecast.growth * max(calls - 1000, 0) / 1000
        let cold = Self.exceeds(left, mean: forecast.calls * forecast.pause)
        let missing = grown - Int(Double(warm) * (1 - cold))
        return Self.share(forecast.returns, of: dear.refill(missing))
    }

    /// What changing would save in the runs after this one: each begins with the dear cache warm up to the last call, and the cheap one's
    /// up to its own last, if it has not gone cold since. Where each loses money, one had rather stay then, so that it is nothing.
    private var later: Money {
        let again = forecast.returns * forecast.leaves
        guard again > 0 else { return .zero }
        let tokens = tokens + Int((forecast.calls + forecast.callsAbove) * Double(forecast.growth))
        let warm = tokens - forecast.growth
        let cold = Self.exceeds(otherLifetime, mean: forecast.callsAbove * forecast.pause)
        let kept = Double(max(tokens - Int((forecast.callsAbove + 1) * Double(forecast.growth)), 0)) * (1 - cold)
        let gain = dear.cost(of: run(tokens), warm: warm) - cheap.cost(of: run(tokens), warm: Int(kept))
            - comingBack(tokens, warm: warm, left: lifetime)
        return gain > .zero ? Self.share(again / max(1 - again, 0.001), of: gain) : .zero
    }

    /// The chance that something that takes `mean` on average, and may end at any moment alike, takes longer than `limit`: e^(−limit/mean),
    /// by the power that the C library has no part in.
    static func exceeds(_ limit: Double, mean: Double) -> Double {
        guard mean > 0 else { return 0 }
        var power = 1 / (1 + max(limit, 0) / mean / 64)
        for _ in 0..<6 { power *= power }
        return power
    }

    private static func share(_ share: Double, of money: Money) -> Money {
        Money(picodollars: money.picodollars * Int128(share * 1_000_000) / 1_000_000)
    }

    private static func thousandths(_ number: Double) -> Int { Int((min(number, 1_000_000) * 1000).rounded()) }
}
