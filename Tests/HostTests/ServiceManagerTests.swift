@testable import Host
import Glibc
import Loop
import Primitives
import TestKit
import Testing

/// These set variables of the process, so they run one at a time.
@Suite("Service manager", .serialized)
struct ServiceManagerTests {
    @Test("notifications reach the manager's socket in its protocol")
    func notify() throws {
        let manager = try DatagramSocket()
        setenv("NOTIFY_SOCKET", manager.path, 1)
        defer { unsetenv("NOTIFY_SOCKET") }

        Notify.ready(status: "serves\n2 tiers")
        #expect(manager.receive() == "READY=1\nSTATUS=serves 2 tiers")

        let before = Clock.monotonic.nanoseconds / 1_000
        Notify.reloading()
        let lines = manager.receive().split(separator: "\n")
        #expect(lines.first == "RELOADING=1")
        let stamp = try #require(lines.last.flatMap { Int64($0.dropFirst("MONOTONIC_USEC=".count)) })
        #expect(stamp >= before && stamp <= Clock.monotonic.nanoseconds / 1_000)

        Notify.stopping(status: "drains")
        #expect(manager.receive() == "STOPPING=1\nSTATUS=drains")
        Notify.extendTimeout(by: .seconds(30))
        #expect(manager.receive() == "EXTEND_TIMEOUT_USEC=30000000")
        Notify.status("3 requests in flight")
        #expect(manager.receive() == "STATUS=3 requests in flight")
    }

    @Test("the watchdog is answered from the loop")
    func watchdog() async throws {
        let manager = try DatagramSocket()
        setenv("NOTIFY_SOCKET", manager.path, 1)
        setenv("WATCHDOG_USEC", "20000", 1)
        setenv("WATCHDOG_PID", "\(getpid())", 1)
        defer { for name in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"] { unsetenv(name) } }
        #expect(try await onLoop { try EventLoop.startWatchdog() })
        for _ in 0..<3 { #expect(manager.receive() == "WATCHDOG=1") }
    }

    @Test("sockets for another process are not taken")
    func activationOfAnother() throws {
        setenv("LISTEN_PID", "1", 1)
        setenv("LISTEN_FDS", "1", 1)
        #expect(try ActivatedSockets.take() == [])
        #expect(Environment.value("LISTEN_FDS") == nil)
    }

    @Test("a descriptor that is no listening stream socket is refused by name")
    func activationOfOther() {
        setenv("LISTEN_PID", "\(getpid())", 1)
        setenv("LISTEN_FDS", "1", 1)
        setenv("LISTEN_FDNAMES", "shuntd.socket", 1)
        let error = #expect(throws: SystemError.self) { try ActivatedSockets.take() }
        #expect(error?.description == "use descriptor 3 (shuntd.socket) of the service manager as a listening stream socket: Invalid argument")
    }

    @Test("without credentials the error says what the unit needs")
    func noCredentials() {
        unsetenv("CREDENTIALS_DIRECTORY")
        let error = #expect(throws: CredentialError.self) { try Credentials.read("anthropic") }
        #expect(error == .noneWerePassed(name: "anthropic"))
        #expect(error?.description.contains("LoadCredential=anthropic:") == true)
    }

    @Test("a credential is read without the line's end, only from its folder, by itself or as one of the unit's folder of keys")
    func credentials() throws {
        let folder = "/tmp/shunt-credentials-\(getpid())"
        mkdir(folder, 0o700)
        setenv("CREDENTIALS_DIRECTORY", folder, 1)
        defer { unsetenv("CREDENTIALS_DIRECTORY") }
        write("sk-123 \r\n", to: "\(folder)/openai")
        write(" \n", to: "\(folder)/blank")
        write("sk-folder", to: "\(folder)/key_groq")
        write("sk-other", to: "\(folder)/key_openai")
        #expect(try Credentials.read("openai").reveal { $0 } == "sk-123")
        #expect(try Credentials.read("groq").reveal { $0 } == "sk-folder")
        #expect(throws: CredentialError.isEmpty(name: "blank")) { try Credentials.read("blank") }
        for name in ["../shadow", "", ".", "..", "a\nb"] {
            #expect(throws: CredentialError.invalidName(name)) { try Credentials.read(name) }
        }
        let missing = #expect(throws: CredentialError.self) { try Credentials.read("missing") }
        #expect(missing?.description == "credential \"missing\": open \(folder)/missing: No such file or directory")
        for name in ["openai", "blank", "key_groq", "key_openai"] { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    private func write(_ text: String, to path: String) {
        let file = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
        _ = text.withCString { Glibc.write(file, $0, strlen($0)) }
        close(file)
    }
}

/// A socket as the service manager has one for notifications.
private final class DatagramSocket {
    let path = "/tmp/shunt-notify-\(getpid())-\(UInt32.random(in: .min ... .max))"
    private let number: Int32

    init() throws {
        number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        guard code == 0 else { throw SystemError("bind \(path)", code: errno) }
    }

    deinit {
        close(number)
        unlink(path)
    }

    /// The next message, or "" where none comes within seconds.
    func receive() -> String {
        var ready = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, 5_000) == 1 else { return "" }
        var buffer = Bytes(repeating: 0, count: 4096)
        let count = recv(number, &buffer, buffer.count, 0)
        return buffer.prefix(max(0, count)).text
    }
}
