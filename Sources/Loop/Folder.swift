internal import Glibc

/// Folders of the daemon's own.
package enum Folder {
    /// Makes the folder, which only its owner may enter, unless it is there; the one that it is in must be.
    package static func make(_ path: String) throws(FileError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .system(SystemError("make the folder \(path)", code: errno)) }
    }

    /// Removes a file from it; nothing where there is none.
    package static func removeFile(_ path: String) throws(FileError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .system(SystemError("remove \(path)", code: errno)) }
    }
}
