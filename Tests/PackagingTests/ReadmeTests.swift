import Foundation
import Primitives
import Routing
import Settings
import Testing

struct ReadmeTests {
    @Test("The settings that the README has a newcomer write are sound, and without a warning")
    func settingsAreSound() throws {
        let snapshot = try Settings.load(path: "shunt.toml", from: try ReadmeSources())
        #expect(snapshot.warnings.isEmpty)
        #expect(snapshot.table.models.allSatisfy { $0.priceOrigin == .catalog })
        #expect(Set(snapshot.table.modes.map(\.name)) == ["planning", "background"])
    }

    @Test("Every file that the README names is there")
    func filesExist() throws {
        let text = try String(contentsOf: PackageFolder.file("README.md"), encoding: .utf8)
        let paths = text.matches(of: /contrib\/[a-z0-9.\/]+/).map { String($0.0) }
        #expect(!paths.isEmpty)
        for path in paths { #expect(FileManager.default.fileExists(atPath: PackageFolder.file(path).path), "\(path)") }
    }
}

/// The files that the README's `cat >NAME <<'END'` write.
private struct ReadmeSources: SettingsSources {
    let files: [String: String]

    init() throws {
        let text = try String(contentsOf: PackageFolder.file("README.md"), encoding: .utf8)
        let found = text.matches(of: /cat >(\S+) <<'END'\n([\s\S]*?)\nEND\n/).map { (String($0.1), String($0.2)) }
        files = Dictionary(found) { first, _ in first }
    }

    func contents(of path: String, limit: Int) throws(SourceError) -> Bytes {
        if let name = path.split(separator: "/").last, let text = files[String(name)] { return Bytes(text.utf8) }
        // What it refers to beside them lies in the package.
        guard let place = path.firstRange(of: "contrib/"), let data = try? Data(contentsOf: PackageFolder.file(String(path[place.lowerBound...]))) else {
            throw SourceError("no such file")
        }
        return Bytes(data)
    }

    func names(in folder: String) throws(SourceError) -> [String] { [] }

    func secret(_ source: KeySource) throws(SourceError) -> Secret { Secret("sk-readme".utf8) }
}
