@testable import Host
import Glibc
import Loop
import Primitives
import TestKit
import Testing

/// Each sets variables of its process, which no other thread may read meanwhile: so each has a process of its own.
@Suite("Service manager")
struct ServiceManagerTests {
    @Test("notifications reach the manager's socket in its protocol")
    func notify() async {
        await #expect(processExitsWith: .success) {
            let manager = try DatagramSocket()
            setenv("NOTIFY_SOCKET", manager.path, 1)

            Notify.ready(status: "serves\n2 tiers")
            try #require(manager.receive() == "READY=1\nSTATUS=serves 2 tiers")

            let before = Clock.monotonic.nanoseconds / 1_000
            Notify.reloading()
            let lines = manager.receive().split(separator: "\n")
            try #require(lines.first == "RELOADING=1")
            let stamp = try #require(lines.last.flatMap { Int64($0.dropFirst("MONOTONIC_USEC=".count)) })
            try #require(stamp >= before && stamp <= Clock.monotonic.nanoseconds / 1_000)

            Notify.stopping(status: "drains")
            try #require(manager.receive() == "STOPPING=1\nSTATUS=drains")
            Notify.extendTimeout(by: .seconds(30))
            try #require(manager.receive() == "EXTEND_TIMEOUT_USEC=30000000")
            Notify.status("3 requests in flight")
            try #require(manager.receive() == "STATUS=3 requests in flight")
        }
    }

    @Test("the watchdog is answered from the loop")
    func watchdog() async {
        await #expect(processExitsWith: .success) {
            let manager = try DatagramSocket()
            setenv("NOTIFY_SOCKET", manager.path, 1)
            setenv("WATCHDOG_USEC", "20000", 1)
            setenv("WATCHDOG_PID", "\(getpid())", 1)
            try #require(try await onLoop { try EventLoop.startWatchdog() })
            for _ in 0..<3 { try #require(manager.receive() == "WATCHDOG=1") }
        }
    }

    @Test("sockets for another process are not taken")
    func activationOfAnother() async {
        await #expect(processExitsWith: .success) {
            setenv("LISTEN_PID", "1", 1)
            setenv("LISTEN_FDS", "1", 1)
            try #require(try ActivatedSockets.take() == [])
            try #require(Environment.value("LISTEN_FDS") == nil)
        }
    }

    @Test("a descriptor that is no listening stream socket is refused by name")
    func activationOfOther() async {
        await #expect(processExitsWith: .success) {
            // Whatever the test runner left there.
            dup2(open("/dev/null", O_RDONLY), 3)
            setenv("LISTEN_PID", "\(getpid())", 1)
            setenv("LISTEN_FDS", "1", 1)
            setenv("LISTEN_FDNAMES", "shuntd.socket", 1)
            do {
                _ = try ActivatedSockets.take()
                try #require(Bool(false), "it was taken")
            } catch let error as SystemError {
                try #require(
                    error.description == "use descriptor 3 (shuntd.socket) of the service manager as a listening stream socket: Invalid argument")
            }
        }
    }

    @Test("without credentials the error says what the unit needs")
    func noCredentials() async {
        await #expect(processExitsWith: .success) {
            unsetenv("CREDENTIALS_DIRECTORY")
            do {
                _ = try Credentials.read("anthropic")
                try #require(Bool(false), "it was read")
            } catch let error as CredentialError {
                try #require(error == .noneWerePassed(name: "anthropic"))
                try #require(error.description.contains("LoadCredential=anthropic:"))
            }
        }
    }

    @Test("a credential is read without the line's end, only from its folder, by itself or as one of the unit's folder of keys")
    func credentials() throws {
        let folder = try TemporaryFolder(prefix: "shunt-credentials")
        defer { folder.remove() }
        for (name, text) in [("openai", "sk-123 \r\n"), ("blank", " \n"), ("key_groq", "sk-folder"), ("key_openai", "sk-other")] {
            try folder.write(name, Bytes(text.utf8))
        }
        let read = { (name: String) throws(CredentialError) in try Credentials.read(name, inFolder: folder.path) }
        #expect(try read("openai").reveal { $0 } == "sk-123")
        #expect(try read("groq").reveal { $0 } == "sk-folder")
        #expect(throws: CredentialError.isEmpty(name: "blank")) { try read("blank") }
        for name in ["../shadow", "", ".", "..", "a\nb"] {
            #expect(throws: CredentialError.invalidName(name)) { try read(name) }
        }
        let missing = #expect(throws: CredentialError.self) { try read("missing") }
        #expect(missing?.description == "credential \"missing\": open \(folder.path)/missing: No such file or directory")
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
