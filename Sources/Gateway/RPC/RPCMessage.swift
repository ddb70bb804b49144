internal import JSONText
internal import Primitives

/// One JSON-RPC request or notification, read from a line.
struct RPCMessage {
    enum Method: String, CaseIterable {
        case chat, explain, cancel, models, modes, status, usage, trace, budgets, whoami, ping, reload, `import`
        case tableHistory = "table.history"
        case tableShow = "table.show"
        case tableRollback = "table.rollback"
        case tablePromote = "table.promote"
    }

    let id: RPCID?
    let method: Method
    /// An object; nil where the message has none.
    let params: JSONValue?

    /// Reads `line`; what is wrong with it comes with the id it was sent under, where that can be told.
    static func read(_ line: consuming Bytes) throws(RPCError) -> RPCMessage {
        let root: JSONValue
        do {
            root = try JSONDocument.parse(line).root
        } catch {
            throw RPCError(id: nil, code: .parseError, "the line is not JSON: \(error.message) at byte \(error.offset)")
        }
        if root.kind == .array {
            throw RPCError(id: nil, code: .invalidRequest, "batches are not taken: send one object a line, they run side by side")
        }
        guard root.kind == .object else {
            throw RPCError(id: nil, code: .invalidRequest, "a request is a JSON object with \"method\"")
        }
        return try read(root)
    }

    private static func read(_ root: JSONValue) throws(RPCError) -> RPCMessage {
        let id = try root["id"].map { value throws(RPCError) in try RPCID.read(value) }
        if let version = root["jsonrpc"], !version.isString("2.0") {
            throw RPCError(id: id, code: .invalidRequest, "\"jsonrpc\" must be \"2.0\"")
        }
        guard let name = root["method"]?.string else {
            throw RPCError(id: id, code: .invalidRequest, "\"method\" must be a string: one of \(known)")
        }
        guard let method = Method(rawValue: name) else {
            let nearest = Spelling.nearest(to: name, among: Method.allCases.map(\.rawValue))
            let remedy = nearest.map { "did you mean \"\($0)\"?" } ?? "known are \(known)"
            throw RPCError(id: id, code: .methodNotFound, "unknown method \"\(name.prefix(Limits.nameBytes))\"; \(remedy)")
        }
        let params = root["params"]
        guard params == nil || params?.kind == .object else {
            throw RPCError(id: id, code: .invalidParams, "\"params\" must be an object", parameter: "params")
        }
        return RPCMessage(id: id, method: method, params: params)
    }

    private static var known: String { Method.allCases.map(\.rawValue).joined(separator: ", ") }
}

/// The id of a request: answers carry it exactly as it was sent.
struct RPCID: Hashable {
    /// The JSON source of a string or number.
    let source: Bytes

    static func read(_ value: JSONValue) throws(RPCError) -> RPCID {
        guard value.kind == .string || value.kind == .number, value.raw.count <= Limits.nameBytes else {
            throw RPCError(id: nil, code: .invalidRequest, "\"id\" must be a string or a number of at most \(Limits.nameBytes) bytes")
        }
        return RPCID(source: Bytes(value.raw))
    }
}
