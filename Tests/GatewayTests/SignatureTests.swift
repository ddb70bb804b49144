import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

extension GatewayTests {
    @Suite("Signatures of thoughts")
    struct SignatureTests {
        private static let refusal = "claude?error=invalid&message=messages.1.content.0: Invalid `signature` in `thinking` block"

        private static let body = """
            {"model":"shunt/auto","max_tokens":64,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[\
            {"type":"thinking","thinking":"secret plan","signature":"stale"},{"type":"text","text":"b"}]},{"role":"user","content":"c"}]}
            """

        @Test("that a provider refuses make the same model be asked once more, without the thoughts")
        func resent() async throws {
            try await onLoop {
                let station = try Station(Station.table(Self.refusal + "&times=1"))
                let answer = HTTPAnswer(try await station.connect().http(Self.body, path: "/v1/messages"))
                #expect(answer.status == 200)
                let sent = station.simulator.received.map(\.body.text)
                #expect(sent.map { $0.contains("secret plan") } == [true, false])
                #expect(sent.allSatisfy { $0.contains(#""text":"b""#) })
                await station.stop()
            }
        }

        @Test("that are refused again are the caller's error, and nobody else is asked")
        func refusedAgain() async throws {
            try await onLoop {
                let station = try Station(Station.table(Self.refusal, "claude?text=other"))
                let answer = HTTPAnswer(try await station.connect().http(Self.body, path: "/v1/messages"))
                #expect(answer.status == 400)
                #expect(station.simulator.received.count == 2)
                await station.stop()
            }
        }
    }
}
