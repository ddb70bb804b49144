internal import Primitives

/// How one caller's conversations use one model: what its cache has to live through.
struct ModelUses: Sendable {
    /// One call, beside the one before of the same conversation, model and key.
    struct Use: Sendable {
        let model: ModelID
        /// Nil for the first.
        let gap: Duration?
        /// Tokens that the prompt grew by in between.
        let growth: Int?
    }

    let model: ModelID
    /// Conversations that came to the model.
    private(set) var begun = 0
    private(set) var gaps = Pauses()
    private var growth = Habits.Mean()

    init(_ model: ModelID) { self.model = model }

    mutating func note(_ use: Use) {
        if let gap = use.gap { gaps.add(gap) } else { begun += 1 }
        if let grown = use.growth { growth.add(grown) }
        guard begun + gaps.count > Limits.habitCalls else { return }
        begun /= 2
        gaps.fade()
        growth.fade()
    }

    /// What is expected of a prefix until nothing has read it for the longer of two lifetimes.
    struct Course: Sendable, Equatable {
        /// Calls in all, and gaps between them that only the longer lifetime spans.
        var calls: Double
        var gaps: Double
        /// Tokens that the prompt grows by from one call to the next.
        var growth: Int
    }

    func course(shorter: Duration, longer: Duration) -> Course {
        let ends = Double(begun + gaps.longer(than: longer)) + Self.priorCourses
        let spanned = Double(gaps.longer(than: shorter) - gaps.longer(than: longer))
        return Course(
            calls: (Double(begun + gaps.count) + Self.priorCourses * Self.priorCalls) / ends, gaps: spanned / ends,
            growth: growth.value(guess: Forecaster.growth, weight: Forecaster.guessWeight))
    }

    /// What is taken for granted before anything is known: so many prefixes, of so many calls each, without any longer gap.
    private static let priorCourses = 1.0
    private static let priorCalls = 12.0
}
