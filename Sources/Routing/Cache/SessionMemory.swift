package import Conversation
package import Primitives

/// What routing remembers of one session: its warm prefixes, and how its modes went.
package struct SessionMemory: Sendable {
    /// The last call of one conversation.
    package struct Course: Sendable, Equatable {
        package let conversation: ConversationMark
        package var mode: ModeName?
        /// The mode before that.
        package var previous: ModeName?
        /// All of the last call's input, as the provider counted it and as it was estimated.
        package var tokens = 0
        package var estimate = 0
        package var started: Instant
        /// Who answered it, and what it used; nil where the provider told nothing.
        package var answered: Answered?

        /// An estimate of the next call's input, corrected by how far the last one was off.
        func corrected(_ estimate: Int) -> Int { self.estimate > 0 ? max(estimate, 0) * tokens / self.estimate : estimate }
    }

    /// An answered call.
    package struct Answered: Sendable, Equatable {
        package let model: ModelID
        /// Its provider keeps only what a request marks.
        package let isMarked: Bool
        package let usage: Usage
        package let started: Instant

        package init(_ model: Model, _ usage: Usage, started: Instant) {
            self.model = model.id
            isMarked = model.keepsWhatIsMarked
            self.usage = usage
            self.started = started
        }
    }

    /// Calls in one mode, and how many runs of them ended.
    package struct Runs: Sendable, Equatable {
        package let mode: ModeName
        package var calls = 0
        package var ended = 0
    }

    /// The latest first.
    package private(set) var prefixes: [WarmPrefix] = []
    /// The latest first.
    package private(set) var courses: [Course] = []
    package private(set) var runs: [Runs] = []
    package private(set) var calls = 0

    package init() {}

    /// The models whose cache is still warm, the latest first.
    package func warmModels(now: Instant) -> [ModelID] {
        var models: [ModelID] = []
        for prefix in prefixes where prefix.until > now && !models.contains(prefix.place.model) { models.append(prefix.place.model) }
        return models
    }

    /// What a call of `candidate` would find warm.
    package func warmPrefix(of candidate: Candidate, _ conversation: ConversationMark, effort: Effort?, now: Instant) -> WarmPrefix? {
        prefixes.first {
            $0.until > now && candidate.isCalled(at: $0.place) && $0.fits($0.place, conversation, effort, candidate.provider.dialect)
        }
    }

    package func course(of conversation: ConversationMark) -> Course? { courses.first { $0.conversation == conversation } }

    package func runs(of mode: ModeName) -> Runs? { runs.first { $0.mode == mode } }

    /// Notes what is warm after a call, and returns what is thereby learnt of the model's uses.
    @discardableResult
    mutating func remember(_ call: AnsweredCall) -> ModelUses.Use {
        let dialect = call.model.provider.dialect
        let index = prefixes.firstIndex { $0.fits(call.place, call.conversation, call.effort, dialect) }
        let before = index.map { prefixes.remove(at: $0) }
        let prefix = WarmPrefix(after: call, before: before)
        prefixes.insert(prefix, at: 0)
        if prefixes.count > Limits.warmModelsPerSession { prefixes.removeLast() }
        let growth = before.flatMap { before in call.usage.map { $0.totalInput - before.tokens } }
        return ModelUses.Use(model: call.model.id, gap: before.map { call.started - $0.used }, growth: growth.flatMap { $0 < 0 ? nil : $0 })
    }

    /// Notes a call of a conversation, and returns what is thereby learnt of its caller.
    mutating func follow(_ call: AnsweredCall) -> Habits.Step {
        calls += 1
        let index = courses.firstIndex { $0.conversation == call.conversation }
        let last = index.map { courses.remove(at: $0) }
        var course = last ?? Course(conversation: call.conversation, started: call.started)
        if let mode = call.mode { run(mode, after: course.mode) }
        let step = Habits.Step(call, after: last)
        if let mode = call.mode, mode != course.mode {
            course.previous = course.mode
            course.mode = mode
        }
        if let usage = call.usage, usage.totalInput > 0 {
            course.tokens = usage.totalInput
            course.estimate = call.estimate
            course.answered = Answered(call.model, usage, started: call.started)
        }
        course.started = call.started
        courses.insert(course, at: 0)
        if courses.count > Limits.conversationsPerSession { courses.removeLast() }
        return step
    }

    private mutating func run(_ mode: ModeName, after previous: ModeName?) {
        if let previous, previous != mode, let index = runs.firstIndex(where: { $0.mode == previous }) { runs[index].ended += 1 }
        if let index = runs.firstIndex(where: { $0.mode == mode }) {
            runs[index].calls += 1
        } else if runs.count < Limits.modesPerCaller {
            runs.append(Runs(mode: mode, calls: 1))
        }
    }
}
