internal import Exchange
internal import JSONText
internal import Primitives
internal import Settings

/// The `params` of `usage`: `since` and `until` in Unix seconds, and `by`, a list of columns.
enum UsageParams {
    /// A caller that is not the operator sees what its own user did: that is `caller`.
    static func read(_ params: JSONValue?, id: RPCID, caller: Caller?) throws(RPCError) -> UsageQuery {
        var query = UsageQuery(since: try time(params, "since", id), until: try time(params, "until", id))
        query.uid = caller.map { Int($0.identity.uid) }
        guard let by = params?["by"], !by.isNull else { return query }
        guard by.kind == .array else { throw RPCError(id: id, code: .invalidParams, "\"by\" must be a list of names", parameter: "by") }
        for value in by.elements {
            guard let column = value.string.flatMap(UsageQuery.Column.init) else {
                let known = UsageQuery.Column.allCases.map(\.rawValue)
                let nearest = value.string.flatMap { Spelling.nearest(to: $0, among: known) }
                let remedy = nearest.map { "did you mean \"\($0)\"?" } ?? "known are \(known.joined(separator: ", "))"
                throw RPCError(id: id, code: .invalidParams, "there is no column \"\(value.string?.prefix(Limits.nameBytes) ?? "")\"; \(remedy)", parameter: "by")
            }
            if !query.by.contains(column) { query.by.append(column) }
        }
        return query
    }

    private static func time(_ params: JSONValue?, _ name: String, _ id: RPCID) throws(RPCError) -> Int64? {
        guard let value = params?.get(name), !value.isNull else { return nil }
        guard let seconds = value.int, (0...Limits.latestSecond).contains(seconds) else {
            throw RPCError(id: id, code: .invalidParams, "\"\(name)\" must be a time in whole Unix seconds", parameter: name)
        }
        return Int64(seconds) * 1000
    }
}
