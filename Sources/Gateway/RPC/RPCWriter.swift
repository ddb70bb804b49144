internal import Conversation
internal import Exchange
internal import JSONText
internal import Primitives

/// Writes the lines that go to an NDJSON caller.
enum RPCWriter {
    /// `{"jsonrpc":"2.0","id":…,"result":{…}}`
    static func result(_ id: RPCID, _ members: (inout JSONWriter) -> Void) -> Bytes {
        line { writer in
            writer.member("id", raw: id.source[...])
            writer.object("result") { members(&$0) }
        }
    }

    /// As above, for a result that writes its own braces.
    static func whole(_ id: RPCID, _ value: (inout JSONWriter) -> Void) -> Bytes {
        line { writer in
            writer.member("id", raw: id.source[...])
            writer.key("result")
            value(&writer)
        }
    }

    /// `{"jsonrpc":"2.0","method":…,"params":{"id":…, …}}`
    static func notification(_ method: String, _ id: RPCID, _ members: (inout JSONWriter) -> Void) -> Bytes {
        line { writer in
            writer.member("method", method)
            writer.object("params") {
                $0.member("id", raw: id.source[...])
                members(&$0)
            }
        }
    }

    /// `{"jsonrpc":"2.0","id":…,"error":{"code":…,"message":…,"data":{…}}}`
    static func error(_ error: RPCError) -> Bytes {
        line { writer in
            writer.key("id")
            if let id = error.id { writer.raw(id.source[...]) } else { writer.null() }
            writer.object("error") {
                $0.member("code", error.code.rawValue)
                $0.member("message", error.failure.message)
                $0.object("data") { FailureWriter.write(error.failure, into: &$0) }
            }
        }
    }

    private static func line(_ members: (inout JSONWriter) -> Void) -> Bytes {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("jsonrpc", "2.0")
        members(&writer)
        writer.endObject()
        writer.bytes.append(UInt8(ascii: "\n"))
        return writer.bytes
    }
}
