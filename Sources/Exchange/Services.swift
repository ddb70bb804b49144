package import JSONText
package import Loop
package import Primitives
package import Routing
package import Settings

/// Decides, calls and settles.
@LoopActor
package protocol ChatService: AnyObject {
    /// Returns once the answer's first meaningful part is there, or all of it where it is delivered whole; until then candidates may
    /// have been switched. Where it is gathered, `listener` is told now and then that it is under way.
    func open(_ call: ChatCall, for listener: (any AnswerListener)?) async throws(CallFailure) -> any Answer
    /// What `open` would decide now; calls nobody.
    func explain(_ call: ChatCall) throws(CallFailure) -> DecisionRecord
    /// The models that are left alone for now.
    func resting() -> [(model: ModelID, provider: ProviderName)]
    /// How long the request is for the model that `open` would call first: as its provider counts, else estimated.
    func countTokens(_ call: ChatCall) async throws(CallFailure) -> TokenCount
}

/// Who waits for an answer that is gathered before it is given.
@LoopActor
package protocol AnswerListener: AnyObject {
    /// The answer is still under way. `record` says all that is known of its route: its candidate may change.
    func isUnderWay(_ record: DecisionRecord)
}

/// The operator's side of the daemon.
@LoopActor
package protocol ControlService: AnyObject {
    /// Returns when the new snapshot is live; throws every reason why it is not. One that comes during another runs after it.
    /// - Parameter allowsOlder: whether the table may be one that the accepted one has gone beyond.
    func reload(allowsOlder: Bool) async throws(ReloadFailure)
    /// Writes the members of the `status` object.
    func status(into writer: inout JSONWriter)
    /// Whether the caller may reload, and look at and choose among the tables that were served: root and the daemon's own user.
    func mayReload(_ caller: Caller?) -> Bool
    /// Goes back to an earlier table: that of `number`; without one, to the table before, and while a table is rolled out to the one beside it.
    func rollBack(to number: Int?) async throws(ReloadFailure)
    /// Has the table that is rolled out serve all sessions.
    func promote() async throws(ReloadFailure)
    /// The tables that were served; nil where none is kept.
    var history: (any TableHistory)? { get }
    /// How tables come in.
    var tableFigures: TableFigures { get }
}

/// Why a configuration or table was not taken; the one in use stays.
package struct ReloadFailure: Error, Sendable {
    package let diagnostics: [Diagnostic]
    /// Whether nothing is known to be wrong but that the table's source did not answer.
    package let isUnreachable: Bool

    package init(_ diagnostics: [Diagnostic], isUnreachable: Bool = false) {
        self.diagnostics = diagnostics
        self.isUnreachable = isUnreachable
    }
}

/// How tables came in since the daemon's start.
package struct TableFigures: Sendable, Equatable {
    /// Answers of their source that were no table to be used, and times that it did not answer.
    package var refusals = 0
    package var failures = 0
    /// Whether the source answered when it was asked last.
    package var isReachable = true

    package init() {}
}

/// The snapshot that new requests take. A request in flight keeps the one it took.
@LoopActor
package final class SnapshotHolder {
    package private(set) var current: Snapshot
    package private(set) var since: Instant
    /// How often another snapshot came into use.
    package private(set) var swaps = 0

    package init(_ snapshot: Snapshot) {
        current = snapshot
        since = EventLoop.now
    }

    package func swap(to snapshot: Snapshot) {
        current = snapshot
        since = EventLoop.now
        swaps += 1
    }
}
