internal import Exchange
internal import JSONText
internal import Primitives

/// The `params` of `trace`: `since` and `until` in Unix seconds, and `after`, the `next` of the answer before.
enum TraceParams {
    /// A caller that is not the operator sees what its own user did: that is `caller`.
    static func read(_ params: JSONValue?, id: RPCID, caller: Caller?) throws(RPCError) -> TraceQuery {
        let span = try UsageParams.read(params, id: id, caller: caller)
        var query = TraceQuery(since: span.since, until: span.until, limit: Limits.traceCalls)
        query.uid = span.uid
        guard let after = params?["after"], !after.isNull else { return query }
        let parts = after.string?.split(separator: ":", maxSplits: 1) ?? []
        guard parts.count == 2, let time = Int64(parts[0]), parts[1].utf8.count <= Limits.nameBytes else {
            throw RPCError(id: id, code: .invalidParams, "\"after\" must be the \"next\" of the answer before", parameter: "after")
        }
        query.after = (time, String(parts[1]))
        return query
    }
}
