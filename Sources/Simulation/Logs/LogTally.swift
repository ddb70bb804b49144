internal import Primitives

/// What reading agents' logs came to.
package struct LogTally: Sendable {
    package internal(set) var files = 0
    package internal(set) var calls = 0
    package internal(set) var sessions = 0
    private var kinds: [String: Int] = [:]

    package init() {}

    package var skipped: Int { kinds.values.reduce(0, +) }

    /// What lines were skipped, and how many of each kind: the most first.
    package var skippedKinds: [(kind: String, lines: Int)] {
        kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    mutating func add(_ fate: LineFate) {
        switch fate {
        case .read: break
        case .skipped(let reason): skip(reason)
        case .unknown(let type): skip(Self.isName(type) ? type : "of another type")
        }
    }

    mutating func skip(_ kind: String) {
        kinds[kinds[kind] != nil || kinds.count < Limits.agentLogKinds ? kind : "of another type", default: 0] += 1
    }

    /// A log's own word is told only where it can be no sentence.
    private static func isName(_ text: String) -> Bool {
        let letters = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
        return letters && (1...40).contains(text.utf8.count)
    }
}
