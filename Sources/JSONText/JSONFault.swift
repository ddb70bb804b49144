internal import CSimdjson
internal import Primitives

extension JSONError {
    /// The parser's verdict in words. The first step of simdjson does not tell where a fault lies, so it is looked for again.
    init(_ outcome: shunt_json_outcome, in text: ByteSlice) {
        let offset = Int(outcome.offset)
        self = switch outcome.fault {
        case SHUNT_JSON_EMPTY: JSONError(message: "empty: a JSON value is missing", offset: 0)
        case SHUNT_JSON_TOO_LONG: JSONError(message: "too long", offset: text.count)
        case SHUNT_JSON_TOO_DEEP: JSONError(message: "nested deeper than \(Limits.jsonDepth)", offset: offset)
        case SHUNT_JSON_NO_MEMORY: JSONError(message: "no memory", offset: 0)
        case SHUNT_JSON_NOT_UTF8: JSONError(message: "not UTF-8", offset: Self.firstBadUTF8(text))
        case SHUNT_JSON_CONTROL_IN_STRING:
            JSONError(message: "a control character in a string must be escaped", offset: Self.firstRawControl(text))
        case SHUNT_JSON_OPEN_STRING: JSONError(message: "a string without its closing quote", offset: text.count)
        case SHUNT_JSON_BAD_ESCAPE: JSONError(message: "bad escape in a string", offset: offset)
        case SHUNT_JSON_BAD_NUMBER: JSONError(message: "bad number", offset: offset)
        case SHUNT_JSON_BAD_LITERAL: JSONError(message: "bad word: only true, false and null are known", offset: offset)
        case SHUNT_JSON_NO_VALUE: JSONError(message: "a value is missing", offset: offset)
        case SHUNT_JSON_NO_KEY: JSONError(message: "a key in quotes is missing", offset: offset)
        case SHUNT_JSON_NO_COLON: JSONError(message: "a colon is missing behind a key", offset: offset)
        case SHUNT_JSON_NO_COMMA: JSONError(message: "a comma or a closing bracket is missing", offset: offset)
        case SHUNT_JSON_TRAILING: JSONError(message: "something follows the value", offset: offset)
        default: JSONError(message: "the text ends too early", offset: text.count)
        }
    }

    private static func firstBadUTF8(_ text: ByteSlice) -> Int {
        var (bytes, parser, offset) = (text.makeIterator(), Unicode.UTF8.ForwardParser(), 0)
        while case .valid(let scalar) = parser.parseScalar(from: &bytes) { offset += scalar.count }
        return offset
    }

    private static func firstRawControl(_ text: ByteSlice) -> Int {
        var (inString, escaped) = (false, false)
        for (offset, byte) in text.enumerated() {
            if inString, byte < 0x20 { return offset }
            if byte == UInt8(ascii: "\""), !escaped { inString.toggle() }
            escaped = inString && byte == UInt8(ascii: "\\") && !escaped
        }
        return text.count
    }
}
