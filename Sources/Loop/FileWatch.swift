internal import CLinux
internal import Glibc
internal import Primitives

/// Tells when the file at a path may have become another: written and closed, replaced by a rename, or by another target of a
/// symbolic link anywhere on the way to it.
///
/// Folders are watched for names, and the file for itself, since a bind mount hides its folder's events.
@LoopActor
package final class FileWatch {
    private let onChange: @LoopActor () -> Void
    private let delay: Duration
    private var instance: Descriptor?
    private var watch: Watch?
    private var timer: TimerToken?
    /// The folders by the numbers of their watches, and the names that matter in each. The file's own watch has no names.
    private var folders: [Int32: (path: String, names: Set<String>)] = [:]
    private var fileWatch: Int32?

    /// `onChange` runs once for a change and those that follow it within `delay`.
    package init(delay: Duration, _ onChange: @escaping @LoopActor () -> Void) {
        self.delay = delay
        self.onChange = onChange
    }

    isolated deinit { stop() }

    /// Watches what `path` leads to now. Whoever reads the file afterwards misses no change.
    package func aim(at path: String) throws(SystemError) {
        stopWatching()
        let number = clinux_inotify()
        guard number >= 0 else { throw SystemError("watch \(path)", code: -number) }
        instance = Descriptor(adopting: number)
        let wanted = WatchedPath(path)
        for (folder, names) in wanted.names {
            // One that must not be read is passed through all the same; what changes in it stays unseen.
            let added = clinux_inotify_add(number, folder, Int32(CLINUX_WATCH_FOLDER))
            if added >= 0 { folders[added] = (folder, names) }
        }
        if let file = wanted.file {
            let added = clinux_inotify_add(number, file, Int32(CLINUX_WATCH_FILE))
            if added >= 0, folders[added] == nil { fileWatch = added }
        }
        watch = try EventLoop.watch(number, .readable) { [weak self] _ in self?.read() }
    }

    /// Watches nothing any more.
    package func stop() {
        stopWatching()
        timer?.cancel()
        timer = nil
    }

    private func stopWatching() {
        watch?.cancel()
        watch = nil
        instance = nil
        folders = [:]
        fileWatch = nil
    }

    private func read() {
        var buffer = Bytes(repeating: 0, count: 16 << 10)
        while let number = instance?.number {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(number, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            buffer.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }

    /// Events as inotify(7) lays them out: watch, bits, cookie and length of four bytes each, then a name that is padded with zeros.
    private func take(_ events: UnsafeRawBufferPointer) {
        var offset = 0
        while offset + 16 <= events.count {
            let number = events.loadUnaligned(fromByteOffset: offset, as: Int32.self)
            let bits = events.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
            let length = Int(events.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
            guard offset + 16 + length <= events.count else { return }
            let name = String(decoding: events[(offset + 16)..<(offset + 16 + length)].prefix { $0 != 0 }, as: UTF8.self)
            if matters(number, bits, name) { changed() }
            offset += 16 + length
        }
    }

    private func matters(_ number: Int32, _ bits: UInt32, _ name: String) -> Bool {
        // The kernel dropped events: anything may have changed.
        if number < 0 || number == fileWatch { return true }
        guard let folder = folders[number] else { return false }
        // A folder that goes away says so without a name.
        guard name.isEmpty || folder.names.contains(name) else { return false }
        guard clinux_inotify_is_creation(bits) != 0 else { return true }
        // A file that was created is still to be written; a link or a folder is whole.
        return !Self.isFile("\(folder.path)/\(name)")
    }

    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private func changed() {
        if timer?.isPending == true { return }
        timer = EventLoop.schedule(after: delay) { [weak self] in self?.onChange() }
    }
}
