import Foundation
import Glibc
import Loop
import Primitives
import Testing

/// What happens to the folder that the daemon keeps its state in, while it runs or before it does.
@LoopActor
enum StateFault: String, CaseIterable, CustomTestStringConvertible {
    /// No file can grow: `LimitFSIZE=`, or a quota.
    case fileSizeLimit = "no file may grow"
    case fullDisk = "the disk is full"
    case folderRemoved = "the folder is removed"
    case folderMoved = "the folder is moved away and back"
    case filesRemoved = "the files are removed"
    case logRemoved = "the ledger's write-ahead log is removed"

    nonisolated var testDescription: String { rawValue }

    /// Those that this machine lets a test bring about.
    nonisolated static var possible: [Self] { allCases.filter { $0 != .fullDisk || mayMount } }

    /// Whether a small file system can be mounted.
    nonisolated static let mayMount: Bool = {
        guard getuid() == 0, let folder = try? TemporaryFolder(prefix: "shunt-mount") else { return false }
        defer { folder.remove() }
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=64k") == 0 else { return false }
        return umount(folder.path) == 0
    }()

    /// What the daemon finds at its start.
    func prepare(_ folder: TemporaryFolder) throws {
        try Folder.make(folder.file("state"))
        if self == .fullDisk { try Self.check(mount("tmpfs", folder.file("state"), "tmpfs", 0, "size=1m"), "mount") }
    }

    /// Brings the fault about.
    func begin(_ daemon: LiveDaemon) async throws {
        let state = daemon.folder.file("state")
        switch self {
        case .fileSizeLimit: try await Self.limit(daemon, "0")
        case .fullDisk: Self.fill(state + "/filler")
        case .folderRemoved: try FileManager.default.removeItem(atPath: state)
        case .folderMoved: try FileManager.default.moveItem(atPath: state, toPath: state + ".away")
        case .filesRemoved:
            for name in try FileManager.default.contentsOfDirectory(atPath: state) { try FileManager.default.removeItem(atPath: "\(state)/\(name)") }
        case .logRemoved: try FileManager.default.removeItem(atPath: state + "/ledger.db-wal")
        }
    }

    /// Ends it, as far as it does not end by itself.
    func end(_ daemon: LiveDaemon) async throws {
        let state = daemon.folder.file("state")
        switch self {
        case .fileSizeLimit: try await Self.limit(daemon, "unlimited")
        case .fullDisk: try FileManager.default.removeItem(atPath: state + "/filler")
        case .folderRemoved: try Folder.make(state)
        case .folderMoved: try FileManager.default.moveItem(atPath: state + ".away", toPath: state)
        case .filesRemoved, .logRemoved: break
        }
    }

    func remount(_ daemon: LiveDaemon, readOnly: Bool) throws {
        let flags = UInt(MS_REMOUNT) | (readOnly ? UInt(MS_RDONLY) : 0)
        try Self.check(mount("tmpfs", daemon.folder.file("state"), "tmpfs", flags, "size=1m"), "remount")
    }

    /// The daemon has ended.
    func cleanUp(_ folder: TemporaryFolder) {
        if self == .fullDisk { _ = umount(folder.file("state")) }
    }

    /// Whether it goes on for as long as nobody does anything.
    var lasts: Bool { self != .filesRemoved && self != .logRemoved }

    /// Whether what the ledger had is taken away for good.
    var takesHistory: Bool { self == .folderRemoved || self == .filesRemoved }

    private static func limit(_ daemon: LiveDaemon, _ bytes: String) async throws {
        let child = try ChildProcess(path: "/usr/bin/prlimit", arguments: ["--pid", "\(daemon.pid)", "--fsize=\(bytes):unlimited"])
        try check(try await child.ended() == .status(0) ? 0 : -1, "prlimit")
    }

    private static func fill(_ path: String) {
        let number = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        let block = [UInt8](repeating: 0, count: 4096)
        while write(number, block, block.count) > 0 {}
        close(number)
    }

    private static func check(_ code: Int32, _ what: String) throws {
        if code != 0 { throw SystemError(what, code: errno) }
    }
}
