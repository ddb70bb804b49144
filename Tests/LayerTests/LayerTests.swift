import Foundation
import Testing

@Suite("The manifest is the architecture")
struct LayerTests {
    let manifest: Manifest

    init() throws { manifest = try Manifest() }

    private var libraries: [Manifest.Row] { manifest.rows.filter { $0.kind != "tests" } }

    @Test("every target of the manifest is read, so that the checks below see all of it")
    func allRowsAreRead() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Manifest.root.appending(path: "Sources").path)
        #expect(Set(libraries.map(\.name)) == Set(folders.filter { !$0.hasPrefix(".") }))
    }

    @Test("a target depends on targets of a lower rank alone")
    func ranksFall() {
        let ranks = Dictionary(uniqueKeysWithValues: libraries.map { ($0.name, $0.rank) })
        for row in libraries where row.rank < 10 {
            for dependency in row.dependencies {
                let rank = ranks[dependency] ?? .max
                #expect(rank < row.rank, "\(row.name) (rank \(row.rank)) depends on \(dependency) (rank \(rank))")
            }
        }
    }

    @Test("a file imports what its target's row names, and nothing else")
    func importsStayInTheirRow() throws {
        let allowed: Set<String> = ["Synchronization"]
        for row in libraries where row.kind != "shim" {
            for file in Manifest.sources(of: row) {
                let system: Set<String> = row.kind == "edge" || row.kind == "program" ? ["Glibc"] : []
                let text = try String(contentsOf: file, encoding: .utf8)
                for match in text.matches(of: /(?m)^\s*(?:@\w+ )?(?:(?:public|package|internal|private|fileprivate) )?import (?:\w+ )?(\w+)/) {
                    let name = String(match.1)
                    let isNamed = row.dependencies.contains(name) || allowed.contains(name) || system.contains(name)
                    #expect(isNamed, "\(file.lastPathComponent) of \(row.name) imports \(name)")
                }
            }
        }
    }

    @Test("a row names no target that its files do not import")
    func rowsNameNothingInVain() throws {
        for row in libraries where row.kind != "shim" {
            let text = try Manifest.sources(of: row).map { try String(contentsOf: $0, encoding: .utf8) }.joined(separator: "\n")
            for dependency in row.dependencies {
                #expect(text.contains("import \(dependency)\n"), "\(row.name) does not import \(dependency)")
            }
        }
    }

    @Test("unsafe code stays in the edge targets")
    func unsafeCodeStaysAtTheEdges() throws {
        for row in libraries where row.kind == "layer" || row.kind == "program" {
            for file in Manifest.sources(of: row) {
                let text = try String(contentsOf: file, encoding: .utf8)
                let found = text.firstMatch(of: /(?m)^[^\/\n]*(\bunsafe\b|@unchecked|nonisolated\(unsafe\)|\bUnsafe\w*Pointer)/)
                #expect(found == nil, "\(file.lastPathComponent) of \(row.name): \(found.map { String($0.1) } ?? "")")
            }
        }
    }

    @Test("nothing of the daemon imports Foundation or Dispatch")
    func noFoundation() throws {
        for row in libraries where row.kind != "shim" {
            for file in Manifest.sources(of: row) {
                let text = try String(contentsOf: file, encoding: .utf8)
                #expect(text.firstMatch(of: /(?m)^[^\/\n]*import (?:Foundation|Dispatch)/) == nil, "\(file.path)")
            }
        }
    }
}
