internal import Host
internal import Loop
internal import Primitives
internal import Settings

/// Settings from the file system, systemd's credentials and the environment.
struct HostSources: SettingsSources {
    func contents(of path: String, limit: Int) throws(SourceError) -> Bytes {
        do { return try FileReader.contents(of: path, limit: limit) } catch { throw SourceError("\(error)") }
    }

    func names(in folder: String) throws(SourceError) -> [String] {
        do throws(FileError) {
            return try FileReader.names(inFolder: folder)
        } catch {
            if error.isMissing { return [] }
            throw SourceError("\(error)")
        }
    }

    func secret(_ source: KeySource) throws(SourceError) -> Secret {
        switch source {
        case .credential(let name): try credential(name)
        case .file(let path): try file(path)
        case .environment(let name): try environment(name)
        }
    }

    private func credential(_ name: String) throws(SourceError) -> Secret {
        do { return try Credentials.read(name) } catch { throw SourceError("\(error)") }
    }

    private func file(_ path: String) throws(SourceError) -> Secret {
        do { return try Credentials.read(file: path) } catch { throw SourceError("\(error)") }
    }

    private func environment(_ name: String) throws(SourceError) -> Secret {
        guard let value = Environment.value(name) else { throw SourceError("the variable is not set") }
        return Secret(value.utf8)
    }
}
