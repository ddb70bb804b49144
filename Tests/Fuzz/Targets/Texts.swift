import HTTPDoor
import HTTPWire
import JSONText
import Minisign
import Primitives
import Settings

/// Texts that are no exchange with a model.
enum Texts {
    static func json(_ bytes: Bytes) {
        guard let document = try? JSONDocument.parse(bytes) else { return }
        var writer = JSONWriter()
        walk(document.root, into: &writer)
        precondition((try? JSONDocument.parse(writer.bytes)) != nil, "what was read can be written")
    }

    private static func walk(_ value: JSONValue, into writer: inout JSONWriter) {
        switch value.kind {
        case .object:
            writer.beginObject()
            for (key, member) in value.members {
                writer.key(key.text)
                walk(member, into: &writer)
            }
            writer.endObject()
        case .array:
            writer.beginArray()
            for element in value.elements { walk(element, into: &writer) }
            writer.endArray()
        case .string: writer.value(value.string ?? "")
        case .number:
            _ = value.int
            writer.number(value.number ?? "0")
        case .true, .false: writer.value(value.bool ?? false)
        case .null: writer.null()
        }
    }

    static func http(_ bytes: Bytes) {
        let parser = HTTPRequestParser()
        guard let first = bytes.first else { return }
        var rest = bytes.dropFirst()
        while !rest.isEmpty {
            guard (try? parser.feed(rest.prefix(Int(first) + 1))) != nil else { return }
            rest = rest.dropFirst(Int(first) + 1)
        }
    }

    /// What begins with a brace is JSON; with it anything does.
    static func jsonTable(_ bytes: Bytes) { table(bytes.first == UInt8(ascii: "{") ? bytes : [UInt8(ascii: "{")] + bytes) }

    /// The files of signatures, and public keys.
    static func signature(_ bytes: Bytes) {
        _ = MinisignKey(bytes[...].text)
        guard let key = MinisignKey("RWRI+6iwA6K9+xE3Jq9WSLlxmWisWRZiYDc5gjZDfW+0ZunqnNkdGE8U"), let signature = try? MinisignSignature(bytes) else { return }
        precondition((try? signature.verify(Bytes("nobody signed this".utf8), keys: [key])) == nil, "nothing was signed with this key but the tests' own texts")
    }

    static func table(_ bytes: Bytes) {
        do throws(SettingsError) {
            _ = try Settings.loadTable(bytes, file: "t", providers: [:])
        } catch {
            precondition(!error.diagnostics.isEmpty && error.diagnostics.count <= Limits.diagnostics + 1, "a refusal says why")
        }
    }
}
