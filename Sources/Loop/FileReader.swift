internal import Glibc
package import Primitives

/// Why a file could not be read.
package enum FileError: Error, Hashable, CustomStringConvertible {
    case system(SystemError)
    case tooLarge(path: String, limit: Int)
    case notAFile(path: String)

    /// Whether there is nothing of that name, rather than something that cannot be read.
    package var isMissing: Bool {
        if case .system(let error) = self { error.code == ENOENT } else { false }
    }

    package var description: String {
        switch self {
        case .system(let error): error.description
        case .tooLarge(let path, let limit): "read \(path): it is larger than \(limit) bytes"
        case .notAFile(let path): "read \(path): not a regular file"
        }
    }
}

/// Reads small files: configuration, tables, keys. It blocks, as regular files do on any loop.
package enum FileReader {
    /// All of `path`, at most `limit` bytes. Symbolic links are followed; a pipe, device or folder is refused, not waited for.
    package static func contents(of path: String, limit: Int) throws(FileError) -> Bytes {
        let number = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard number >= 0 else { throw .system(SystemError("open \(path)", code: errno)) }
        let descriptor = Descriptor(adopting: number)
        var status = stat()
        guard fstat(descriptor.number, &status) == 0 else { throw .system(SystemError("read \(path)", code: errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        var contents: Bytes = []
        // The size is a hint: files in /proc say 0, and a file may grow while it is read.
        contents.reserveCapacity(max(0, min(limit, Int(status.st_size))))
        while let block = try block(of: descriptor.number, path) {
            contents += block
            if contents.count > limit { throw .tooLarge(path: path, limit: limit) }
        }
        return contents
    }

    /// Opens `path` to be read piece by piece, see ``ProgramStream``; a pipe or device may be.
    package static func open(_ path: String) throws(FileError) -> Descriptor {
        let number = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard number >= 0 else { throw .system(SystemError("open \(path)", code: errno)) }
        return Descriptor(adopting: number)
    }

    /// The names in the folder at `path`, sorted, without those that begin with a dot.
    package static func names(inFolder path: String) throws(FileError) -> [String] {
        guard let folder = opendir(path) else { throw .system(SystemError("open \(path)", code: errno)) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private static func block(of number: Int32, _ path: String) throws(FileError) -> Bytes? {
        while true {
            var count = 0
            let block = Bytes(unsafeUninitializedCapacity: 64 << 10) { buffer, initialized in
                count = read(number, buffer.baseAddress, buffer.count)
                initialized = max(0, count)
            }
            if count > 0 { return block }
            if count == 0 { return nil }
            guard errno == EINTR else { throw .system(SystemError("read \(path)", code: errno)) }
        }
    }
}
