import Foundation
import FuzzTargets
import Primitives
import TestKit
import Testing

/// What fuzzing found worth keeping, replayed; and each piece of it, damaged.
@Suite("The fuzzers' corpus")
struct CorpusTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fuzz/corpus")

    static func inputs(_ target: FuzzTarget) -> [Bytes] {
        let files = (try? FileManager.default.contentsOfDirectory(at: folder.appending(path: target.name), includingPropertiesForKeys: nil)) ?? []
        return files.sorted { $0.path < $1.path }.compactMap { try? Bytes(Data(contentsOf: $0)) }
    }

    @Test("a target has a corpus, and nothing in it breaks it", arguments: FuzzTarget.all)
    func replay(_ target: FuzzTarget) {
        let inputs = Self.inputs(target)
        #expect(!inputs.isEmpty)
        var random = SeededGenerator(seed: 1)
        for input in inputs {
            target.run(input)
            target.run(Mutation.of(input, using: &random))
        }
    }

    @Test("every folder of the corpus is a target's")
    func folders() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { !$0.hasPrefix(".") }
        #expect(Set(folders).subtracting(FuzzTarget.all.map(\.name)) == [])
    }
}
