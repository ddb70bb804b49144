internal import Conversation
internal import Primitives

/// How a caller's calls follow one another: how long it stays in a mode, where it goes then, how its conversations grow.
///
/// Counts of a bounded number of modes; when one has many calls, its older half fades.
package struct Habits: Sendable {
    /// What one call adds.
    package struct Step: Sendable {
        let mode: ModeName?
        /// The conversation's mode before; nil for its first call.
        let previous: ModeName?
        /// Since the conversation's last call.
        let pause: Duration?
        /// Tokens that the conversation's input grew by.
        let growth: Int?
        let output: Int?

        init(_ call: AnsweredCall, after last: SessionMemory.Course?) {
            mode = call.mode
            previous = last?.mode
            pause = last.map { call.started - $0.started }
            output = call.usage?.totalOutput
            growth = last.flatMap { last in
                guard let usage = call.usage, last.tokens > 0, usage.totalInput >= last.tokens else { return nil }
                return usage.totalInput - last.tokens
            }
        }
    }

    /// What is known of one mode.
    package struct Course: Sendable {
        let mode: ModeName
        var calls = 0
        /// Runs that another mode ended.
        var ended = 0
        /// By which.
        var next: [(mode: ModeName, count: Int)] = []
        var growth = Mean()
        var output = Mean()
        var pauses = Pauses()
    }

    /// A sum with its count.
    struct Mean: Sendable, Equatable {
        var sum = 0
        var count = 0

        mutating func add(_ value: Int) {
            sum += min(max(value, 0), Limits.tokensPerClass)
            count += 1
        }

        mutating func fade() {
            sum /= 2
            count /= 2
        }

        /// With `guess` counted as `weight` values.
        func value(guess: Int, weight: Int) -> Int { (sum + guess * weight) / (count + weight) }
    }

    package private(set) var courses: [Course] = []
    private var uses: [ModelUses] = []

    package init() {}

    func uses(of model: ModelID) -> ModelUses? { uses.first { $0.model == model } }

    mutating func note(_ use: ModelUses.Use) {
        if let index = uses.firstIndex(where: { $0.model == use.model }) { return uses[index].note(use) }
        guard uses.count < Limits.modelsPerCaller else { return }
        uses.append(ModelUses(use.model))
        uses[uses.count - 1].note(use)
    }

    func course(_ mode: ModeName) -> Course? {
        // By index, since a course is large; and by text, whose comparison is inlined.
        courses.indices.first { courses[$0].mode.text == mode.text }.map { courses[$0] }
    }

    mutating func note(_ step: Step) {
        guard let mode = step.mode, let index = place(of: mode) else { return }
        courses[index].calls += 1
        if let output = step.output { courses[index].output.add(output) }
        if let growth = step.growth { courses[index].growth.add(growth) }
        if let pause = step.pause { courses[index].pauses.add(pause) }
        if courses[index].calls > Limits.habitCalls { courses[index].fade() }
        guard let previous = step.previous, previous != mode, let left = courses.firstIndex(where: { $0.mode == previous }) else { return }
        courses[left].ended += 1
        courses[left].follow(mode)
    }

    private mutating func place(of mode: ModeName) -> Int? {
        if let index = courses.firstIndex(where: { $0.mode == mode }) { return index }
        guard courses.count < Limits.modesPerCaller else { return nil }
        courses.append(Course(mode: mode))
        return courses.count - 1
    }
}

extension Habits.Course {
    fileprivate mutating func follow(_ mode: ModeName) {
        if let index = next.firstIndex(where: { $0.mode == mode }) {
            next[index].count += 1
        } else if next.count < Limits.modesPerCaller {
            next.append((mode, 1))
        }
    }

    fileprivate mutating func fade() {
        calls /= 2
        ended /= 2
        growth.fade()
        output.fade()
        pauses.fade()
        for index in next.indices { next[index].count /= 2 }
    }
}
