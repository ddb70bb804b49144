internal import Primitives

/// A kind of agent session, as numbers: how its modes follow one another, how its context grows, how long it pauses.
///
/// What real sessions of coding agents do is known of 4,156 of Claude Code and Codex with 351,029 calls, which the University of Washington
/// published as TraceLab (https://github.com/uw-syfi/TraceLab, `summary.json` of June 2026, and the tables at https://tracelab.cs.washington.edu):
/// the spreads here have those medians, means and tails. Which mode a turn is in nobody has recorded: that is assumed.
package struct SessionKind: Sendable {
    /// How many calls a stretch takes.
    enum Length: Sendable {
        /// As many as a person's turn does in real sessions.
        case turn
        /// So many on average; each may be the last alike.
        case mean(Int)
    }

    /// One stretch of a round: a mode, and how many calls it takes.
    struct Stretch: Sendable {
        let mode: ModeName
        let calls: Length
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
    var compaction = 180_000
    var compacted = Spread((100, 15_000...30_000))

    /// Calls of a turn: a quarter has one, half have at most two, one in ten more than 21, one in a hundred more than 87.
    static let turn = Spread((25, 1...1), (25, 2...2), (20, 3...6), (20, 7...21), (8, 22...60), (2, 61...110))
    /// Tokens that the prompt grows by from call to call, the answer in between included: 652 in the middle, 1,738 on average, one in ten more
    /// than 4,122.
    static let growth = Spread((50, 100...650), (40, 650...4_100), (8, 4_100...9_000), (2, 9_000...25_000))
    /// Tokens of answers: 520 to 680 on average.
    static let answers: [ModeName: Spread] = [
        "planning": Spread((60, 300...1_000), (40, 1_000...2_500)), "editing": Spread((70, 80...600), (30, 600...1_800)),
        "debugging": Spread((75, 80...500), (25, 500...1_500)), "background": Spread((80, 15...120), (20, 120...400)),
    ]
    /// Seconds between the calls of a tool loop: the answer, 4.9 in the middle and 11.5 on average, and the tools, 0.1 and 16.8.
    static let loop = Spread((50, 3...7), (40, 7...30), (9, 30...180), (1, 180...900))
    /// Seconds until a person goes on: 135 in the middle, one in ten more than 1,610.
    static let person = Spread((50, 10...135), (20, 135...460), (20, 460...1_610), (8, 1_610...10_000), (2, 10_000...90_000))
}

extension SessionKind {
    package static let all: [SessionKind] = [
        SessionKind(
            name: "plan-edit-debug", summary: "a task is planned, edited and debugged, and so again, by an agent with a person beside it",
            stretches: turns, rounds: 2...5, background: 6, start: Spread((100, 20_000...45_000))),
        SessionKind(
            name: "large-context", summary: "the same with a large repository: 50,000 tokens and more from the first call on",
            stretches: turns, rounds: 2...5, background: 6, start: Spread((100, 55_000...110_000)), compacted: Spread((100, 55_000...70_000))),
        SessionKind(
            name: "short-turns", summary: "planning and small edits take turns, one or two calls at a time",
            stretches: [.init(mode: "planning", calls: .mean(2)), .init(mode: "editing", calls: .mean(2))],
            rounds: 6...30, background: 4, start: Spread((100, 20_000...80_000))),
        SessionKind(
            name: "chores", summary: "planning with many single calls in the background: titles, summaries, commit messages",
            stretches: [.init(mode: "planning", calls: .mean(5)), .init(mode: "background", calls: .mean(1))],
            rounds: 5...25, background: 0, start: Spread((100, 20_000...100_000))),
        SessionKind(
            name: "long-edits", summary: "an agent on its own: one plan, then edits and debugging for a long time",
            stretches: [.init(mode: "planning", calls: .mean(3)), .init(mode: "editing", calls: .mean(45)), .init(mode: "debugging", calls: .mean(20))],
            rounds: 1...3, background: 3, start: Spread((100, 15_000...60_000))),
    ]

    /// A turn of each kind of work; some need no debugging.
    private static let turns: [Stretch] = [
        .init(mode: "planning", calls: .turn), .init(mode: "editing", calls: .turn), .init(mode: "debugging", calls: .turn, percent: 60),
    ]

    package static func named(_ name: String) -> SessionKind? { all.first { $0.name == name } }
}
