import Exchange
import Gateway
import Glibc
import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

/// In a process of its own, whose clock goes forward where nothing is to do.
@Suite("Faults, reloads and leaving callers, all at once")
struct ChaosTests {
    @Test("lose and double no answer, leak nothing, and settle each request once")
    func chaos() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            for failure in try await onLoop({ try await Chaos.run(callers: 200, requests: 15) }) { print("failure: \(failure)") }
            print(FaultBattery.end)
        }
        #expect(FaultBattery.told(result?.standardOutputContent) == [])
    }
}

/// Callers that ask, cancel and leave at random before providers that fail at random.
@LoopActor
private final class Chaos {
    private static let scripts = [
        "sim?tokens=8&delay=5ms", "sim?status=503&times=400", "sim?tokens=20&delay=5ms&cut=9", "sim?status=429&retry_after=1&times=300",
        "sim?tokens=20&delay=5ms&error_after=7", "sim?reset=head", "sim?tokens=20&delay=5ms&malformed=6", "sim?first=3s&tokens=4", "sim?tokens=30&delay=20ms",
    ]
    private let station: Station
    private var random = SeededGenerator(seed: 7)
    private var sent = 0
    private var failures: [String] = []

    static func run(callers: Int, requests: Int) async throws -> [String] {
        EventLoop.skipIdleTime()
        let chaos = try Chaos()
        // What is opened once for the life of the process does not count.
        try await chaos.call(3)
        try await EventLoop.sleep(for: .seconds(60))
        let before = (descriptors: chaos.foreignDescriptors, tasks: EventLoop.tasks - chaos.station.simulator.connectionCount)
        let running = (0..<callers).map { _ in EventLoop.spawn { try await chaos.call(requests) } }
        let reloads = EventLoop.spawn { try await chaos.reload(20) }
        for task in running { try await task.value }
        try await reloads.value
        return try await chaos.checked(before)
    }

    private init() throws { station = try Station(Chaos.table(0), limits: "requests = 150\nqueue = 100") }

    private static func table(_ turn: Int) -> String {
        let turned = scripts.indices.map { scripts[($0 + turn) % scripts.count] }
        var text = "schema = 1\n[tiers.balanced]\nmodels = [" + turned.indices.map { "\"m\($0)\"" }.joined(separator: ", ") + "]\n"
        text += "[delivery]\nediting = \"whole\"\n"
        for (index, script) in turned.enumerated() { text += "[models.m\(index)]\nprovider = \"near\"\nname = \"\(script)\"\n" }
        return text
    }

    private func reload(_ times: Int) async throws {
        let client = try await station.connect()
        for turn in 1...times {
            station.serve(Chaos.table(turn))
            client.send("{\"id\":\(turn),\"method\":\"reload\"}")
            _ = try await client.answer(turn)
            try await EventLoop.sleep(for: .milliseconds(400))
        }
        client.socket.close()
    }

    /// One caller after another on the same socket until it leaves in the middle of a request.
    private func call(_ requests: Int) async throws {
        var client = try await station.connect()
        for id in 1...requests {
            let mode = Bool.random(using: &random) ? "editing" : "debugging"
            sent += 1
            client.send("{\"id\":\(id),\"method\":\"chat\",\"params\":{\"prompt\":\"p\(sent)\",\"mode\":\"\(mode)\",\"timeout_ms\":20000}}")
            switch Int.random(in: 0..<10, using: &random) {
            case 0:
                try await EventLoop.sleep(for: .milliseconds(Int.random(in: 0..<200, using: &random)))
                client.socket.close()
                client = try await station.connect()
            case 1:
                try await EventLoop.sleep(for: .milliseconds(Int.random(in: 0..<200, using: &random)))
                client.send("{\"method\":\"cancel\",\"params\":{\"id\":\(id)}}")
                try await check(client, id)
            default: try await check(client, id)
            }
        }
        client.socket.close()
    }

    /// One answer, whole or an error, and nothing behind it.
    private func check(_ client: RPCClient, _ id: Int) async throws {
        let (deltas, last) = try await client.answer(id)
        if let text = last["result"]?["text"]?.string {
            let given = deltas.compactMap { $0["params"]?["text"]?.string }.joined()
            if text.isEmpty || text != given { failures.append("an answer is not what was given of it") }
        } else if last["error"]?["data"]?["type"]?.string == nil {
            failures.append("an answer without result and error: \(last.raw.text)")
        }
        client.send("{\"id\":\"ping\",\"method\":\"ping\"}")
        if try await client.next()?["id"]?.string != "ping" { failures.append("something came behind an answer") }
    }

    private func checked(_ before: (descriptors: Int, tasks: Int)) async throws -> [String] {
        _ = try await station.settled(sent)
        try await EventLoop.sleep(for: .seconds(60))
        let settled = station.requests.compactMap { $0.field("REQUEST") }
        if settled.count != sent || Set(settled).count != sent { failures.append("\(sent) requests, \(settled.count) settled, \(Set(settled).count) of them different") }
        let missing = Set(["ok", "cancelled", "stream_cut"]).subtracting(station.requests.compactMap { $0.field("STATUS") })
        if !missing.isEmpty { failures.append("too little went wrong: nothing is \(missing)") }
        if station.counters.inFlight != 0 { failures.append("\(station.counters.inFlight) are in flight") }
        if station.door.connectionCount != 0 { failures.append("\(station.door.connectionCount) callers are connected") }
        if foreignDescriptors > before.descriptors { failures.append("\(foreignDescriptors - before.descriptors) descriptors leaked") }
        let tasks = EventLoop.tasks - station.simulator.connectionCount
        if tasks > before.tasks { failures.append("\(tasks - before.tasks) tasks go on") }
        await station.stop()
        return failures
    }

    /// Sockets and the like but for those of connections to the simulator, which are kept on purpose: both their ends are here. The
    /// ledger's thread opens and closes its files as it likes.
    private var foreignDescriptors: Int {
        guard let folder = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            var target = [CChar](repeating: 0, count: 256)
            if readlink("/proc/self/fd/\(name)", &target, target.count) > 0, target[0] != CChar(bitPattern: UInt8(ascii: "/")) { count += 1 }
        }
        return count - 2 * station.simulator.connectionCount
    }
}
