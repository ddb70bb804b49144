internal import JSONText
internal import Loop
internal import Primitives
internal import Simulation

/// Calls of the past: a file of them, one as JSON on each line.
@LoopActor
enum TraceFile {
    /// In the order of time, which is not that of every file.
    static func read(_ file: String, _ invocation: Invocation) async throws(ConsoleError) -> [TraceCall] {
        let bytes = try await InputText.read(file, invocation, limit: Limits.traceBytes)
        var calls: [TraceCall] = []
        for (number, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == 0x0D || $0 == 0x09 }) { continue }
            do { calls.append(try call(line)) } catch { throw .local("\(file):\(number + 1): \(error.message)") }
        }
        return calls.sorted { $0.time < $1.time }
    }

    private static func call(_ line: ByteSlice) throws(TraceError) -> TraceCall {
        guard line.count <= Limits.traceLineBytes else { throw TraceError(message: "the line is longer than \(Limits.traceLineBytes) bytes") }
        let document: JSONDocument
        do { document = try JSONDocument.parse(Bytes(line)) } catch { throw TraceError(message: "no JSON: \(error)") }
        return try TraceCall(document.root)
    }
}
