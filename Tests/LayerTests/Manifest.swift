import Foundation

/// The rows of Package.swift: what each target may import, and the rank that its band gives it.
struct Manifest {
    struct Row {
        let name: String
        /// `shim`, `edge`, `layer`, `program`, `tests` or `.target`.
        let kind: String
        let dependencies: [String]
        let rank: Int
    }

    let rows: [Row]

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Reads the manifest's text: a band begins at `// Rank N:`, a row is one call a line.
    init() throws {
        let text = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
        var rank = 0
        var rows: [Row] = []
        for line in text.split(separator: "\n") {
            if let band = line.firstMatch(of: /\/\/ Rank (\d+):/) { rank = Int(band.1) ?? rank }
            if line.contains("// Instruments") { rank = 10 }
            guard let call = line.firstMatch(of: /^ +(shim|edge|layer|program|tests)\("([\w-]+)", (?:library: )?\[([^\]]*)\]/) else { continue }
            let names = call.3.matches(of: /"([\w-]+)"/).map { String($0.1) }
            rows.append(Row(name: String(call.2), kind: String(call.1), dependencies: call.1 == "shim" ? [] : names, rank: rank))
        }
        self.rows = rows
    }

    /// The Swift files of a target.
    static func sources(of row: Row) -> [URL] {
        let folder = root.appending(path: row.kind == "tests" ? "Tests/\(row.name)" : "Sources/\(row.name)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }.sorted { $0.path < $1.path }
    }
}
