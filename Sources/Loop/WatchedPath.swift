internal import Glibc
internal import Primitives

/// The folders and names by which a path leads to its file, symbolic links on the way included: a change of any of them may mean another file.
struct WatchedPath {
    /// The names that matter in each folder.
    private(set) var names: [String: Set<String>] = [:]
    /// What it leads to; nil where a part of it is missing, or where links go in a circle.
    private(set) var file: String?

    init(_ path: String) {
        var rest = Self.parts(path)
        var folder = "/"
        var steps = 0
        while !rest.isEmpty {
            let name = rest.removeFirst()
            steps += 1
            // The kernel follows no more links than that either.
            guard steps <= Limits.settingTextBytes, names.count < Limits.watchedFolders || names[folder] != nil else { return }
            if name == ".." {
                folder = Self.parent(of: folder)
                continue
            }
            names[folder, default: []].insert(name)
            let place = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
            if let target = Self.link(place) {
                if target.hasPrefix("/") { folder = "/" }
                rest = Self.parts(target) + rest
            } else if rest.isEmpty {
                file = place
            } else {
                folder = place
            }
        }
    }

    private static func parts(_ path: String) -> [String] { path.split(separator: "/").map(String.init).filter { $0 != "." } }

    private static func parent(of folder: String) -> String {
        guard let slash = folder.lastIndex(of: "/"), slash > folder.startIndex else { return "/" }
        return String(folder[..<slash])
    }

    /// What a symbolic link says; nil for anything else.
    static func link(_ path: String) -> String? {
        let target = Bytes(unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
            buffer.withMemoryRebound(to: CChar.self) { count = max(0, readlink(path, $0.baseAddress!, $0.count)) }
        }
        return target.isEmpty ? nil : target[...].text
    }
}
