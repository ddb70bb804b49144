import Foundation
import Glibc

/// nginx with a certificate of our own in front of an upstream's Unix socket: what speaks TLS and HTTP/2 on a Debian machine.
final class TLSServer: @unchecked Sendable {
    static let nginx = program("nginx")
    static let openssl = program("openssl")
    static var isAvailable: Bool { nginx != nil && openssl != nil }

    let folder: URL
    let port: UInt16
    private let process = Process()

    var folderPath: String { folder.path }
    var authority: String { folder.appending(path: "ca.pem").path }

    /// Elsewhere than on the loop, which making keys would hold up.
    static func start(upstream: String?) async throws -> TLSServer {
        guard let upstream else { throw Failure(text: "no upstream") }
        return try await Task.detached { try TLSServer(upstream: upstream) }.value
    }

    /// Serves `localhost` on a free port and passes everything on to `upstream`, unbuffered.
    private init(upstream: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "shunt-tls-\(getpid())-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try Self.freePort()
        try makeCertificates()
        try configuration(upstream).write(to: folder.appending(path: "nginx.conf"), atomically: true, encoding: .utf8)
        process.executableURL = Self.nginx
        process.arguments = ["-p", folder.path, "-c", folder.appending(path: "nginx.conf").path, "-e", folder.appending(path: "errors").path]
        try process.run()
        try waitUntilItListens()
    }

    deinit {
        // It may have inherited the loop's signal mask and not hear a milder one. Nobody waits for its end, which may be the loop's thread
        // here: whoever watches the exits of other tests' children may have taken it, and then Foundation would wait for ever.
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    private func configuration(_ upstream: String) -> String {
        """
        daemon off; master_process off; pid \(folder.path)/pid; error_log \(folder.path)/errors;
        events { worker_connections 256; }
        http {
          access_log off;
          client_body_temp_path \(folder.path)/body; proxy_temp_path \(folder.path)/proxy;
          server {
            listen 127.0.0.1:\(port) ssl http2;
            ssl_certificate \(folder.path)/server.pem; ssl_certificate_key \(folder.path)/server.key;
            client_max_body_size 32m; proxy_buffering off; proxy_http_version 1.1;
            location / { proxy_pass http://unix:\(upstream):; }
          }
        }
        """
    }

    private func makeCertificates() throws {
        let names = folder.appending(path: "names")
        try "subjectAltName=DNS:localhost".write(to: names, atomically: true, encoding: .utf8)
        let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try openssl(["req", "-x509"] + newKey + ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=test authority", "-days", "2"])
        try openssl(["req"] + newKey + ["-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost"])
        try openssl(["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "server.pem", "-days", "2", "-extfile", "names"])
    }

    func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = Self.openssl
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        // As above: it may be gone without Foundation's knowledge.
        while process.isRunning, kill(process.processIdentifier, 0) == 0 { usleep(2_000) }
        guard let name = arguments.firstIndex(of: "-out").map({ arguments[$0 + 1] }) else { return }
        if !FileManager.default.fileExists(atPath: folder.appending(path: name).path) { throw Failure(text: "openssl \(arguments.joined(separator: " "))") }
    }

    struct Failure: Error { let text: String }

    private static func freePort() throws -> UInt16 {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(probe, $0, length) == 0 && getsockname(probe, $0, &length) == 0 }
        }
        if !code { throw Failure(text: "no free port") }
        return UInt16(bigEndian: address.sin_port)
    }

    private func waitUntilItListens() throws {
        for _ in 0..<500 {
            let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(probe) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
            address.sin_port = port.bigEndian
            let isOpen = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(probe, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
            }
            if isOpen { return }
            if !process.isRunning { throw Failure(text: (try? String(contentsOf: folder.appending(path: "errors"), encoding: .utf8)) ?? "nginx ended") }
            usleep(10_000)
        }
        throw Failure(text: "nginx does not listen")
    }

    private static func program(_ name: String) -> URL? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init) + ["/usr/sbin"]
        return folders.map { URL(filePath: $0).appending(path: name) }.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
