internal import Exchange
internal import Loop
internal import Primitives

/// The archive's files, which are named by their numbers. It blocks.
struct ArchiveFolder: Sendable {
    enum File: Sendable {
        case sound(KeptTable, Bytes)
        case missing
        case unusable(String)
    }

    struct Contents: Sendable {
        /// The latest first.
        var tables: [(table: KeptTable, bytes: Bytes)] = []
        /// The largest number that any file has, sound or not.
        var newest = 0
        /// What is wrong with the others, in words.
        var damages: [String] = []
    }

    private static let suffix = ".table"
    /// Room for what is said of a table beside it.
    private static let headBytes = 64 << 10
    let path: String

    func read() -> Contents {
        var contents = Contents()
        for number in numbers() {
            contents.newest = max(contents.newest, number)
            switch read(number) {
            case .sound(let table, let bytes): contents.tables.append((table, bytes))
            case .missing: break
            case .unusable(let reason): contents.damages.append("the kept table \(file(number)) is passed over: \(reason)")
            }
        }
        return contents
    }

    func read(_ number: Int) -> File {
        do throws(FileError) {
            let bytes = try FileReader.contents(of: file(number), limit: Limits.tableBytes + Self.headBytes)
            guard let (table, text) = KeptTableFile.decode(bytes), table.number == number else {
                return .unusable("it is damaged: its checksum does not fit")
            }
            return .sound(table, text)
        } catch {
            return error.isMissing ? .missing : .unusable(error.description)
        }
    }

    /// Whether there is a file for the table.
    func holds(_ number: Int) -> Bool { numbers().contains(number) }

    /// Writes a table's file and removes those beyond the limit; returns what went wrong.
    func write(_ table: KeptTable, _ bytes: Bytes) -> String? {
        do throws(FileError) {
            try Folder.make(path)
            try FileWriter.replace(file(table.number), with: KeptTableFile.encode(table, bytes), mode: 0o600)
            for stray in strays() { try Folder.removeFile("\(path)/\(stray)") }
            let live = table.isStaged ? latestLive(of: table.identity) : table.number
            for old in numbers().dropFirst(Limits.tableHistory) where old != live { try Folder.removeFile(file(old)) }
            return nil
        } catch {
            return "table \(table.revision) cannot be kept: \(error)"
        }
    }

    /// The table that serves beside one that is rolled out: the daemon could not start without it.
    private func latestLive(of identity: String) -> Int? {
        numbers().first { number in
            guard case .sound(let table, _) = read(number) else { return false }
            return !table.isStaged && table.identity == identity
        }
    }

    private func file(_ number: Int) -> String {
        let digits = String(number)
        return "\(path)/\(String(repeating: "0", count: max(0, 8 - digits.count)))\(digits)\(Self.suffix)"
    }

    /// What writing began and a crash did not let it end.
    private func strays() -> [String] {
        ((try? FileReader.names(inFolder: path)) ?? []).filter { $0.contains("\(Self.suffix).") }
    }

    /// Of all files, the largest first.
    private func numbers() -> [Int] {
        let names = (try? FileReader.names(inFolder: path)) ?? []
        return names.compactMap { $0.hasSuffix(Self.suffix) ? Int($0.dropLast(Self.suffix.count)) : nil }.filter { $0 > 0 }.sorted(by: >)
    }
}
