internal import Primitives

// The kinds of values that directives take.
extension Directive {
    static func count(_ text: String) throws(ScriptError) -> Int {
        guard let number = Int(text), number >= 0, number <= Limits.scriptCount else {
            throw ScriptError("\"\(text)\" is no number from 0 to \(Limits.scriptCount)")
        }
        return number
    }

    static func atLeastOne(_ text: String) throws(ScriptError) -> Int {
        let number = try count(text)
        guard number > 0 else { throw ScriptError("must be at least 1") }
        return number
    }

    static func status(_ text: String) throws(ScriptError) -> Int {
        let number = try count(text)
        guard (200..<600).contains(number) else { throw ScriptError("\(number) is no HTTP status from 200 to 599") }
        return number
    }

    static func place(_ text: String) throws(ScriptError) -> Script.Place {
        text == "head" ? .head : .token(try count(text))
    }

    static func word<Word: RawRepresentable<String> & CaseIterable>(_ text: String) throws(ScriptError) -> Word {
        if let word = Word(rawValue: text) { return word }
        throw ScriptError("\"\(text)\" is none of " + Word.allCases.map(\.rawValue).joined(separator: ", "))
    }

    static func field(_ text: String) throws(ScriptError) -> Script.ExtraField {
        let name = text.prefix { $0 != ":" }
        guard name.count < text.count, !name.isEmpty else { throw ScriptError("\"\(text)\" is no NAME:VALUE") }
        return Script.ExtraField(name: String(name), value: String(text.dropFirst(name.count + 1).drop { $0 == " " }))
    }

    /// `250us`, `5ms`, `2s`, `1m`.
    static func duration(_ text: String) throws(ScriptError) -> Duration {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits), number <= Limits.scriptCount else { throw ScriptError("\"\(text)\" is no time such as 5ms or 2s") }
        switch text.dropFirst(digits.count) {
        case "us": return .microseconds(number)
        case "ms": return .milliseconds(number)
        case "s": return .seconds(number)
        case "m": return .seconds(number * 60)
        default: throw ScriptError("\"\(text)\" has no unit: us, ms, s or m")
        }
    }
}
