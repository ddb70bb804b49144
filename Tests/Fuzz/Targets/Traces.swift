import JSONText
import Primitives
import Simulation

/// Calls of the past, and the logs that they are made of.
enum Traces {
    /// The lines of a log whose form they tell themselves.
    static func logs(_ bytes: Bytes) {
        var logs = AgentLogs()
        var calls: [TraceCall] = []
        logs.beginLog()
        for line in bytes.split(separator: UInt8(ascii: "\n")) { calls += logs.read(Bytes(line)) }
        calls += logs.endLog()
        precondition(calls.count == logs.tally.calls, "what is told is handed out")
        for call in calls {
            precondition(call.time >= 0 && call.usage != nil, "a call has a time and usage")
            check(call)
        }
    }

    static func call(_ bytes: Bytes) {
        guard let root = try? JSONDocument.parse(bytes).root, let call = try? TraceCall(root) else { return }
        check(call)
    }

    private static func check(_ call: TraceCall) {
        var writer = JSONWriter()
        call.write(into: &writer)
        precondition((try? TraceCall(JSONDocument.parse(writer.bytes).root)) == call, "what is written is read again")
    }
}
