import JSONText
import Primitives

/// Values deep in a JSON text.
enum JSONDocumentBridge {
    static func value(_ text: Bytes, _ path: String...) throws -> JSONValue? {
        var value: JSONValue? = try JSONDocument.parse(text).root
        for step in path { value = value?.get(step) }
        return value
    }
}
