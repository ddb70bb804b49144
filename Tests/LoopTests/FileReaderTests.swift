import Glibc
import Loop
import Primitives
import TestKit
import Testing

@Suite("File reader")
struct FileReaderTests {
    @Test("a file is read whole, also one of unknown size")
    func whole() throws {
        let path = temporaryPath()
        let contents = Bytes((0..<200_000).map { UInt8(truncatingIfNeeded: $0) })
        try write(contents, to: path)
        #expect(try FileReader.contents(of: path, limit: contents.count) == contents)
        unlink(path)
        #expect(try FileReader.contents(of: "/proc/self/stat", limit: 1 << 16).isEmpty == false)
    }

    @Test("one byte too many is an error")
    func limit() throws {
        let path = temporaryPath()
        try write([1, 2, 3], to: path)
        #expect(throws: FileError.tooLarge(path: path, limit: 2)) { try FileReader.contents(of: path, limit: 2) }
        unlink(path)
    }

    @Test("what is no file is refused, and a pipe is not waited for")
    func otherThings() throws {
        let path = temporaryPath()
        #expect(throws: FileError.system(SystemError("open \(path)", code: ENOENT))) { try FileReader.contents(of: path, limit: 1) }
        mkfifo(path, 0o600)
        #expect(throws: FileError.notAFile(path: path)) { try FileReader.contents(of: path, limit: 1) }
        unlink(path)
        #expect(throws: FileError.notAFile(path: "/tmp")) { try FileReader.contents(of: "/tmp", limit: 1) }
    }

    @Test("a folder's names come sorted, hidden ones left out")
    func names() throws {
        let folder = temporaryPath()
        mkdir(folder, 0o700)
        for name in ["20-b.toml", "10-a.toml", ".hidden"] { try write([], to: "\(folder)/\(name)") }
        #expect(try FileReader.names(inFolder: folder) == ["10-a.toml", "20-b.toml"])
        for name in ["20-b.toml", "10-a.toml", ".hidden"] { unlink("\(folder)/\(name)") }
        rmdir(folder)
        #expect(throws: FileError.system(SystemError("open \(folder)", code: ENOENT))) { try FileReader.names(inFolder: folder) }
    }

    private func write(_ bytes: Bytes, to path: String) throws {
        let file = Descriptor(adopting: open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600))
        try #require(file.number >= 0)
        #expect(bytes.withUnsafeBytes { Glibc.write(file.number, $0.baseAddress, $0.count) } == bytes.count)
    }
}
