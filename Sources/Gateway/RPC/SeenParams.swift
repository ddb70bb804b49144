internal import JSONText

/// The `params` of `modes`: `seen`.
enum SeenParams {
    /// Whether what has shown up is wanted, and not what the table has.
    static func wantsSeen(_ params: JSONValue?, id: RPCID) throws(RPCError) -> Bool {
        guard let value = params?["seen"], !value.isNull else { return false }
        guard let flag = value.bool else { throw RPCError(id: id, code: .invalidParams, "\"seen\" must be true or false", parameter: "seen") }
        return flag
    }
}
