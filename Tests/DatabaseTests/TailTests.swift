import Database
import Foundation
import Loop
import TestKit
import Testing

@Suite("The tail of what is not yet in a database")
struct TailTests {
    private static func record(_ number: Int) -> [UInt8] { Array("record \(number) ".utf8) + [UInt8](repeating: 7, count: number % 50) }

    @Test("is there for the next process, whole")
    func left() throws {
        let folder = try TemporaryFolder(prefix: "shunt-tail")
        let tail = try Tail(path: folder.file("tail"), bytes: 1 << 16)
        #expect(tail.left.isEmpty)
        for number in 1...100 { #expect(tail.append(Self.record(number), number: number, settled: 0)) }
        let next = try Tail(path: folder.file("tail"), bytes: 1 << 16)
        #expect(next.left == (1...100).map(Self.record))
        #expect(next.append(Self.record(101), number: 101, settled: 0))
        #expect(try Tail(path: folder.file("tail"), bytes: 1 << 16).left.count == 101)
        folder.remove()
    }

    @Test("never grows, keeps all that is not settled, and says where it has no room")
    func bounded() throws {
        let folder = try TemporaryFolder(prefix: "shunt-tail")
        let tail = try Tail(path: folder.file("tail"), bytes: 4096)
        var kept: [Int] = []
        for number in 1...1000 {
            let settled = number / 40 * 40
            if tail.append(Self.record(number), number: number, settled: settled) { kept.append(number) }
            if number % 97 == 0 {
                let left = Set(try Tail(path: folder.file("tail"), bytes: 4096).left)
                #expect(kept.filter { $0 > settled }.allSatisfy { left.contains(Self.record($0)) })
            }
        }
        #expect(kept.count > 900)
        #expect(try FileManager.default.attributesOfItem(atPath: folder.file("tail"))[.size] as? Int ?? .max <= 4096)
        for number in 2000...2200 where !tail.append(Self.record(number), number: number, settled: 0) { kept = [] }
        #expect(kept.isEmpty)
        folder.remove()
    }

    @Test("gives no record that is torn or damaged, wherever it is cut")
    func torn() throws {
        let folder = try TemporaryFolder(prefix: "shunt-tail")
        let tail = try Tail(path: folder.file("tail"), bytes: 1 << 12)
        for number in 1...5 { _ = tail.append(Self.record(number), number: number, settled: 0) }
        let whole = try Data(contentsOf: URL(filePath: folder.file("tail")))
        for place in 0..<whole.count {
            var damaged = whole
            damaged[place] ^= 0x55
            for bytes in [damaged, whole.prefix(place)] {
                try bytes.write(to: URL(filePath: folder.file("damaged")))
                let left = try Tail(path: folder.file("damaged"), bytes: 1 << 12).left
                #expect(left == (1...5).prefix(left.count).map(Self.record))
            }
        }
        folder.remove()
    }
}
