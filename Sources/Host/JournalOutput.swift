internal import CSystemd
internal import Glibc
package import Telemetry

/// Writes entries to journald with all their fields.
package struct JournalOutput: LogOutput {
    let identifier: String

    package init(identifier: String) { self.identifier = identifier }

    /// Whether standard error is a stream to the journal, as the service manager sets it up: `$JOURNAL_STREAM` names its
    /// device and inode (systemd.exec(5)).
    package static var isStandardError: Bool {
        var status = stat()
        guard let stream = Environment.value("JOURNAL_STREAM"), fstat(STDERR_FILENO, &status) == 0 else { return false }
        return isStream(stream, device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    static func isStream(_ text: String, device: UInt64, inode: UInt64) -> Bool { text == "\(device):\(inode)" }

    package func write(_ entries: [LogEntry]) {
        for entry in entries where !send(JournalRecord(entry, identifier: identifier)) {
            // No journald, or one that refuses: standard error is what is left.
            LineOutput.standardError.write([entry])
        }
    }

    private func send(_ record: JournalRecord) -> Bool {
        record.bytes.withUnsafeBytes { bytes in
            var start = 0
            let vectors = record.ends.map { end in
                defer { start = end }
                return iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress?.advanced(by: start)), iov_len: end - start)
            }
            return sd_journal_sendv(vectors, Int32(vectors.count)) >= 0
        }
    }
}
