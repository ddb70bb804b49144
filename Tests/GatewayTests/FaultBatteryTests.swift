import Loop
import TestKit
import Testing

/// In processes of their own, whose clocks go forward where nothing is to do.
@Suite("What providers do wrong, by door and delivery")
struct FaultBatteryTests {
    @Test("every caller of Chat Completions gets a whole answer, or is told")
    func chat() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) { try await FaultBattery.tell(.chat) }
        #expect(FaultBattery.told(result?.standardOutputContent) == [])
    }

    @Test("every caller of Anthropic's Messages gets a whole answer, or is told")
    func messages() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) { try await FaultBattery.tell(.messages) }
        #expect(FaultBattery.told(result?.standardOutputContent) == [])
    }

    @Test("every caller of JSON-RPC gets a whole answer, or is told")
    func ndjson() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) { try await FaultBattery.tell(.ndjson) }
        #expect(FaultBattery.told(result?.standardOutputContent) == [])
    }
}

// What a test's own process tells the one that started it.
extension FaultBattery {
    nonisolated static let end = "the battery is through"

    nonisolated static func tell(_ door: Door) async throws {
        for failure in try await onLoop({ try await run(door) }) { print("failure: \(failure)") }
        print(end)
    }

    nonisolated static func told(_ output: [UInt8]?) -> [String] {
        let lines = String(decoding: output ?? [], as: UTF8.self).split(separator: "\n").map(String.init)
        return lines.filter { $0.hasPrefix("failure: ") } + (lines.contains(end) ? [] : ["it broke off"])
    }
}
