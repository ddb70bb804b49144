internal import Loop
internal import Primitives

/// The programs of a run: they are started here, and stopped with it.
@LoopActor
final class Servers {
    private let folder: BenchFolder
    private let programs: String
    private var children: [ChildProcess] = []
    /// Programs ever started, which numbers their files.
    private var started = 0

    /// `programs` is the folder of shuntd and shunt-simulator; nil for that of this program.
    init(programs: String?, _ folder: BenchFolder) throws {
        guard let programs = programs ?? ThisProcess.programFolder else { throw BenchError("cannot tell where the programs are; use --programs") }
        self.folder = folder
        self.programs = programs
    }

    /// `scenario` is the path of one.
    func startSimulator(_ socket: String, scenario: String? = nil) async throws -> ChildProcess {
        let words = ["--listen", "unix:\(socket)", "--quiet"] + (scenario.map { ["--scenario", $0] } ?? [])
        let child = try start("\(programs)/shunt-simulator", words)
        try await wait(for: socket, of: child, "shunt-simulator")
        return child
    }

    /// Nil where there is no nginx; `program` is where it should be.
    func startNginx(_ program: String) async throws -> ChildProcess? {
        let configuration = try folder.writeNginxConfiguration()
        let child: ChildProcess
        do {
            child = try start(program, ["-p", folder.folder.path, "-c", configuration, "-e", folder.folder.file("nginx.log")])
        } catch let error as SystemError where error.code == SystemError.noSuchFile {
            return nil
        }
        try await wait(for: folder.nginxSocket, of: child, "nginx")
        return child
    }

    /// Also returns how long it took from its start to its word that it is ready. What it writes goes to a log unless it is captured.
    func startDaemon(_ configuration: String, _ words: [String] = [], isCaptured: Bool = false) async throws -> (child: ChildProcess, start: Duration) {
        let listener = try NotificationListener(path: folder.folder.file("notify.\(started)"))
        let begin = Clock.monotonic
        let child = try start("\(programs)/shuntd", ["--config", configuration, "--socket", folder.daemonSocket] + words, [listener.environment], isCaptured: isCaptured)
        // Its word ends the wait, or its end does.
        let ready = await withTaskGroup(of: Instant?.self) { group in
            group.addTask { try? await listener.heard("READY=1") }
            group.addTask {
                _ = try? await child.ended()
                return nil
            }
            group.addTask {
                try? await EventLoop.sleep(for: .seconds(10))
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        guard let ready else { throw BenchError("shuntd did not start; its log is in \(folder.folder.path)") }
        return (child, ready - begin)
    }

    func stop(_ child: ChildProcess) async {
        child.send(signal: Signals.terminate)
        _ = try? await child.ended()
        children.removeAll { $0 === child }
    }

    /// As a crash would end it.
    func kill(_ child: ChildProcess) async {
        child.send(signal: Signals.kill)
        _ = try? await child.ended()
        children.removeAll { $0 === child }
    }

    /// Runs `body`, and stops whatever runs when it ends, well or not.
    func running<Result>(_ body: @LoopActor () async throws -> Result) async throws -> Result {
        do {
            let result = try await body()
            await stopAll()
            return result
        } catch {
            await stopAll()
            throw error
        }
    }

    func stopAll() async {
        for child in children { await stop(child) }
    }

    private func start(_ path: String, _ arguments: [String], _ environment: [String] = [], isCaptured: Bool = false) throws -> ChildProcess {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let log = try folder.folder.create("\(name).\(started).log")
        let child = try ChildProcess(
            path: path, arguments: arguments, environment: ["PATH=/usr/bin:/bin"] + environment,
            output: .descriptor(log.number), error: isCaptured ? .captured : .descriptor(log.number))
        children.append(child)
        started += 1
        return child
    }

    private func wait(for socket: String, of child: ChildProcess, _ name: String) async throws {
        for _ in 0..<1000 where child.exit == nil {
            if let connection = try? await EventLoop.connect(unix: socket) { return connection.close() }
            try await EventLoop.sleep(for: .milliseconds(5))
        }
        throw BenchError("\(name) does not listen on \(socket); its log is in \(folder.folder.path)")
    }
}
