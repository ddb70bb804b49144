internal import Conversation
internal import Primitives
internal import Routing

/// Makes sessions of a kind, the same for the same seed: calls that nobody made, with the tokens that they would use.
///
/// Prompts grow by answers and by what tools and people add to them. Where an agent compacts, a new conversation begins. All usage is told as
/// uncached input and output: what a cache gives is up to who replays them.
package struct SessionGenerator: Sendable {
    private let kind: SessionKind
    private var dice: Dice
    private var clock: Int64
    private var number = 0

    /// `start` is in Unix milliseconds.
    package init(_ kind: SessionKind, seed: UInt64, start: Int64 = 1_780_272_000_000) {
        self.kind = kind
        dice = Dice(seed: seed)
        clock = start
    }

    /// The calls of the next session. Sessions follow one another, an hour or so apart.
    package mutating func next() -> [TraceCall] {
        number += 1
        clock += Int64(Int.random(in: 1_800...7_200, using: &dice)) * 1000
        var session = Session(id: SessionID("\(kind.name)-\(number)"), prompt: dice.draw(kind.start), clock: clock)
        for _ in 0..<Int.random(in: kind.rounds, using: &dice) {
            for stretch in kind.stretches where dice.happens(stretch.percent) {
                for _ in 0..<length(stretch.calls) { take(stretch.mode, &session) }
                session.clock += Int64(dice.draw(SessionKind.person)) * 1000
            }
        }
        clock = session.clock
        return session.calls
    }

    private struct Session {
        let id: SessionID
        var prompt: Int
        var clock: Int64
        var conversation: UInt64 = 1
        var calls: [TraceCall] = []
    }

    private mutating func length(_ calls: SessionKind.Length) -> Int {
        switch calls {
        case .turn: dice.draw(SessionKind.turn)
        case .mean(let mean): dice.run(mean: mean)
        }
    }

    private mutating func take(_ mode: ModeName, _ session: inout Session) {
        call(mode, &session)
        session.clock += Int64(dice.draw(SessionKind.loop)) * 1000
        if dice.happens(kind.background) {
            call("background", &session)
            session.clock += Int64(dice.draw(SessionKind.loop)) * 1000
        }
        guard session.prompt > kind.compaction else { return }
        session.prompt = dice.draw(kind.compacted)
        session.conversation += 1
    }

    private mutating func call(_ mode: ModeName, _ session: inout Session) {
        let answer = SessionKind.answers[mode].map { dice.draw($0) } ?? 300
        var call = TraceCall(time: session.clock, session: session.id, conversation: ConversationMark(value: session.conversation))
        call.caller = kind.name
        call.mode = mode
        call.profile = "auto"
        call.usage = Usage(input: session.prompt, output: answer)
        session.calls.append(call)
        session.prompt += max(answer, dice.draw(SessionKind.growth))
    }
}
