internal import Loop
internal import Primitives

/// One run of overload: callers at their own pace, first a few and then four times what gets in.
@LoopActor
final class OverloadRun {
    private static let duration = Duration.seconds(6)

    private let folder: BenchFolder
    private let servers: Servers
    private let progress: @LoopActor (String) -> Void

    init(_ options: OverloadOptions, _ folder: BenchFolder, progress: @escaping @LoopActor (String) -> Void) throws {
        self.folder = folder
        self.progress = progress
        servers = try Servers(programs: options.programs, folder)
    }

    func run() async throws -> OverloadReport { try await servers.running { try await self.play() } }

    private func play() async throws -> OverloadReport {
        progress("starting")
        _ = try await servers.startSimulator(folder.simulatorSocket)
        try folder.folder.write("table.toml", Bytes(Self.table.utf8))
        let configuration = try folder.folder.write("shunt.toml", Bytes(configuration.utf8))
        _ = try await servers.startDaemon(configuration)
        _ = try await drive(callers: 4, for: .seconds(1))
        progress("unloaded")
        let unloaded = try await drive(callers: 4, for: Self.duration)
        progress("four times the capacity")
        return OverloadReport(unloaded, try await drive(callers: 4 * OverloadPlan.requests * OverloadPlan.turns, for: Self.duration), duration: Self.duration)
    }

    private static let table = """
        schema = 1
        [tiers.balanced]
        models = ["m"]
        [models.m]
        provider = "near"
        name = "sim?tokens=16&wait=\(OverloadPlan.service.inMilliseconds)ms"

        """

    private var configuration: String {
        """
        [table]
        source = "\(folder.folder.file("table.toml"))"
        [providers.near]
        api = "openai-chat"
        url = "http://simulator/v1"
        socket = "\(folder.simulatorSocket)"
        [limits]
        requests = \(OverloadPlan.requests)
        queue = \(OverloadPlan.queue)
        queue_time = "40ms"

        """
    }

    /// Each caller asks once in some times the time that the provider takes, so that it is answered before its next turn.
    private func drive(callers: Int, for duration: Duration) async throws -> OverloadFigures {
        let begin = Clock.monotonic + .milliseconds(20)
        let running = (0..<callers).map { number in
            EventLoop.spawn { try await self.call(from: begin + OverloadPlan.pause * number / callers, until: begin + duration) }
        }
        var figures = OverloadFigures()
        for task in running { figures.add(try await task.value) }
        return figures
    }

    private func call(from begin: Instant, until end: Instant) async throws -> OverloadFigures {
        var figures = OverloadFigures()
        let socket = try await EventLoop.connect(unix: folder.daemonSocket)
        defer { socket.close() }
        let body = #"{"model":"shunt/auto","messages":[{"role":"user","content":"Say something."}]}"#
        let request = Bytes("POST /v1/chat/completions HTTP/1.1\r\nhost: shunt\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
        var due = begin
        while due < end {
            if due > Clock.monotonic { try await EventLoop.sleep(for: due - Clock.monotonic) }
            let start = Clock.monotonic
            socket.write(request)
            var reader = HTTPAnswerReader(takesErrors: true)
            while !reader.isDone {
                let bytes = try await socket.read()
                if bytes.isEmpty { throw LoadError.disconnected }
                try reader.feed(bytes)
            }
            try figures.add(reader.status, Clock.monotonic - start)
            // The next turn that is not over: a caller that waited does not make up for it.
            while due <= Clock.monotonic { due = due + OverloadPlan.pause }
        }
        return figures
    }
}
