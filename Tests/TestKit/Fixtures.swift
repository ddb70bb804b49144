package import Foundation
package import Primitives

/// Recorded provider traffic, which lies beside the project and is not part of it.
///
/// `SHUNT_SHARED` names its folder; without it, `shared` is looked for beside the package and one level higher.
package enum Fixtures {
    /// The folder of shared material; nil where it is not here.
    package static let shared: URL? = candidates.first {
        FileManager.default.fileExists(atPath: $0.appending(path: "fixtures/MANIFEST.tsv").path)
    }

    package static var available: Bool { shared != nil }

    /// Why tests that need the fixtures did not run.
    package static let absence: String = "shared/fixtures is not here: provider fixtures are skipped"

    private static var candidates: [URL] {
        if let named = ProcessInfo.processInfo.environment["SHUNT_SHARED"] { return [URL(filePath: named)] }
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let parent = package.deletingLastPathComponent()
        return [parent, parent.deletingLastPathComponent()].map { $0.appending(path: "shared") }
    }

    package struct Absent: Error {
        package let path: String
    }

    /// A file below `fixtures`, such as `openai-chat/groq/….sse`.
    package static func url(_ path: String) throws -> URL {
        guard let shared else { throw Absent(path: path) }
        return shared.appending(path: "fixtures").appending(path: path)
    }

    package static func bytes(_ path: String) throws -> Bytes { Bytes(try Data(contentsOf: url(path))) }

    /// All cases of the manifest; none where the fixtures are not here.
    package static let cases: [FixtureCase] = {
        guard let manifest = try? bytes("MANIFEST.tsv").text else { return [] }
        let rows = manifest.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        guard let names = rows.first else { return [] }
        return rows.dropFirst().map { FixtureCase(columns: Dictionary(uniqueKeysWithValues: zip(names, $0))) }
    }()
}
