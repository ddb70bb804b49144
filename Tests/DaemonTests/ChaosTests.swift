import Loop
import Primitives
import TestKit
import Testing

@Suite("Chaos before the real daemon")
struct ChaosTests {
    @Test("loses, doubles and leaks nothing while providers fail, tables change and callers leave")
    func chaos() async throws {
        try await onLoop {
            let programs = try #require(ThisProcess.programFolder)
            let child = try ChildProcess(
                path: "\(programs)/shunt-bench", arguments: ["chaos", "--seconds", "6", "--concurrency", "40", "--programs", programs], output: .captured, error: .captured)
            let output = try #require(child.output)
            var text = Bytes()
            while let more = try? await output.read(), !more.isEmpty { text += more }
            #expect(try await child.ended() == .status(0), "\(text.text)")
        }
    }
}
