internal import Primitives

/// How a conversation is expected to go on, as seen from one model: modes are below it where they ask for a lower tier, above where they
/// do not.
///
/// Modes follow one another as a Markov chain whose rates are counts of the caller and of the session, weighed against what the table
/// expects. Every step may be the last before the cache is cold: the conversation pauses for longer than the cache lives, or ends.
struct Forecast: Sendable, Equatable {
    /// Calls below it from now on until the mode asks for it again, this one included; at least 1.
    var calls: Double
    /// The chance that the conversation comes back to it, its cache still worth something.
    var returns: Double
    /// Calls above from there on, until a mode asks for less again, and the chance that one does.
    var callsAbove: Double
    var leaves: Double
    /// Tokens that the input grows by from one call to the next.
    var growth: Int
    /// Tokens of each answer.
    var output: Int
    /// Seconds between calls, where the conversation does not pause for longer.
    var pause: Double
}

/// Makes forecasts of one conversation.
struct Forecaster {
    let habits: Habits
    let memory: SessionMemory
    let course: SessionMemory.Course?
    /// The table's word on how many calls a mode takes before it changes.
    let expectedCalls: (ModeName) -> Int

    /// How many runs of a mode the table's expectation counts as.
    static let priorRuns = 2.0
    /// How many calls a caller's habits count as at most beside the session's own.
    static let habitWeight = 40.0
    /// Changes of mode that go back to the mode before, where nothing is known.
    static let priorReturns = 2.0
    /// A conversation is expected to go on for as many calls as it had, and at least for these.
    static let fewestCalls = 24.0
    /// What is taken for the growth, the answer and the pause of a mode that is new, and as how many calls.
    static let growth = 1_500
    static let output = 500
    static let pause = 20.0
    static let guessWeight = 4
    /// One call in so many is taken to follow a long pause, where nothing is known.
    static let callsPerLongPause = 32.0

    /// `isBelow` tells modes; `lifetime` is the cache's.
    func forecast(in mode: ModeName, lifetime: Duration, isBelow: (ModeName) -> Bool) -> Forecast {
        let known = habits.course(mode)
        let modes = modes(with: mode)
        let chain = Chain(modes.map { row(of: $0, among: modes, lifetime) }, inside: modes.map(isBelow))
        let (calls, returns) = chain.stay(from: 0)
        let entry = modes.firstIndex { $0 == course?.previous && !isBelow($0) } ?? modes.firstIndex { !isBelow($0) }
        let (callsAbove, leaves) = entry.map { chain.opposite.stay(from: $0) } ?? (1, 0)
        return Forecast(
            calls: calls, returns: returns, callsAbove: callsAbove, leaves: leaves,
            growth: known?.growth.value(guess: Self.growth, weight: Self.guessWeight) ?? Self.growth,
            output: known?.output.value(guess: Self.output, weight: Self.guessWeight) ?? Self.output,
            pause: (known?.pauses ?? Pauses()).mean(within: lifetime, guess: Self.pause, weight: Double(Self.guessWeight)))
    }

    /// The modes that the conversation may be in, `mode` first.
    private func modes(with mode: ModeName) -> [ModeName] {
        var modes = [mode]
        if let before = course?.mode, before != mode { modes.append(before) }
        if let previous = course?.previous, !modes.contains(previous) { modes.append(previous) }
        for index in habits.courses.indices where Self.index(of: habits.courses[index].mode, in: modes) == nil { modes.append(habits.courses[index].mode) }
        return modes
    }

    /// The chances that a call in `mode` is followed by one in each of `modes`, before the cache is cold and the conversation over.
    private func row(of mode: ModeName, among modes: [ModeName], _ lifetime: Duration) -> [Double] {
        let known = habits.course(mode)
        let (leaving, survival) = (leaving(mode, known), survival(known, lifetime))
        let origin = course?.mode == mode ? course?.previous : course?.mode
        let next = known?.next ?? []
        var total = Self.priorReturns
        for entry in next { total += Double(entry.count) }
        let share = survival * leaving / total
        var row = [Double](repeating: 0, count: modes.count)
        for entry in next { if let index = Self.index(of: entry.mode, in: modes) { row[index] = share * Double(entry.count) } }
        if let origin, let index = Self.index(of: origin, in: modes) { row[index] += share * Self.priorReturns }
        if let index = Self.index(of: mode, in: modes) { row[index] = survival * (1 - leaving) }
        return row
    }

    /// By text, whose comparison is inlined: every pair of modes is looked up.
    private static func index(of mode: ModeName, in modes: [ModeName]) -> Int? {
        for index in modes.indices where modes[index].text == mode.text { return index }
        return nil
    }

    /// The chance that there is another call before the cache is cold and the conversation over.
    private func survival(_ known: Habits.Course?, _ lifetime: Duration) -> Double {
        let pauses = known?.pauses ?? Pauses()
        let long = (Double(pauses.longer(than: lifetime)) + 1) / (Double(pauses.count) + Self.callsPerLongPause)
        return (1 - long) * (1 - 1 / max(Double(memory.calls), Self.fewestCalls))
    }

    /// The chance that a call in `mode` is the last of its run.
    private func leaving(_ mode: ModeName, _ known: Habits.Course?) -> Double {
        var ended = Self.priorRuns
        var calls = Self.priorRuns * Double(max(expectedCalls(mode), 1))
        if let known, known.calls > 0 {
            let weight = min(1, Self.habitWeight / Double(known.calls))
            ended += weight * Double(known.ended)
            calls += weight * Double(known.calls)
        }
        if let known = memory.runs(of: mode) {
            ended += Double(known.ended)
            calls += Double(known.calls)
        }
        return min(ended / calls, 1)
    }
}
