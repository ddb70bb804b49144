internal import Primitives

/// What names may look like: ASCII, so that no two names look alike, and nothing that a log, a header or a path would misread.
enum NameRule: Sendable {
    /// Modes, tiers, profiles, providers.
    case plain
    /// Models, which hold slashes and colons. A provider's own name for one may be anything visible.
    case model

    /// What is wrong with `name`; nil where nothing is.
    func flaw(of name: String) -> String? {
        if name.isEmpty { return "is empty" }
        if name.utf8.count > Limits.nameBytes { return "is longer than \(Limits.nameBytes) bytes" }
        for scalar in name.unicodeScalars where !allows(scalar) {
            if Self.isInvisible(scalar) { return "holds the character \(Self.code(of: scalar))" }
            if !scalar.isASCII { return "holds \"\(scalar)\" (\(Self.code(of: scalar))), which is not ASCII" }
            return "holds \"\(scalar)\""
        }
        guard let first = name.unicodeScalars.first, Self.isLetterOrDigit(first) || (self == .model && (first == "@" || first == "~")) else {
            return "does not begin with a letter or digit"
        }
        return nil
    }

    /// What would be right, for suggestions.
    var remedy: String {
        switch self {
        case .plain: "names are ASCII letters, digits, \"-\", \"_\" and \".\""
        case .model: "models are named by ASCII letters, digits and - _ . / : @ + ~ #"
        }
    }

    /// The same for a schema.
    var form: Schema.Form {
        switch self {
        case .plain: Schema.Form(pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$", atMost: Limits.nameBytes)
        case .model: Schema.Form(pattern: "^[A-Za-z0-9@~][A-Za-z0-9._/:@+~#-]*$", atMost: Limits.nameBytes)
        }
    }

    private func allows(_ scalar: Unicode.Scalar) -> Bool {
        if Self.isLetterOrDigit(scalar) { return true }
        switch scalar {
        case "-", "_", ".": return true
        case "/", ":", "@", "+", "~", "#": return self == .model
        default: return false
        }
    }

    static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }

    /// Whether it would change how text around it is shown, or not be shown at all.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
        case .spaceSeparator: scalar != " "
        default: false
        }
    }

    /// `U+0456`.
    static func code(of scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
