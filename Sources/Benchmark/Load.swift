internal import Loop
internal import Primitives

/// A closed loop of connections on one target, and what came of it.
struct Load: Sendable {
    private(set) var latencies = Latencies()
    private(set) var failures = 0
    private(set) var firstFailure: String?
    /// Processor time of the target's process meanwhile.
    private(set) var processorTime = Duration.zero
    private(set) var chunksPerAnswer = 0

    var requests: Int { latencies.count }

    /// Microseconds of the target's processor time for each answer, and for each chunk of text.
    var perRequest: Double? { requests > 0 ? Double(processorTime.inNanoseconds) / 1000 / Double(requests) : nil }
    var perChunk: Double? { chunksPerAnswer > 0 ? perRequest.map { $0 / Double(chunksPerAnswer) } : nil }

    mutating func add(_ other: Load) {
        add(answersOf: other)
        processorTime += other.processorTime
        chunksPerAnswer = other.chunksPerAnswer
    }

    private mutating func add(answersOf other: Load) {
        latencies.add(other.latencies)
        failures += other.failures
        firstFailure = firstFailure ?? other.firstFailure
    }

    /// Asks on all `connections` until `duration` is over; each then finishes what it has begun.
    @LoopActor
    static func run(_ target: Target, _ workload: Workload, connections: Int, for duration: Duration) async throws -> Load {
        let pool = try await open(target, workload, connections)
        defer { for connection in pool { connection.close() } }
        var load = Load()
        load.chunksPerAnswer = workload.stream ? workload.tokens : 0
        let before = ProcessAccount.processorTime(of: target.pid)
        let end = Clock.monotonic + duration
        await withTaskGroup(of: Load.self) { group in
            for connection in pool { group.addTask { await repeatedly(connection, until: end) } }
            for await part in group { load.add(answersOf: part) }
        }
        if let before, let after = ProcessAccount.processorTime(of: target.pid) { load.processorTime = after - before }
        return load
    }

    @LoopActor
    private static func open(_ target: Target, _ workload: Workload, _ count: Int) async throws -> [LoadConnection] {
        let template = target.template(workload)
        var pool: [LoadConnection] = []
        for number in 0..<count { pool.append(try await LoadConnection(target, workload, template, number: number)) }
        return pool
    }

    /// A failure ends its connection: what comes after it on the wire means nothing.
    @LoopActor
    private static func repeatedly(_ connection: LoadConnection, until end: Instant) async -> Load {
        var load = Load()
        do {
            repeat { load.latencies.add(try await connection.ask()) } while Clock.monotonic < end
        } catch {
            load.failures += 1
            load.firstFailure = "\(error)"
        }
        return load
    }
}
