internal import Exchange
internal import JSONText
internal import Loop
internal import Primitives

/// How the table's source is doing, for `status`.
@LoopActor
struct SourceReport {
    private var asked: Instant?
    private var lastAnswer: Instant?
    /// When it is asked next; nil where nobody asks by themselves.
    var next: Instant?
    /// Why the last answer, or the lack of one, is no table to be taken into use.
    private var errors: [String] = []

    nonisolated init() {}

    mutating func answered() {
        asked = EventLoop.now
        lastAnswer = asked
        errors = []
    }

    mutating func failed(_ failure: ReloadFailure) {
        asked = EventLoop.now
        errors = failure.diagnostics.map(\.description)
    }

    mutating func refused(_ failure: ReloadFailure) { errors = failure.diagnostics.map(\.description) }

    /// The members of the `source` object.
    func write(into writer: inout JSONWriter) {
        let now = EventLoop.now
        if let asked { writer.member("asked_ms_ago", Int((now - asked).inMilliseconds)) }
        if let lastAnswer { writer.member("answered_ms_ago", Int((now - lastAnswer).inMilliseconds)) }
        if let next { writer.member("next_in_ms", Int(max(0, (next - now).inMilliseconds))) }
        if !errors.isEmpty { writer.array("errors") { for error in errors { $0.value(error) } } }
    }
}
