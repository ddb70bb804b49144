internal import Glibc
package import Primitives

/// A new folder of one's own under `/tmp`, and what is in it, until ``remove()``.
package struct TemporaryFolder: Sendable {
    package let path: String

    package init(prefix: String) throws(SystemError) {
        var template = Array("/tmp/\(prefix).XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.flatMap(mkdtemp) != nil }
        guard made else { throw SystemError("create a folder in /tmp", code: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The path of `name` in it.
    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a new file that only its owner may read, and returns its path.
    @discardableResult
    package func write(_ name: String, _ contents: Bytes) throws(SystemError) -> String {
        let path = file(name)
        let descriptor = try create(name)
        var rest = contents[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor.number, $0.baseAddress, $0.count) }
            guard written > 0 else { throw SystemError("write \(path)", code: errno) }
            rest = rest.dropFirst(written)
        }
        return path
    }

    /// Creates an empty file and returns it open for writing.
    package func create(_ name: String) throws(SystemError) -> Descriptor {
        let number = open(file(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw SystemError("create \(file(name))", code: errno) }
        return Descriptor(adopting: number)
    }

    /// Removes it with the files and folders in it, as far as that is possible.
    package func remove() { Self.remove(path, depth: 0) }

    private static let deepest = 8

    private static func remove(_ path: String, depth: Int) {
        if depth < deepest, let folder = opendir(path) {
            defer { closedir(folder) }
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name == "." || name == ".." { continue }
                let child = "\(path)/\(name)"
                if entry.pointee.d_type == DT_DIR { remove(child, depth: depth + 1) } else { _ = unlink(child) }
            }
        }
        _ = rmdir(path)
    }
}
