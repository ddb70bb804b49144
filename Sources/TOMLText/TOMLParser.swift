internal import CToml
package import Primitives

extension TOMLValue {
    /// The top table of a text; `file` is what diagnostics call it.
    package static func parse(_ text: Bytes, file: String) throws(TOMLError) -> TOMLValue {
        func fault(_ message: String, _ position: SourcePosition? = nil) -> TOMLError {
            TOMLError(Diagnostic(file: file, position: position, message: message))
        }
        guard text.count <= Limits.tableBytes else { throw fault("longer than \(Limits.tableBytes) bytes") }
        if let deep = TOMLDots.firstLineBeyondLimit(text) {
            throw fault("more than \(Limits.tomlDots) dots in one line", SourcePosition(line: deep, column: 1))
        }
        let document = text.withUnsafeBytes { source in
            source.withMemoryRebound(to: CChar.self) { characters in
                characters.baseAddress.map { shunt_toml_parse($0, characters.count, Limits.tomlDepth) }
            }
        }
        // An empty buffer may have no address; an empty text is an empty table.
        guard let document else { return TOMLValue(.table([]), at: SourcePosition(line: 1, column: 1)) }
        guard let document else { throw fault("no memory to read it") }
        defer { shunt_toml_destroy(document) }
        return try TOMLTree(document, source: TOMLSource(text)).root { fault($0, $1) }
    }
}

/// The values of a parsed document.
private struct TOMLTree {
    private let document: OpaquePointer
    private let source: TOMLSource
    private let nodes: UnsafeBufferPointer<shunt_toml_node>

    init(_ document: OpaquePointer, source: TOMLSource) {
        var count = 0
        let start = shunt_toml_nodes(document, &count)
        self.document = document
        self.source = source
        nodes = UnsafeBufferPointer(start: start, count: count)
    }

    func root(_ fault: (String, SourcePosition) -> TOMLError) throws(TOMLError) -> TOMLValue {
        var place = shunt_toml_place()
        if let message = string(shunt_toml_error(document, &place)) {
            let lowered = message.prefix(1).lowercased() + message.dropFirst()
            throw fault(lowered.hasSuffix(".") ? String(lowered.dropLast()) : lowered, source.position(place))
        }
        return value(0)
    }

    /// Recursion is as deep as the document, whose depth the parser limited.
    private func value(_ index: Int) -> TOMLValue {
        let node = nodes[index]
        let content: TOMLValue.Content = switch node.kind {
        case SHUNT_TOML_ARRAY: .array(children(index).map(value))
        case SHUNT_TOML_STRING: .string(string(node.text) ?? "")
        case SHUNT_TOML_INTEGER: .integer(node.integer)
        case SHUNT_TOML_FLOAT: .float(number(source.text(from: node.start, to: node.end)))
        case SHUNT_TOML_BOOLEAN: .boolean(node.integer != 0)
        case SHUNT_TOML_MOMENT: .moment(source.text(from: node.start, to: node.end))
        default: .table(children(index).map(member))
        }
        return TOMLValue(content, at: source.position(node.start))
    }

    private func member(_ index: Int) -> TOMLMember {
        let node = nodes[index]
        return TOMLMember(key: string(node.key) ?? "", at: source.position(node.key_place), value: value(index))
    }

    private func children(_ index: Int) -> [Int] {
        var (children, child) = ([Int](), index + 1)
        while child < nodes[index].next {
            children.append(child)
            child = nodes[child].next
        }
        return children
    }

    private func number(_ text: String) -> String {
        let plain = text.filter { $0 != "_" }
        return plain.hasPrefix("+") ? String(plain.dropFirst()) : plain
    }

    private func string(_ text: shunt_toml_text) -> String? {
        text.start.map { start in
            String(decoding: UnsafeRawBufferPointer(start: start, count: text.length), as: UTF8.self)
        }
    }
}
