import Primitives
import Settings

/// Files, folders and keys in memory.
struct FakeSources: SettingsSources {
    var files: [String: Bytes] = [:]
    var secrets: [KeySource: String] = [:]

    init(_ files: [String: String] = [:], secrets: [KeySource: String] = [:]) {
        self.files = files.mapValues { Bytes($0.utf8) }
        self.secrets = secrets
    }

    func contents(of path: String, limit: Int) throws(SourceError) -> Bytes {
        guard let bytes = files[path] else { throw SourceError("no such file") }
        guard bytes.count <= limit else { throw SourceError("longer than \(limit) bytes") }
        return bytes
    }

    func names(in folder: String) throws(SourceError) -> [String] {
        files.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }.shuffled()
    }

    func secret(_ source: KeySource) throws(SourceError) -> Secret {
        guard let text = secrets[source] else { throw SourceError("not there") }
        return Secret(text.utf8)
    }
}
