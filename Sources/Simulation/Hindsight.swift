internal import Conversation
internal import Primitives
internal import Routing

/// The least that a session could have cost, had every pause and every change of mode been known beforehand: no policy does better.
///
/// Each call may go to the first model of any tier that is at least the one its mode asks for, and what it writes may be kept for either
/// lifetime. Found by going through the calls and keeping, for each set of last calls per model, the cheapest way there: what a model holds
/// warm depends on nothing else.
struct Hindsight {
    /// The last call that each model answered, and whether it is kept for the longer time; packed, nothing for what is cold.
    private struct Ways: Hashable {
        private var bits: UInt64 = 0

        private static let width = 16
        /// Places and calls of a session that fit.
        static let places = UInt64.bitWidth / width
        static let calls = 1 << (width - 1) - 1

        func last(_ place: Int) -> (call: Int, isLonger: Bool)? {
            let field = Int(truncatingIfNeeded: bits >> (place * Self.width)) & 0xffff
            return field == 0 ? nil : ((field >> 1) - 1, field & 1 == 1)
        }

        mutating func set(_ place: Int, _ last: (call: Int, isLonger: Bool)?) {
            let field = last.map { UInt64(($0.call + 1) << 1 | ($0.isLonger ? 1 : 0)) } ?? 0
            bits = bits & ~(0xffff << (place * Self.width)) | field << (place * Self.width)
        }
    }

    private struct Place {
        let rank: Int
        let model: Model
    }

    private let session: [TraceCall]
    private let places: [Place]

    static func cost(of session: [TraceCall], through table: Table, asked: [Int]) -> Money? {
        let places = table.tiers.compactMap { tier in tier.rank.flatMap { rank in tier.candidates.first.map { Place(rank: rank, model: $0.model) } } }
        guard places.count <= Ways.places, session.count <= Ways.calls else { return nil }
        return Hindsight(session: session, places: places).least(asked)
    }

    private func least(_ asked: [Int]) -> Money? {
        var ways: [Ways: Int128] = [Ways(): 0]
        for call in session.indices {
            var next: [Ways: Int128] = [:]
            for place in places.indices where places[place].rank >= asked[call] {
                for (way, spent) in ways { guard go(call, place, way, spent, &next) else { return nil } }
            }
            ways = next
        }
        return ways.values.min().map { Money(picodollars: $0) }
    }

    /// False where a price is missing.
    private func go(_ call: Int, _ place: Int, _ way: Ways, _ spent: Int128, _ next: inout [Ways: Int128]) -> Bool {
        let model = places[place].model
        let held = way.last(place).flatMap { isWarm($0, at: call, model) ? $0 : nil }
        for isLonger in choices(model, held?.isLonger) {
            guard let cost = cost(call, after: held?.call, model, isLonger) else { return false }
            var reached = way
            reached.set(place, (call, isLonger))
            for other in places.indices where other != place {
                if let last = way.last(other), !isWarm(last, at: call, places[other].model) { reached.set(other, nil) }
            }
            let sum = spent + cost
            if next[reached].map({ sum < $0 }) ?? true { next[reached] = sum }
        }
        return true
    }

    /// What is held for one time goes on so.
    private func choices(_ model: Model, _ held: Bool?) -> [Bool] {
        if let held { return [held] }
        return model.longerLifetime != nil ? [false, true] : [false]
    }

    private func cost(_ index: Int, after last: Int?, _ model: Model, _ isLonger: Bool) -> Int128? {
        let call = session[index]
        guard let used = call.usage else { return 0 }
        let before = last.flatMap { session[$0].usage }
        let warm = before.map { model.kept(after: Carried.usage($0, onto: model, warm: 0)) } ?? 0
        let usage = Carried.usage(used, onto: model, warm: warm, keepsLonger: isLonger)
        return Pricing.cost(of: usage, at: model.price, time: Int(call.time / 1000))?.picodollars
    }

    private func isWarm(_ last: (call: Int, isLonger: Bool), at index: Int, _ model: Model) -> Bool {
        let before = session[last.call]
        return before.conversation == session[index].conversation
            && session[index].time - before.time < model.cacheLifetime(isLong: last.isLonger).inMilliseconds
    }
}
