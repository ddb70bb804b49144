import Loop
import Primitives
import Simulator

/// The real `shuntd` in a folder of its own, with a simulator as its only provider, and the real `shunt` to talk to it.
@LoopActor
final class LiveDaemon {
    /// How a run of the client ended, and what it wrote.
    struct Run {
        let exit: ChildProcess.Exit
        let output: String
        let errors: String
    }

    struct NotReady: Error {
        let log: String
    }

    let folder: TemporaryFolder
    var socket: String { folder.file("shunt.sock") }
    var ledger: String { folder.file("state/ledger.db") }
    let simulator: Simulator
    private let programs: String
    private var child: ChildProcess?
    private let arguments: [String]
    private let capturesLog: Bool
    /// What the daemon wrote to its standard error, where that is captured rather than in files.
    private(set) var captured = Bytes()
    private var starts = 0
    private var runs = 0

    /// Starts both and returns when the daemon says that it is ready.
    convenience init(table: String, state: Bool = false, arguments: [String] = []) async throws {
        try await self.init(table: table, in: try TemporaryFolder(prefix: "shunt-client-tests"), state: state, arguments: arguments)
    }

    /// As ``init(table:state:arguments:)``, in a folder of the caller's. `source` is what `[table]` says instead of the table's file; with `state` the
    /// daemon has a folder of that name to keep things in; `arguments` come after those that place its files;
    /// `settings` end the configuration. With `capturesLog` no file holds what the daemon logs.
    init(
        table: String, in folder: TemporaryFolder, source: String? = nil, state: Bool = false, arguments: [String] = [], settings: String = "",
        capturesLog: Bool = false
    ) async throws {
        self.capturesLog = capturesLog
        programs = try LiveDaemon.programFolder()
        self.folder = folder
        simulator = try Simulator.start(.unix(path: folder.file("simulator.sock")))
        try folder.write("table.toml", Bytes(table.utf8))
        try folder.write("shunt.toml", Bytes((Self.configuration(folder, source) + "\n" + settings).utf8))
        self.arguments = arguments + (state ? ["--state", folder.file("state")] : [])
        try await start()
    }

    /// What the daemon wrote to its standard error since its last start goes to this file.
    var log: String { starts == 1 ? "shuntd.log" : "shuntd.\(starts).log" }

    /// Starts the daemon, again after ``kill()``.
    func start() async throws {
        starts += 1
        try Folder.removeFile(folder.file("notify.\(starts)"))
        let listener = try NotificationListener(path: folder.file("notify.\(starts)"))
        let log = try folder.create(log)
        let sink: ChildProcess.Stream = capturesLog ? .captured : .descriptor(log.number)
        let child = try ChildProcess(
            path: "\(programs)/shuntd", arguments: ["--config", folder.file("shunt.toml"), "--socket", folder.file("shunt.sock")] + arguments,
            environment: [listener.environment], output: sink, error: sink)
        self.child = child
        if let output = child.output { EventLoop.spawn { await self.capture(output) } }
        guard try await Self.isReady(child, listener) else { throw NotReady(log: try read(self.log)) }
    }

    private func capture(_ output: StreamSocket) async {
        while let bytes = try? await output.read(), !bytes.isEmpty { captured += bytes }
    }

    var pid: Int32 { child?.pid ?? 0 }

    /// Ends the daemon as a crash would: it has no time for anything.
    func kill() async throws {
        child?.send(signal: Signals.kill)
        _ = try await child?.ended()
    }

    /// Ends the daemon as the service manager does.
    func terminate() async throws {
        child?.send(signal: Signals.terminate)
        _ = try await child?.ended()
    }

    /// Its word ends the wait, or its end does.
    private static func isReady(_ child: ChildProcess, _ listener: NotificationListener) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                _ = try await listener.heard("READY=1")
                return true
            }
            group.addTask {
                _ = try await child.ended()
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }

    private static func programFolder() throws -> String {
        guard let folder = ThisProcess.programFolder else { throw NotReady(log: "cannot tell where the programs are") }
        return folder
    }

    private static func configuration(_ folder: TemporaryFolder, _ source: String?) -> String {
        """
        [table]
        \(source ?? "source = \"\(folder.file("table.toml"))\"")

        [providers.near]
        api = "openai-chat"
        url = "http://simulator/v1"
        socket = "\(folder.file("simulator.sock"))"

        [providers.far]
        api = "anthropic-messages"
        url = "http://simulator/v1"
        socket = "\(folder.file("simulator.sock"))"
        """
    }

    func stop() async throws {
        try await halt()
        folder.remove()
    }

    /// Stops both and leaves the folder.
    func halt() async throws {
        child?.send(signal: Signals.terminate)
        _ = try await child?.ended()
        simulator.stop()
    }

    /// Pages of memory that are the daemon's alone.
    func privatePages() throws -> Int {
        let words = try FileReader.contents(of: "/proc/\(pid)/statm", limit: 4096).text.split(separator: " ").compactMap { Int($0) }
        return words[1] - words[2]
    }

    func read(_ name: String) throws -> String { try FileReader.contents(of: folder.file(name), limit: 1 << 30).text }

    /// Whether the daemon logs `text` within some seconds: what it logs is written a little later.
    func logged(_ text: String) async throws -> Bool {
        for _ in 0..<1000 {
            if try read("shuntd.log").contains(text) { return true }
            try await EventLoop.sleep(for: .milliseconds(5))
        }
        return false
    }

    /// Runs `shunt` to its end, with the daemon's socket in its environment.
    func shunt(_ words: String...) async throws -> Run {
        let run = try start(words)
        let exit = try await run.child.ended()
        return Run(exit: exit, output: try read(run.output), errors: try read(run.errors))
    }

    /// Starts `shunt`; its output goes to files of these names.
    func start(_ words: [String]) throws -> (child: ChildProcess, output: String, errors: String) {
        runs += 1
        let names = (output: "\(runs).output", errors: "\(runs).errors")
        let output = try folder.create(names.output)
        let errors = try folder.create(names.errors)
        let child = try ChildProcess(
            path: "\(programs)/shunt", arguments: words, environment: ["SHUNT_SOCKET=\(socket)"],
            output: .descriptor(output.number), error: .descriptor(errors.number))
        return (child, names.output, names.errors)
    }
}
