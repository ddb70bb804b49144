import Glibc
import Loop
import Primitives
import TestKit
import Testing

@Suite("Watching a file", .timeLimit(.minutes(1)))
struct FileWatchTests {
    /// A folder, and a watch of the file `name` in it.
    @LoopActor
    private final class Bench {
        let folder: TemporaryFolder
        private(set) var changes = 0
        private var watch: FileWatch?
        private let path: String

        init(_ name: String, _ prepare: (TemporaryFolder) throws -> Void = { try $0.write("t", Bytes("1".utf8)) }) throws {
            folder = try TemporaryFolder(prefix: "shunt-watch")
            path = folder.file(name)
            try prepare(folder)
            watch = FileWatch(delay: .milliseconds(2)) { [weak self] in self?.changed() }
            try watch?.aim(at: path)
        }

        private func changed() {
            changes += 1
            try? watch?.aim(at: path)
        }

        /// Whether a change was told of within some seconds after `action`.
        func notices(_ action: (TemporaryFolder) throws -> Void) async throws -> Bool {
            let before = changes
            try action(folder)
            for _ in 0..<2000 where changes == before { try await EventLoop.sleep(for: .milliseconds(1)) }
            // What follows the first event belongs to the same change.
            try await EventLoop.sleep(for: .milliseconds(10))
            return changes > before
        }

        /// Whether nothing was told of after `action`, up to a change that is.
        func ignores(_ action: (TemporaryFolder) throws -> Void, before change: (TemporaryFolder) throws -> Void) async throws -> Bool {
            let before = changes
            try action(folder)
            try await EventLoop.sleep(for: .milliseconds(20))
            let isQuiet = changes == before
            return try await notices(change) && isQuiet
        }

        func end() {
            watch?.stop()
            folder.remove()
        }
    }

    private static func link(_ folder: TemporaryFolder, _ name: String, to target: String) throws {
        guard symlink(target, folder.file(name)) == 0 else { throw SystemError("link \(name)", code: errno) }
    }

    private static func move(_ folder: TemporaryFolder, _ from: String, _ to: String) throws {
        guard rename(folder.file(from), folder.file(to)) == 0 else { throw SystemError("rename \(from)", code: errno) }
    }

    @Test("A file that is written over, replaced by another, or comes back after it went is noticed, time and again")
    func plain() async throws {
        try await onLoop {
            let bench = try Bench("t")
            for _ in 0..<3 {
                #expect(try await bench.notices { try $0.write("t", Bytes("2".utf8)) })
                #expect(try await bench.notices {
                    try $0.write("t.new", Bytes("3".utf8))
                    try Self.move($0, "t.new", "t")
                })
                // As some editors do: the old one goes away, and a new one is written.
                #expect(try await bench.notices {
                    try Self.move($0, "t", "t~")
                    try $0.write("t", Bytes("4".utf8))
                })
            }
            #expect(try await bench.ignores({ try $0.write("other", Bytes("x".utf8)) }, before: { try $0.write("t", Bytes("5".utf8)) }))
            bench.end()
        }
    }

    @Test("A file that is not there yet is noticed when it comes, with the folder that it is in")
    func missing() async throws {
        try await onLoop {
            let bench = try Bench("sub/t") { _ in }
            #expect(try await bench.notices {
                try Folder.make($0.file("sub"))
                try $0.write("sub/t", Bytes("1".utf8))
            })
            #expect(try await bench.notices { try $0.write("sub/t", Bytes("2".utf8)) })
            bench.end()
        }
    }

    @Test("Links that are swapped on the way to it are noticed, as Kubernetes swaps them")
    func links() async throws {
        try await onLoop {
            let bench = try Bench("t") { folder in
                for version in ["v1", "v2"] {
                    try Folder.make(folder.file(version))
                    try folder.write("\(version)/t", Bytes(version.utf8))
                }
                try Self.link(folder, "..data", to: "v1")
                try Self.link(folder, "t", to: "..data/t")
            }
            for version in ["v2", "v1", "v2"] {
                #expect(try await bench.notices {
                    try Self.link($0, "..data_tmp", to: version)
                    try Self.move($0, "..data_tmp", "..data")
                })
            }
            #expect(try await bench.notices { try $0.write("v2/t", Bytes("x".utf8)) })
            #expect(try await bench.ignores({ try $0.write("v1/t", Bytes("y".utf8)) }, before: { try $0.write("v2/t", Bytes("z".utf8)) }))
            bench.end()
        }
    }

    @Test("Links in a circle are no file, and a way out of it is noticed")
    func circle() async throws {
        try await onLoop {
            let bench = try Bench("t") { folder in
                try Self.link(folder, "t", to: "u")
                try Self.link(folder, "u", to: "t")
            }
            #expect(try await bench.notices {
                try $0.write("new", Bytes("1".utf8))
                try Self.move($0, "new", "u")
            })
            bench.end()
        }
    }

    @Test("A file that is mounted over another is noticed when it is written", .enabled(if: geteuid() == 0, "needs root"))
    func mounted() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-mount")
            try folder.write("real", Bytes("1".utf8))
            try folder.write("seen", Bytes("0".utf8))
            let mount = try ChildProcess(path: "/bin/mount", arguments: ["--bind", folder.file("real"), folder.file("seen")], error: .null)
            if try await mount.ended() == .status(0) {
                var changes = 0
                let watch = FileWatch(delay: .milliseconds(2)) { changes += 1 }
                try watch.aim(at: folder.file("seen"))
                try folder.write("real", Bytes("2".utf8))
                for _ in 0..<2000 where changes == 0 { try await EventLoop.sleep(for: .milliseconds(1)) }
                #expect(changes > 0)
                watch.stop()
                _ = try await ChildProcess(path: "/bin/umount", arguments: [folder.file("seen")]).ended()
            }
            folder.remove()
        }
    }
}
