internal import Loop
internal import Primitives

/// What the daemon writes of its requests to standard error, read as it comes.
@LoopActor
final class AuditTrail {
    /// The status under which each request was settled.
    private(set) var settled: [String: String] = [:]
    private(set) var entries = 0
    /// Entries that the daemon could not write.
    private(set) var lost = 0
    private(set) var statuses: [String: Int] = [:]
    /// The last lines that are none of these, for whoever looks for a reason.
    private(set) var others: [String] = []
    private var rest = Bytes()

    init(_ output: StreamSocket) {
        EventLoop.spawn {
            while let bytes = try? await output.read(), !bytes.isEmpty { self.take(bytes) }
        }
    }

    private func take(_ bytes: Bytes) {
        rest += bytes
        var start = rest.startIndex
        while let newline = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
            read(rest[start..<newline].text)
            start = newline + 1
        }
        rest.removeSubrange(..<start)
    }

    private func read(_ line: String) {
        if let request = Self.value("request", line), let status = Self.value("status", line) {
            entries += 1
            settled[request] = status
            statuses[status, default: 0] += 1
        } else {
            if line.contains("entries were dropped") { lost += 1 }
            others.append(line)
            if others.count > 40 { others.removeFirst(20) }
        }
    }

    private static func value(_ name: String, _ line: String) -> String? {
        guard let range = line.firstRange(of: " \(name)=") else { return nil }
        return String(line[range.upperBound...].prefix { $0 != " " })
    }
}
