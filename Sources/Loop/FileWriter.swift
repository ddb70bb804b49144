internal import Glibc
package import Primitives

/// Writes small files so that a reader sees the old one or the new one, and a crash leaves one of the two.
package enum FileWriter {
    /// Puts a file with `contents` in the place of `path`. Where there is one it keeps its permissions and, as far as that is allowed,
    /// its owner; a symbolic link is followed, so that it stays one. It blocks until the disk has it.
    ///
    /// - Parameter mode: permissions where there was no file.
    package static func replace(_ path: String, with contents: Bytes, mode: UInt32 = 0o644) throws(FileError) {
        let target = resolved(path)
        var old = stat()
        let isThere = stat(target, &old) == 0
        if isThere, old.st_mode & S_IFMT != S_IFREG { throw .notAFile(path: path) }
        var template = Array("\(target).XXXXXX".utf8CString)
        let number = template.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.map { mkstemp($0) } ?? -1 }
        guard number >= 0 else { throw fault("create a file beside \(path)") }
        let new = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let descriptor = Descriptor(adopting: number)
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        do throws(FileError) {
            // Without the right to give it away it stays one's own.
            if isThere { _ = fchown(descriptor.number, old.st_uid, old.st_gid) }
            guard fchmod(descriptor.number, isThere ? old.st_mode & 0o7777 : mode) == 0 else { throw fault("write \(path)") }
            try write(contents, descriptor.number, path)
            guard rename(new, target) == 0 else { throw fault("replace \(path)") }
        } catch {
            _ = unlink(new)
            throw error
        }
        syncFolder(of: target)
    }

    private static func write(_ contents: Bytes, _ number: Int32, _ path: String) throws(FileError) {
        var rest = contents[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            guard written >= 0 || errno == EINTR else { throw fault("write \(path)") }
            rest = rest.dropFirst(max(0, written))
        }
        guard fsync(number) == 0 else { throw fault("write \(path)") }
    }

    /// What `path` is in the end; itself where it is not there or cannot be followed.
    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// Without it a crash may bring the old file back.
    private static func syncFolder(of path: String) {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
        let number = open(String(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { return }
        let descriptor = Descriptor(adopting: number)
        _ = fsync(descriptor.number)
    }

    private static func fault(_ operation: String) -> FileError { .system(SystemError(operation, code: errno)) }
}
