import Glibc
import Loop
import Primitives
import TestKit
import Testing

@Suite("Listener")
struct ListenerTests {
    @Test("a Unix socket has the mode that was asked for, says who connects, and goes when it is closed")
    func unix() async throws {
        let path = temporaryPath()
        try await onLoop {
            let listener = try Listener.unix(path: path, mode: 0o640)
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o7777 == 0o640)
            async let connecting = EventLoop.connect(unix: path)
            let accepted = try await listener.accept()
            let client = try await connecting
            #expect(accepted.peer?.uid == getuid())
            #expect(accepted.peer?.gid == getgid())
            #expect(accepted.peer?.pid == getpid())
            var groups = [gid_t](repeating: 0, count: 65_536)
            let count = Int(getgroups(Int32(groups.count), &groups))
            #expect(accepted.peer.map { Set($0.groups) } == Set(groups.prefix(count)).subtracting([getgid()]))
            client.write([1, 2, 3])
            #expect(try await accepted.read() == [1, 2, 3])
            listener.close()
            #expect(access(path, F_OK) != 0)
            #expect(access(path + ".lock", F_OK) != 0)
        }
    }

    @Test("loopback TCP works the same, without credentials")
    func tcp() async throws {
        try await onLoop {
            let listener = try Listener.tcp(loopback: 0)
            #expect(listener.port != 0)
            async let connecting = EventLoop.connect(loopback: listener.port)
            let accepted = try await listener.accept()
            let client = try await connecting
            #expect(accepted.peer == nil)
            accepted.write([9])
            #expect(try await client.read() == [9])
            listener.close()
        }
    }

    @Test("a TCP peer that resets is a hangup")
    func reset() async throws {
        try await onLoop {
            let listener = try Listener.tcp(loopback: 0)
            async let connecting = EventLoop.connect(loopback: listener.port)
            let accepted = try await listener.accept()
            let client = try await connecting
            let heard = OneShot()
            client.onHangup = { heard.fire() }
            // Closing with something unread makes the kernel send a reset.
            client.write([1])
            try await EventLoop.sleep(for: .milliseconds(2))
            accepted.close()
            await heard.wait()
            listener.close()
        }
    }

    @Test("nobody listens: the error names the address and the reason")
    func refused() async throws {
        let path = temporaryPath()
        try await onLoop {
            do {
                _ = try await EventLoop.connect(unix: path)
                Issue.record("connected")
            } catch {
                #expect("\(error)" == "connect to \(path): No such file or directory")
            }
            let port = try Listener.tcp(loopback: 0).port
            await #expect(throws: SocketError.system(SystemError("connect to 127.0.0.1:\(port)", code: ECONNREFUSED))) {
                try await EventLoop.connect(loopback: port)
            }
        }
    }

    @Test("a path that is in use is left alone")
    func inUse() async throws {
        let path = temporaryPath()
        try await onLoop {
            let first = try Listener.unix(path: path)
            #expect(throws: SystemError("listen on \(path)", code: EADDRINUSE)) { try Listener.unix(path: path) }
            async let connecting = EventLoop.connect(unix: path)
            _ = try await first.accept()
            _ = try await connecting
            first.close()
        }
    }

    @Test("a live socket without a lock is not taken away either")
    func inUseWithoutLock() async throws {
        let path = temporaryPath()
        try await onLoop {
            let first = try Listener.unix(path: path)
            unlink(path + ".lock")
            #expect(throws: SystemError("listen on \(path)", code: EADDRINUSE)) { try Listener.unix(path: path) }
            first.close()
        }
    }

    @Test("a stale socket is replaced, another file is not")
    func stale() async throws {
        let path = temporaryPath()
        try await onLoop {
            let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            let code = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
            }
            #expect(code == 0)
            close(number)
            try Listener.unix(path: path).close()

            let file = open(path, O_CREAT | O_WRONLY, 0o600)
            close(file)
            #expect(throws: SystemError("listen on \(path)", code: EEXIST)) { try Listener.unix(path: path) }
            #expect(access(path, F_OK) == 0)
            unlink(path)
        }
    }

    @Test("a path that is too long is an error")
    func tooLong() async throws {
        try await onLoop {
            let path = "/tmp/" + String(repeating: "x", count: 200)
            #expect(throws: SystemError("listen on \(path)", code: ENAMETOOLONG)) { try Listener.unix(path: path) }
        }
    }

    @Test("a waiting accept is cancelled at once and ended by closing")
    func cancelAccept() async throws {
        try await onLoop {
            let listener = try Listener.tcp(loopback: 0)
            let first = Task { @LoopActor in try await listener.accept() }
            await Task.yield()
            first.cancel()
            let cancelled = await first.result
            #expect(throws: SocketError.cancelled) { try cancelled.get() }
            let second = Task { @LoopActor in try await listener.accept() }
            await Task.yield()
            listener.close()
            let closed = await second.result
            #expect(throws: SocketError.closed) { try closed.get() }
        }
    }

    @Test("a thousand connections at once each get their own answer")
    func thousand() async throws {
        let count = 1_000
        let path = temporaryPath()
        try raiseDescriptorLimit(to: 4_096)
        let right = try await onLoop {
            let listener = try Listener.unix(path: path)
            async let serving: Void = serve(count, on: listener)
            var right = 0
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<count { group.addTask { try await ask(index, at: path) } }
                for try await isRight in group where isRight { right += 1 }
            }
            try await serving
            listener.close()
            return right
        }
        #expect(right == count)
    }
}

