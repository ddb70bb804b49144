import Loop
import Primitives

/// A real nginx that serves the files of a folder over a Unix socket, and misbehaves where the test puts a file of that name.
@LoopActor
final class Nginx {
    /// Ways to misbehave.
    enum Trick: String, CaseIterable {
        case failure, silence, page, bomb
    }

    nonisolated static let program = "/usr/sbin/nginx"
    nonisolated static var isThere: Bool { (try? FileReader.contents(of: program, limit: 1 << 28)) != nil }

    let folder: TemporaryFolder
    var socket: String { folder.file("nginx.sock") }
    private let child: ChildProcess
    /// Takes connections and never answers.
    private let silence: Listener

    init(_ folder: TemporaryFolder) async throws {
        self.folder = folder
        if (try? FileReader.names(inFolder: folder.file("www"))) == nil { try Folder.make(folder.file("www")) }
        try? Folder.removeFile(folder.file("nginx.sock"))
        let silent = folder.file("silence.sock")
        silence = try Listener.unix(path: silent)
        try folder.write("nginx.conf", Bytes(Self.configuration(folder, silence: silent).utf8))
        let output = try folder.create("nginx.output")
        child = try ChildProcess(
            path: Self.program, arguments: ["-p", folder.path, "-c", folder.file("nginx.conf"), "-e", folder.file("nginx.errors")],
            output: .descriptor(output.number), error: .descriptor(output.number))
        for _ in 0..<1000 {
            if await isUp { return }
            try await EventLoop.sleep(for: .milliseconds(5))
        }
        throw LiveDaemon.NotReady(log: try FileReader.contents(of: folder.file("nginx.errors"), limit: 1 << 20).text)
    }

    private var isUp: Bool {
        get async {
            guard let probe = try? await EventLoop.connect(unix: socket) else { return false }
            probe.close()
            return true
        }
    }

    /// Puts a file in place at once, as a careful publisher does.
    func publish(_ name: String, _ text: String) throws { try FileWriter.replace(folder.file("www/\(name)"), with: Bytes(text.utf8), mode: 0o644) }

    func play(_ trick: Trick) throws { try publish(trick.rawValue, "") }

    func behave() throws {
        for trick in Trick.allCases { try Folder.removeFile(folder.file("www/\(trick.rawValue)")) }
    }

    /// The status codes that it answered so far.
    func answers() throws -> [Int] {
        try FileReader.contents(of: folder.file("access"), limit: 1 << 20).text.split(separator: "\n").compactMap { Int($0) }
    }

    func stop() async throws {
        child.send(signal: Signals.terminate)
        _ = try await child.ended()
        silence.close()
        try Folder.removeFile(socket)
    }

    private static func configuration(_ folder: TemporaryFolder, silence: String) -> String {
        let www = folder.file("www")
        return """
            daemon off;
            master_process off;
            user root;
            pid \(folder.file("nginx.pid"));
            events {}
            http {
                types { application/toml toml; text/html html; }
                default_type text/plain;
                log_format status $status;
                access_log \(folder.file("access")) status;
                gzip on;
                gzip_min_length 1;
                gzip_types application/toml;
                server {
                    listen unix:\(folder.file("nginx.sock"));
                    root \(www);
                    location / {
                        if (-f \(www)/failure) { return 500; }
                        if (-f \(www)/silence) { rewrite ^ /silent last; }
                        if (-f \(www)/page) { rewrite ^ /index.html last; }
                        if (-f \(www)/bomb) { rewrite ^ /bomb.gz last; }
                    }
                    location = /index.html {}
                    location = /bomb.gz { types {} default_type application/toml; add_header Content-Encoding gzip; gzip off; }
                    location = /silent { proxy_pass http://unix:\(silence):/; }
                }
            }
            """
    }
}
