internal import Conversation
internal import JSONText
package import Primitives
internal import Routing

/// Turns logs that agents keep into calls of a trace: names, times and counts, nothing that was said.
///
/// Feed it the lines of one log after another. A call that several logs hold, as they do where a session was taken up again, counts once.
package struct AgentLogs: Sendable {
    package private(set) var tally = LogTally()

    private let form: AgentLogForm?
    private let mode: ModeName?
    private var reader: (any AgentLogReader)?
    private var threads: [UInt64: Thread] = [:]
    private var seen: Set<UInt64> = []
    private var sessions: Set<UInt64> = []

    private struct Thread {
        var mode = LoggedMode()
        var conversation = LoggedConversation()
    }

    /// Without a form each log's own is told by its lines; `mode` is that of all calls, where it is given.
    package init(form: AgentLogForm? = nil, mode: ModeName? = nil) {
        self.form = form
        self.mode = mode
    }

    package mutating func beginLog() {
        tally.files += 1
        reader = form?.reader()
        threads.removeAll()
    }

    /// The calls that are complete with a line, without its end.
    package mutating func read(_ line: Bytes) -> [TraceCall] {
        guard !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else { return [] }
        guard let root = try? JSONDocument.parse(line).root, root.kind == .object else {
            tally.skip("no JSON object")
            return []
        }
        if reader == nil { reader = AgentLogForm.of(root)?.reader() }
        guard reader != nil else {
            tally.skip("of no known form")
            return []
        }
        var calls: [LoggedCall] = []
        if let fate = reader?.read(root, into: &calls) { tally.add(fate) }
        return calls.compactMap { call($0) }
    }

    /// A line was too long to be read.
    package mutating func skipLongLine() { tally.skip("too long") }

    /// The calls that the log's end completes.
    package mutating func endLog() -> [TraceCall] {
        var calls: [LoggedCall] = []
        reader?.finish(into: &calls)
        reader = nil
        return calls.compactMap { call($0) }
    }

    /// Nil for one that was counted before.
    private mutating func call(_ logged: LoggedCall) -> TraceCall? {
        guard logged.isBounded else {
            tally.skip("calls with names too long")
            return nil
        }
        guard isNew(logged) else {
            tally.skip("calls logged before")
            return nil
        }
        count(logged)
        let key = LoggedCall.identity(logged.session, logged.thread)
        if threads.count >= Limits.agentLogThreads, threads[key] == nil { threads.removeAll() }
        let beside = LoggedMode.isBeside(logged)
        var call = TraceCall(
            time: logged.time, session: SessionID(logged.session),
            conversation: threads[key, default: Thread()].conversation.mark(of: logged, beside: beside))
        let guess = threads[key, default: Thread()].mode.mode(of: logged)
        call.mode = mode ?? guess
        call.caller = logged.caller
        call.profile = "auto"
        call.model = ModelID(logged.model)
        call.effort = logged.effort
        call.usage = logged.usage
        if !logged.tools.isEmpty { call.needs = .tools }
        return call
    }

    private mutating func isNew(_ call: LoggedCall) -> Bool {
        let marks = [call.identity] + (call.figures.map { [$0] } ?? [])
        if marks.prefix(call.mayBeCopied ? 2 : 1).contains(where: { seen.contains($0) }) { return false }
        if seen.count < Limits.agentLogCalls { seen.formUnion(marks) }
        return true
    }

    private mutating func count(_ call: LoggedCall) {
        tally.calls += 1
        guard sessions.count < Limits.agentLogCalls, sessions.insert(LoggedCall.identity(call.session)).inserted else { return }
        tally.sessions += 1
    }
}
