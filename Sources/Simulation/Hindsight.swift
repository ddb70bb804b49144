internal import Conversation
internal import Primitives
internal import Routing

/// The least that a session could have cost, had every pause and every change of mode been known beforehand: no policy does better.
///
/// Each call may go to the first model of any tier that is at least the one its mode asks for. Found by going through the calls and
/// keeping, for each set of last calls per model, the cheapest way there: what a model holds warm depends on nothing else.
enum Hindsight {
    static func cost(of session: [TraceCall], through table: Table, asked: [Int]) -> Money? {
        let models = table.tiers.compactMap { tier in tier.rank.flatMap { rank in tier.candidates.first.map { (rank: rank, model: $0.model) } } }
        var ways: [[Int]: Int128] = [Array(repeating: -1, count: models.count): 0]
        for index in session.indices {
            var next: [[Int]: Int128] = [:]
            for (last, spent) in ways {
                for place in models.indices where models[place].rank >= asked[index] {
                    guard let cost = cost(index, after: last[place], session, models[place].model) else { return nil }
                    var reached = last
                    reached[place] = index
                    forgetCold(&reached, at: index, session, models.map(\.model))
                    let sum = spent + cost
                    if next[reached].map({ sum < $0 }) ?? true { next[reached] = sum }
                }
            }
            ways = next
        }
        return ways.values.min().map { Money(picodollars: $0) }
    }

    private static func cost(_ index: Int, after last: Int, _ session: [TraceCall], _ model: Model) -> Int128? {
        let call = session[index]
        guard let used = call.usage else { return 0 }
        var warm = 0
        if last >= 0, isWarm(last, at: index, session, model), let before = session[last].usage {
            warm = model.kept(after: Carried.usage(before, onto: model, warm: 0))
        }
        let usage = Carried.usage(used, onto: model, warm: warm)
        return Pricing.cost(of: usage, at: model.price, time: Int(call.time / 1000))?.picodollars
    }

    private static func isWarm(_ last: Int, at index: Int, _ session: [TraceCall], _ model: Model) -> Bool {
        session[last].conversation == session[index].conversation
            && session[index].time - session[last].time < model.cacheLifetime(isLong: false).inMilliseconds
    }

    /// Ways that differ in what is cold are one.
    private static func forgetCold(_ last: inout [Int], at index: Int, _ session: [TraceCall], _ models: [Model]) {
        for place in models.indices where last[place] >= 0 && last[place] != index {
            if !isWarm(last[place], at: index, session, models[place]) { last[place] = -1 }
        }
    }
}
