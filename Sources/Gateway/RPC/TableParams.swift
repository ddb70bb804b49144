internal import Exchange
internal import JSONText

/// What the methods of `table.` take.
struct TableParams {
    /// A table's number in the history.
    var number: Int?

    static func read(_ params: JSONValue?, id: RPCID) throws(RPCError) -> TableParams {
        guard let value = params?["number"], value.kind != .null else { return TableParams() }
        guard let number = value.int, number > 0 else {
            throw RPCError(id: id, code: .invalidParams, "\"number\" must be the number of a table, as table.history lists it", parameter: "number")
        }
        return TableParams(number: number)
    }
}
