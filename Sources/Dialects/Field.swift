internal import Conversation
internal import JSONText

/// Reads a request's fields as the types they must have; the path is spelt out only where one is wrong.
///
/// `null` counts as absent, as every API here takes it.
enum Field {
    typealias Path = () -> String

    static func string(_ value: JSONValue?, _ path: @autoclosure Path) throws(DialectError) -> String? {
        guard let value, !value.isNull else { return nil }
        guard let text = value.string else { throw .wrongType(path(), "a string") }
        return text
    }

    static func required(_ value: JSONValue?, _ path: @autoclosure Path) throws(DialectError) -> String {
        guard let value, !value.isNull else { throw .missing(path()) }
        guard let text = value.string else { throw .wrongType(path(), "a string") }
        return text
    }

    /// As ``required(_:_:)``, left as it is written until somebody reads it.
    static func text(_ value: JSONValue?, _ path: @autoclosure Path) throws(DialectError) -> Text {
        guard let value, !value.isNull else { throw .missing(path()) }
        guard let text = Text(value) else { throw .wrongType(path(), "a string") }
        return text
    }

    static func bool(_ value: JSONValue?, _ path: @autoclosure Path) throws(DialectError) -> Bool? {
        guard let value, !value.isNull else { return nil }
        guard let flag = value.bool else { throw .wrongType(path(), "true or false") }
        return flag
    }

    /// A count of tokens: whole and at least 1.
    static func count(_ value: JSONValue?, _ path: @autoclosure Path) throws(DialectError) -> Int? {
        guard let value, !value.isNull else { return nil }
        guard let number = value.int, number >= 1 else { throw .wrongType(path(), "a whole number of at least 1") }
        return number
    }

    /// The digits as they stand.
    static func number(_ value: JSONValue?, _ path: @autoclosure Path) throws(DialectError) -> String? {
        guard let value, !value.isNull else { return nil }
        guard let text = value.number else { throw .wrongType(path(), "a number") }
        return text
    }

    static func object(_ value: JSONValue?, _ path: @autoclosure Path) throws(DialectError) -> JSONValue? {
        guard let value, !value.isNull else { return nil }
        guard value.kind == .object else { throw .wrongType(path(), "an object") }
        return value
    }

    static func array(_ value: JSONValue?, _ path: @autoclosure Path) throws(DialectError) -> JSONValue? {
        guard let value, !value.isNull else { return nil }
        guard value.kind == .array else { throw .wrongType(path(), "an array") }
        return value
    }
}
