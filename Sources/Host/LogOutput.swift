package import Telemetry

/// Where entries go. Called from the log's own thread alone; it may block.
package protocol LogOutput: Sendable {
    func write(_ entries: [LogEntry])
}
