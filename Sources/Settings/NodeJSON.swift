internal import JSONText
internal import Primitives

extension Node {
    /// The top table of a table's text: JSON where it begins with a brace, which no TOML does, else TOML. Nil with a report where it is neither.
    static func read(table bytes: Bytes, file: String, _ findings: inout Findings) -> Node? {
        let first = bytes.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        if first == UInt8(ascii: "{") { return read(json: bytes, file: file, &findings) }
        return read(toml: bytes, file: file, &findings)
    }

    private static func read(json bytes: Bytes, file: String, _ findings: inout Findings) -> Node? {
        let lines = LineIndex(bytes)
        do {
            let document = try JSONDocument.parse(bytes)
            return JSONNodes(file: file, lines: lines).node(document.root, &findings)
        } catch {
            findings.report(error.message, at: Place(file: file, position: lines.position(error.offset)))
            return nil
        }
    }
}

/// From JSON to nodes, with the place of each.
private struct JSONNodes {
    let file: String
    let lines: LineIndex

    private func place(_ offset: Int) -> Place { Place(file: file, position: lines.position(offset)) }

    /// Recursion is as deep as the text, whose depth its parser limits.
    func node(_ value: JSONValue, _ findings: inout Findings) -> Node {
        let content: Node.Content =
            switch value.kind {
            case .object: .table(members(value, &findings))
            case .array: .array(value.elements.map { node($0, &findings) })
            case .string: .text(value.string ?? "")
            case .number: number(value.number ?? "")
            case .true: .boolean(true)
            case .false: .boolean(false)
            case .null: .other("null")
            }
        return Node(place: place(value.offset), content: content)
    }

    private func members(_ value: JSONValue, _ findings: inout Findings) -> [Node.Member] {
        var members: [Node.Member] = []
        var seen: [String: Place] = [:]
        for (key, member) in value.members {
            let (name, place) = (key.text, place(key.offset))
            if let first = seen[name] {
                findings.report("the key \(Findings.written(name)) is there twice: here and at \(first)", at: place, suggestion: "keep one of the two")
                continue
            }
            seen[name] = place
            members.append(Node.Member(key: name, place: place, value: node(member, &findings)))
        }
        return members
    }

    /// A whole number where it is written as one and fits.
    private func number(_ source: String) -> Node.Content { Int64(source).map { .integer($0) } ?? .number(source) }
}

/// Where the lines of a text begin.
private struct LineIndex {
    /// Offsets of the first byte of each line.
    private let starts: [Int]

    init(_ bytes: Bytes) {
        var starts = [0]
        while let end = bytes[...].firstIndex(of: UInt8(ascii: "\n"), from: starts[starts.count - 1]) { starts.append(end + 1) }
        self.starts = starts
    }

    func position(_ offset: Int) -> SourcePosition {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return SourcePosition(line: low + 1, column: offset - starts[low] + 1)
    }
}
