/// What was measured of one target. Times in microseconds, memory in bytes; nil where it was not measured.
struct Figures: Sendable {
    let name: String
    /// One connection, small requests.
    var single: Load?
    /// Sixty-four connections, small requests.
    var many: Load?
    /// Sixty-four connections, streams.
    var streams: Load?
    /// One connection, requests of a megabyte.
    var large: Load?
    var idleBytes: Int?
    /// With a thousand streams open.
    var openBytes: Int?
    var open: Load?
    /// From the start of the process to its word that it is ready.
    var start: Double?
    /// From asking for a reload until the table is live.
    var reload: Double?

    /// What the ledger takes of the loop for a request.
    var ledger: Double?

    init(_ name: String) { self.name = name }

    var failures: [String] {
        [("1 connection", single), ("64 connections", many), ("streams", streams), ("1 MB", large), ("1,000 streams", open)].compactMap { stage, load in
            guard let load, load.failures > 0 else { return nil }
            return "\(name), \(stage): \(load.failures) failed, the first because \(load.firstFailure ?? "?")"
        }
    }
}