@LoopActor
private func serve(_ count: Int, on listener: Listener) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<count {
            let socket = try await listener.accept()
            group.addTask { try await answer(socket) }
        }
        try await group.waitForAll()
    }
}

/// Says twice what it was told, and holds the connection until the caller closes it.
@LoopActor
private func answer(_ socket: StreamSocket) async throws {
    let question = try await socket.read()
    socket.write(question + question)
    _ = try await socket.read()
}

@LoopActor
private func ask(_ index: Int, at path: String) async throws -> Bool {
    let socket = try await EventLoop.connect(unix: path)
    let question = Array("question \(index);".utf8)
    socket.write(question)
    let answer = try await socket.readAll(upTo: question.count * 2)
    socket.close()
    return answer == question + question
}

func temporaryPath() -> String { "/tmp/shunt-loop-\(getpid())-\(UInt32.random(in: .min ... .max)).sock" }

func raiseDescriptorLimit(to count: UInt) throws {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(7), &limit)
    limit.rlim_cur = max(limit.rlim_cur, min(count, limit.rlim_max))
    guard setrlimit(__rlimit_resource_t(7), &limit) == 0 else { throw SystemError("setrlimit", code: errno) }
}

/// In processes of their own: what they lower holds for the whole process.
@Suite("Listener without descriptors")
struct ExhaustionTests {
    @Test("out of descriptors, accepting pauses without spinning and goes on when there are some again")
    func exhaustion() async {
        await #expect(processExitsWith: .success) {
            try await onLoop {
                let listener = try Listener.tcp(loopback: 0)
                let client = try await EventLoop.connect(loopback: listener.port)
                var before = rlimit()
                getrlimit(__rlimit_resource_t(7), &before)
                var none = rlimit(rlim_cur: 0, rlim_max: before.rlim_max)
                setrlimit(__rlimit_resource_t(7), &none)
                var pauses: [SystemError] = []
                listener.onExhaustion = { pauses.append($0) }
                let accepting = EventLoop.spawn { try await listener.accept() }
                try await EventLoop.sleep(for: .milliseconds(150))
                try #require((1...3).contains(pauses.count))
                try #require(pauses.allSatisfy { $0 == SystemError("accept a connection", code: EMFILE) })
                setrlimit(__rlimit_resource_t(7), &before)
                let accepted = try await accepting.value
                client.write([1])
                try #require(try await accepted.read() == [1])
            }
        }
    }
}
