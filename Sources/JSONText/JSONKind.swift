internal import CSimdjson

/// What a JSON value is.
package enum JSONKind: Sendable {
    case object, array, string, number, `true`, `false`, null

    init(_ kind: shunt_json_kind) {
        self = switch kind {
        case SHUNT_JSON_OBJECT: .object
        case SHUNT_JSON_ARRAY: .array
        case SHUNT_JSON_STRING: .string
        case SHUNT_JSON_NUMBER: .number
        case SHUNT_JSON_TRUE: .true
        case SHUNT_JSON_FALSE: .false
        default: .null
        }
    }
}
