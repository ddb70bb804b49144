internal import Conversation
internal import Dialects
internal import HTTPWire
internal import Primitives

/// The header fields that mean something to the provider, so that they go on to one that speaks the caller's dialect.
enum PassedFields {
    static func of(_ fields: HeaderFields, _ dialect: Dialect) -> HeaderFields {
        var passed: HeaderFields = [:]
        for name in dialect.passedFields {
            let count = fields.count(of: name)
            let value = count > 1 ? fields.all(name).joined(separator: ",") : fields[name] ?? ""
            if !value.isEmpty, value.utf8.count <= Limits.passedFieldBytes { passed.append(name, value) }
        }
        return passed
    }
}
