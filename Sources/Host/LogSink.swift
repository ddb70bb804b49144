internal import Glibc
internal import Loop
internal import Primitives
internal import Synchronization
package import Telemetry

/// Takes log entries from any thread without ever blocking it; a thread of its own writes them.
///
/// A journal that is stuck fills the queue, and then entries are dropped and counted; the first entry that gets through
/// afterwards says how many.
package final class LogSink: Sendable {
    /// How long entries may gather after a batch, so that a busy daemon wakes the thread hundreds of times a second at most.
    private static let pause = timespec(tv_sec: 0, tv_nsec: 2_000_000)
    private static let current = Mutex<LogSink?>(nil)

    private let queue: LogQueue
    private let output: any LogOutput

    /// Writes to `output` from a new thread; holds up to `capacity` entries for it.
    package init(output: any LogOutput, capacity: Int = Limits.journalBacklog) {
        self.output = output
        queue = LogQueue(capacity: capacity)
        startThread()
    }

    /// Queues `entry`, or drops and counts it where the queue is full.
    package func write(_ entry: LogEntry) { queue.add(entry) }

    /// Returns when everything queued so far is written, or after `patience`; false in the second case.
    @discardableResult
    package func flush(patience: Duration = .seconds(2)) -> Bool { queue.waitUntilEmpty(patience: patience) }

    private func startThread() {
        // A thread that took a signal would take it from the loop.
        Signals.prepareProcess()
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let code = pthread_create(&thread, nil, { context in
            guard let context else { return nil }
            Unmanaged<LogSink>.fromOpaque(context).takeRetainedValue().run()
        }, context)
        guard code == 0 else { fatalError("pthread_create: \(SystemError.text(of: code))") }
        pthread_detach(thread)
    }

    private func run() -> Never {
        while true {
            let (entries, lost) = queue.takeAll()
            output.write(lost == 0 ? entries : entries + [Self.lossReport(lost)])
            queue.finish()
            var pause = Self.pause
            nanosleep(&pause, nil)
        }
    }

    static func lossReport(_ count: Int) -> LogEntry {
        LogEntry(
            .warning, messageID: MessageID.entriesLost.rawValue,
            message: "the journal was too slow: \(count) entries were dropped",
            fields: [LogEntry.Field("SHUNT_LOST_ENTRIES", String(count))])
    }
}

// The sink of the process.
extension LogSink {
    /// Makes the process log as lines of JSON to standard error where `asJSON` says so; else to the journal where standard error leads
    /// there, else as lines for people to standard error.
    package static func start(identifier: String, asJSON: Bool = false) {
        if asJSON { return start(JSONLineOutput(identifier: identifier)) }
        let output: any LogOutput = JournalOutput.isStandardError ? JournalOutput(identifier: identifier) : LineOutput.standardError
        start(output)
    }

    /// Makes the process log to `output`.
    package static func start(_ output: any LogOutput) {
        let sink = LogSink(output: output)
        current.withLock { $0 = sink }
    }

    /// Queues `entry` in the process's sink; before there is one it goes to standard error at once.
    package static func write(_ entry: LogEntry) {
        if let sink = current.withLock({ $0 }) { sink.write(entry) } else { LineOutput.standardError.write([entry]) }
    }

    /// Writes what is queued before the process ends.
    @discardableResult
    package static func flush(patience: Duration = .seconds(2)) -> Bool {
        current.withLock { $0 }?.flush(patience: patience) ?? true
    }
}
