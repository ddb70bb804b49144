import Loop
import Primitives
import TestKit
import Testing

@Suite("ChildProcess")
struct ChildProcessTests {
    @Test("a child's status, output and environment arrive")
    func runs() async throws {
        try await onLoop {
            let child = try ChildProcess(
                path: "/bin/sh", arguments: ["-c", "echo \"$WORD\"; echo problem >&2; exit 3"], environment: ["WORD=hello"], output: .captured, error: .captured
            )
            var output = Bytes()
            while case let bytes = try await child.output?.read() ?? [], !bytes.isEmpty { output += bytes }
            #expect(output.text == "hello\nproblem\n")
            let exit = try await child.ended()
            #expect(exit == .status(3))
        }
    }

    @Test("a signal ends it although this process blocks that signal")
    func signalled() async throws {
        try await onLoop {
            let child = try ChildProcess(path: "/bin/sleep", arguments: ["600"])
            #expect(ProcessAccount(of: child.pid) != nil)
            child.send(signal: Signals.terminate)
            let exit = try await child.ended()
            #expect(exit == .signal(Signals.terminate))
            #expect(ProcessAccount(of: child.pid) == nil)
        }
    }

    @Test("a program that is not there is an error that names it")
    func missing() async throws {
        try await onLoop {
            _ = #expect(throws: SystemError("start /nonexistent/program", code: 2)) { try ChildProcess(path: "/nonexistent/program") }
        }
    }

    @Test("the kernel's account of this process grows with its work")
    func account() throws {
        let before = try #require(ProcessAccount(of: ThisProcess.pid))
        var sum = 0
        for number in 0..<1_000_000 { sum &+= number ^ sum }
        let after = try #require(ProcessAccount(of: ThisProcess.pid))
        #expect(sum != 1)
        #expect(after.processorTime > before.processorTime)
        #expect(after.residentBytes > after.anonymousBytes && after.anonymousBytes > 0)
    }
}
