package import Conversation
package import Loop
package import Primitives
package import Routing

/// One frame of an answer: a server-sent event of a stream, or the body of a whole answer.
package struct AnswerPart: Sendable {
    /// The exact bytes from the provider, framing included.
    package let raw: ByteSlice
    /// The payload alone: an event's data, or the body.
    package let data: ByteSlice
    package let events: [ChatEvent]
    /// The provider sent it because shunt asked for it; a caller who speaks the provider's dialect did not.
    package let isForShuntAlone: Bool

    package init(raw: ByteSlice, data: ByteSlice, events: [ChatEvent], isForShuntAlone: Bool) {
        self.raw = raw
        self.data = data
        self.events = events
        self.isForShuntAlone = isForShuntAlone
    }
}

/// An answer past its commit point. Pull it until it ends, throws, or is abandoned; it settles itself exactly once.
@LoopActor
package protocol Answer: AnyObject {
    var route: Route { get }
    /// How often it was begun anew: what was given before the last time is void. Only for callers that allow it.
    var restarts: Int { get }
    /// How often another model went on where one broke off. From then on parts hold no bytes of a provider's: their events alone count.
    var continuations: Int { get }
    /// What an encoder that begins in the middle has to know: the answer's first event, and one for all text up to the last continuation.
    var said: [ChatEvent] { get }
    /// What came since the last call; nil at the proper end. An answer that was cut throws.
    func next() async throws(CallFailure) -> [AnswerPart]?
    /// Hands what comes to `sink` until that takes no more for now, which gives false, or the answer is at its proper end, which gives true;
    /// false, too, where another model took over. An answer that was cut throws. `sink` may be called from the loop, in no task.
    func pour(into sink: @escaping @LoopActor ([AnswerPart]) -> Bool) async throws(CallFailure) -> Bool
    /// The caller does not want the rest: aborts the upstream call at once, and settles what was used.
    func abandon()
    /// What the answer used and cost; nil until it is over.
    var settlement: Settlement? { get }
}

/// Where a request went, and why.
package final class Route: Sendable {
    package let request: RequestID
    package let record: DecisionRecord
    package let candidate: Candidate
    package let dialect: Dialect
    /// All upstream calls, the answering one last.
    package let attempts: [Attempt]

    /// Why this model answered, in one sentence. Both the caller and the journal are told it.
    package let reason: String

    package init(request: RequestID, record: DecisionRecord, candidate: Candidate, dialect: Dialect, attempts: [Attempt]) {
        self.request = request
        self.record = record
        self.candidate = candidate
        self.dialect = dialect
        self.attempts = attempts
        reason = attempts.count > 1 ? Self.reason(record, candidate, attempts) : record.reason
    }

    private static func reason(_ record: DecisionRecord, _ candidate: Candidate, _ attempts: [Attempt]) -> String {
        let others = attempts.dropLast()
        let failed = others.count { !$0.isOutpaced }
        var text = record.reason
        if let broken = others.last(where: \.isContinued) {
            text += "; \(candidate.model.id) went on where \(broken.model) broke off"
        } else if failed > 0 {
            text += "; \(candidate.model.id) answered after \(failed) failed"
        }
        if let late = others.last(where: \.isOutpaced) { text += "; \(candidate.model.id) began before \(late.model)" }
        return text
    }
}

/// What a request used, cost and took.
package struct Settlement: Sendable {
    package var usage: Usage?
    /// Nil where the price or the usage is unknown; never zero instead.
    package var cost: Money?
    /// The part of ``cost`` that went to calls which another outpaced; nil where there were none.
    package var hedged: Money?
    package var saved: Money?
    package var finish: FinishReason?
    package var firstToken: Duration?
    package var duration: Duration

    package init(duration: Duration) { self.duration = duration }
}
