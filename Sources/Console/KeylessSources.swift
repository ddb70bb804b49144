internal import Loop
internal import Primitives
internal import Settings

/// Files as they are, and a stand-in for every key.
struct KeylessSources: SettingsSources {
    func contents(of path: String, limit: Int) throws(SourceError) -> Bytes {
        do { return try FileReader.contents(of: path, limit: limit) } catch { throw SourceError(Self.words(for: error)) }
    }

    func names(in folder: String) throws(SourceError) -> [String] {
        do {
            return try FileReader.names(inFolder: folder)
        } catch {
            if case .system(let system) = error, system.isNotFound { return [] }
            throw SourceError(Self.words(for: error))
        }
    }

    /// Without the path, which the diagnostic has.
    private static func words(for error: FileError) -> String {
        switch error {
        case .system(let system): SystemError.text(of: system.code)
        case .tooLarge(_, let limit): "it is larger than \(limit) bytes"
        case .notAFile: "it is no regular file"
        }
    }

    func secret(_ source: KeySource) throws(SourceError) -> Secret { Secret("not-read".utf8) }
}
