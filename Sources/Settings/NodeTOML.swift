internal import Primitives
internal import TOMLText

extension Node {
    /// The top table of a TOML text; nil with a report where it is none.
    static func read(toml bytes: Bytes, file: String, _ findings: inout Findings) -> Node? {
        do {
            return Node(try TOMLValue.parse(bytes, file: file), file: file)
        } catch {
            let place = Place(file: error.diagnostic.file, position: error.diagnostic.position)
            findings.report(error.diagnostic.message, at: place, suggestion: error.diagnostic.suggestion)
            return nil
        }
    }

    /// Recursion is as deep as the text, whose depth its parser limits.
    private init(_ value: TOMLValue, file: String) {
        place = Place(file: file, position: value.position)
        content =
            switch value.content {
            case .table(let members):
                .table(
                    members.map {
                        Member(key: $0.key, place: Place(file: file, position: $0.position), value: Node($0.value, file: file))
                    })
            case .array(let elements): .array(elements.map { Node($0, file: file) })
            case .string(let text): .text(text)
            case .integer(let value): .integer(value)
            case .float(let source): .number(source)
            case .boolean(let value): .boolean(value)
            case .moment: .other("a date or time")
            }
    }
}
