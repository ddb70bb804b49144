internal import Primitives

/// A kind of agent session, as numbers: how its modes follow one another, how its context grows, how long it pauses.
package struct SessionKind: Sendable {
    /// One stretch of a round: a mode, and how many calls it takes on average.
    struct Stretch: Sendable {
        let mode: ModeName
        let calls: Int
        /// How often a round has it, in percent.
        var percent = 100
    }

    package let name: String
    package let summary: String
    /// A session is rounds of these, one after the other.
    let stretches: [Stretch]
    let rounds: ClosedRange<Int>
    /// After how many calls of every hundred one in the background comes between, in the same conversation.
    let background: Int
    /// The prompt of the first call: system prompt, tools, and what the task brings along.
    let start: Spread
    /// The prompt at which the agent compacts its conversation, and what it begins anew with.
    var compaction = 160_000
    var compacted = Spread((100, 15_000...30_000))

    /// Tokens that a call adds to the prompt beside its answer: a tool's result, a file, a question.
    static let growth = Spread((60, 150...1_200), (28, 1_200...4_000), (10, 4_000...10_000), (2, 10_000...25_000))
    /// Tokens of answers.
    static let answers: [ModeName: Spread] = [
        "planning": Spread((60, 300...1_000), (40, 1_000...2_500)), "editing": Spread((70, 80...600), (30, 600...1_800)),
        "debugging": Spread((75, 80...500), (25, 500...1_500)), "background": Spread((80, 15...120), (20, 120...400)),
    ]
    /// Seconds between the calls of a tool loop: the answer and the tool.
    static let loop = Spread((75, 4...15), (20, 15...45), (4, 45...150), (1, 150...600))
    /// Seconds until a person has read what came of a stretch and goes on.
    static let person = Spread((50, 20...90), (30, 90...240), (12, 240...600), (8, 600...3_600))
}

extension SessionKind {
    package static let all: [SessionKind] = [
        SessionKind(
            name: "plan-edit-debug", summary: "a task is planned, edited and debugged, and so again, by an agent with a person beside it",
            stretches: [.init(mode: "planning", calls: 4), .init(mode: "editing", calls: 10), .init(mode: "debugging", calls: 6, percent: 60)],
            rounds: 3...8, background: 6, start: Spread((100, 15_000...35_000))),
        SessionKind(
            name: "large-context", summary: "the same with a large repository: 50,000 tokens and more from the first call on",
            stretches: [.init(mode: "planning", calls: 4), .init(mode: "editing", calls: 10), .init(mode: "debugging", calls: 6, percent: 60)],
            rounds: 3...8, background: 6, start: Spread((100, 55_000...110_000)), compacted: Spread((100, 55_000...70_000))),
        SessionKind(
            name: "short-turns", summary: "planning and small edits take turns, one or two calls at a time",
            stretches: [.init(mode: "planning", calls: 2), .init(mode: "editing", calls: 2)],
            rounds: 6...30, background: 4, start: Spread((100, 20_000...80_000))),
        SessionKind(
            name: "chores", summary: "planning with many single calls in the background: titles, summaries, commit messages",
            stretches: [.init(mode: "planning", calls: 5), .init(mode: "background", calls: 1)],
            rounds: 5...25, background: 0, start: Spread((100, 20_000...100_000))),
        SessionKind(
            name: "long-edits", summary: "an agent on its own: one plan, then edits and debugging for a long time",
            stretches: [.init(mode: "planning", calls: 3), .init(mode: "editing", calls: 45), .init(mode: "debugging", calls: 20)],
            rounds: 1...3, background: 3, start: Spread((100, 15_000...60_000))),
    ]

    package static func named(_ name: String) -> SessionKind? { all.first { $0.name == name } }
}
