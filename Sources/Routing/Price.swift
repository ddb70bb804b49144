/// What a model costs: its ordinary rates, and others for long contexts and for certain times.
package struct Price: Sendable, Equatable {
    /// Rates of requests whose whole input, cached or not, is longer than `above` tokens: they count for all of its tokens.
    package struct Step: Sendable, Equatable {
        package var above: Int
        package var rates: Rates

        package init(above: Int, rates: Rates) {
            self.above = above
            self.rates = rates
        }
    }

    /// Rates that count at certain times only.
    package struct Period: Sendable, Equatable {
        package var time: PricePeriod
        package var rates: Rates
        package var steps: [Step]

        package init(time: PricePeriod, rates: Rates, steps: [Step] = []) {
            self.time = time
            self.rates = rates
            self.steps = steps
        }
    }

    package var rates: Rates
    /// By rising length; each says only what differs from ``rates``.
    package var steps: [Step]
    /// Of several that hold at once the last counts; each stands for itself, without what the ordinary rates say.
    package var periods: [Period]

    package init(_ rates: Rates, steps: [Step] = [], periods: [Period] = []) {
        self.rates = rates
        self.steps = steps
        self.periods = periods
    }

    /// What counts for a request of so many tokens of input at a time in Unix seconds.
    package func rates(input: Int, at time: Int) -> Rates {
        if periods.isEmpty, steps.isEmpty { return rates }
        guard let period = periods.last(where: { $0.time.contains(time) }) else { return Self.stepped(rates, steps, input) }
        return Self.stepped(period.rates, period.steps, input)
    }

    private static func stepped(_ rates: Rates, _ steps: [Step], _ input: Int) -> Rates {
        guard let step = steps.last(where: { input > $0.above }) else { return rates }
        return step.rates.over(rates)
    }

    /// Picodollars per token in one dollar per million tokens, as a power of ten.
    package static let powerOfPicodollarsPerToken = 6
    /// Picodollars in a dollar, as a power of ten.
    package static let powerOfPicodollars = 12
}
