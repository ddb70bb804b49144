import Glibc
import Loop
import Primitives
import TestKit
import Testing

@Suite("File writer")
struct FileWriterTests {
    private static func mode(_ path: String) -> UInt32 {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    @Test("a file is made, and replaced with the permissions that it has")
    func replaced() throws {
        let folder = try TemporaryFolder(prefix: "shunt-writer")
        defer { folder.remove() }
        let path = folder.file("table.toml")
        try FileWriter.replace(path, with: [1, 2, 3], mode: 0o600)
        #expect(try FileReader.contents(of: path, limit: 10) == [1, 2, 3])
        #expect(Self.mode(path) == 0o600)
        chmod(path, 0o640)
        let large = Bytes(repeating: 7, count: 300_000)
        try FileWriter.replace(path, with: large)
        #expect(try FileReader.contents(of: path, limit: large.count) == large)
        #expect(Self.mode(path) == 0o640)
        #expect(try FileReader.names(inFolder: folder.path) == ["table.toml"])
    }

    @Test("a symbolic link stays one, and what it leads to is replaced")
    func link() throws {
        let folder = try TemporaryFolder(prefix: "shunt-writer")
        defer { folder.remove() }
        try folder.write("real", [1])
        #expect(symlink("real", folder.file("link")) == 0)
        try FileWriter.replace(folder.file("link"), with: [2])
        #expect(try FileReader.contents(of: folder.file("real"), limit: 10) == [2])
    }

    @Test("where nothing can be written the old file and no other is left")
    func fails() throws {
        let folder = try TemporaryFolder(prefix: "shunt-writer")
        defer { folder.remove() }
        #expect(throws: FileError.system(SystemError("create a file beside \(folder.path)/none/x", code: ENOENT))) {
            try FileWriter.replace(folder.file("none/x"), with: [1])
        }
        #expect(throws: FileError.notAFile(path: folder.path)) { try FileWriter.replace(folder.path, with: [1]) }
        #expect(try FileReader.names(inFolder: folder.path) == [])
    }
}
