internal import Conversation
internal import Exchange
internal import HTTPWire
internal import Primitives
internal import Routing

/// Reads from header fields what the caller asks of shunt, in the order in which the sources count.
enum HTTPIntent {
    static func read(_ fields: HeaderFields) throws(CallFailure) -> Intent {
        var reading = Reading()
        for index in fields.indices where isExtension(fields.name(at: index)) { try read(fields[index], into: &reading) }
        var intent = reading.intent
        let mode = reading.mode ?? reading.kilocodeMode
        intent.mode = mode.map { ModeClaim(ModeName(folding: $0), from: .header) }
        intent.session = intent.session ?? reading.agentSession
        return intent
    }

    /// What was seen so far; shunt's own headers win over those that agents send anyway.
    private struct Reading {
        var intent = Intent()
        var mode: String?
        var kilocodeMode: String?
        var agentSession: String?
    }

    private static func isExtension(_ name: ByteSlice) -> Bool {
        name.count > 2 && name[name.startIndex] | 0x20 == UInt8(ascii: "x") && name[name.startIndex + 1] == UInt8(ascii: "-")
    }

    private static func read(_ field: HeaderFields.Field, into reading: inout Reading) throws(CallFailure) {
        let name = field.name.lowercased()
        switch name {
        case "x-shunt-mode": reading.mode = try value(of: field)
        case "x-kilocode-mode": reading.kilocodeMode = try value(of: field)
        case "x-shunt-session": reading.intent.session = try value(of: field)
        case "x-kilocode-taskid", "x-session-affinity": if reading.agentSession == nil { reading.agentSession = try value(of: field) }
        case "x-shunt-timeout-ms": reading.intent.timeout = try timeout(field)
        case "x-shunt-strict": reading.intent.strict = try flag(field)
        case "x-shunt-key": reading.intent.keys.bare = try key(field)
        case "x-shunt-tag": reading.intent.tags.append(try tag(field, count: reading.intent.tags.count))
        default:
            guard name.hasPrefix(keyPrefix) else { return }
            reading.intent.keys.named[ProviderName(String(name.dropFirst(keyPrefix.count)))] = try key(field)
        }
    }

    private static let keyPrefix = "x-shunt-key-"

    private static func value(of field: HeaderFields.Field) throws(CallFailure) -> String? {
        if field.value.isEmpty { return nil }
        guard BoundedName.isValid(field.value) else {
            throw CallFailure(.invalidRequest, "the header \(field.name) must have \(BoundedName.rule)", parameter: field.name)
        }
        return field.value
    }

    private static func key(_ field: HeaderFields.Field) throws(CallFailure) -> Secret {
        guard BoundedName.isKey(field.value) else {
            throw CallFailure(.invalidRequest, "the header \(field.name) holds no usable key", parameter: field.name)
        }
        return Secret(field.value.utf8)
    }

    private static func flag(_ field: HeaderFields.Field) throws(CallFailure) -> Bool {
        switch field.value.lowercased() {
        case "true", "1": true
        case "false", "0", "": false
        default: throw CallFailure(.invalidRequest, "the header \(field.name) must be true or false", parameter: field.name)
        }
    }

    private static func timeout(_ field: HeaderFields.Field) throws(CallFailure) -> Duration {
        guard let milliseconds = Int(field.value), milliseconds > 0, milliseconds <= Limits.callerTimeoutMilliseconds else {
            throw CallFailure(
                .invalidRequest, "the header \(field.name) must be a whole number from 1 to \(Limits.callerTimeoutMilliseconds)",
                parameter: field.name)
        }
        return .milliseconds(milliseconds)
    }

    /// `name=value`; the field may be sent several times.
    private static func tag(_ field: HeaderFields.Field, count: Int) throws(CallFailure) -> Tag {
        let parts = field.value.split(separator: "=", maxSplits: 1)
        guard count < Limits.tags, parts.count == 2, parts.allSatisfy({ BoundedName.isValid(String($0)) }) else {
            throw CallFailure(
                .invalidRequest, "the header \(field.name) must be name=value, at most \(Limits.tags) times", parameter: field.name)
        }
        return Tag(name: String(parts[0]), value: String(parts[1]))
    }
}
