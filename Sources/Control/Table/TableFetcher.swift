internal import Exchange
internal import HTTPWire
internal import Loop
internal import Primitives
internal import Settings
internal import Transfer

/// Asks a server for a table: one request, and one more for its signature where one is needed.
@LoopActor
struct TableFetcher {
    let client: HTTPClient
    let source: TableSource
    let address: TableAddress
    let socket: String?
    let token: Secret?

    /// Asks for the table, or where there is an offer already, whether it is still that.
    func fetch(after known: TableOffer?) async throws(TableFault) -> TableAnswer {
        var fields: HeaderFields = ["accept": "application/toml, application/json, */*;q=0.1"]
        if let etag = known?.etag { fields.append("if-none-match", etag) }
        if known?.etag == nil, let date = known?.lastModified { fields.append("if-modified-since", date) }
        let isConditional = known?.etag != nil || known?.lastModified != nil
        let response = try await get(address, fields)
        let freshness = FreshnessRule.freshness(of: response.fields)
        if response.status == 304, isConditional { return TableAnswer(offer: nil, freshness: freshness) }
        try Self.check(response)
        if let flaw = ContentRule.flaw(ofType: response.fields["content-type"]) { throw TableFault(message: flaw) }
        let bytes = try await body(of: response, limit: Limits.tableBytes)
        var offer = TableOffer(bytes: bytes, name: source.name)
        // What was changed in the second of its answer may change once more in it, and many servers would not tell the two apart.
        if response.fields["last-modified"] == nil || response.fields["last-modified"] != response.fields["date"] {
            offer.etag = Self.validator(response.fields["etag"])
            offer.lastModified = Self.validator(response.fields["last-modified"])
        }
        if !source.publicKeys.isEmpty { offer.signature = try await signature() }
        return TableAnswer(offer: offer, freshness: freshness)
    }

    private func signature() async throws(TableFault) -> Bytes {
        do throws(TableFault) {
            let response = try await get(address.signature, ["accept": "*/*"])
            try Self.check(response)
            return try await body(of: response, limit: Limits.signatureBytes)
        } catch {
            throw TableFault(
                message: "its signature \(address.signature.shown): \(error.message)", isUnreachable: error.isUnreachable, retryAfter: error.retryAfter)
        }
    }

    /// Follows redirects within the origin, and returns the response that is none.
    private func get(_ start: TableAddress, _ fields: HeaderFields) async throws(TableFault) -> IncomingResponse {
        var fields = fields
        fields.append("accept-encoding", "gzip")
        fields.append("user-agent", "shuntd/\(Version.text)")
        token?.reveal { fields.append("authorization", "Bearer \($0)") }
        var address = start
        for _ in 0...Limits.tableRedirects {
            let request = OutgoingRequest(
                method: "GET", url: address.text, unixSocket: socket, fields: fields,
                clocks: Clocks(total: source.timeout))
            let response: IncomingResponse
            do { response = try await client.send(request) } catch { throw TableFault(error) }
            guard [301, 302, 303, 307, 308].contains(response.status) else { return response }
            guard let target = response.fields["location"].flatMap({ address.following($0) }) else {
                throw TableFault(message: "it redirects to another origin, which is not followed; name the right address as source")
            }
            address = target
        }
        throw TableFault(message: "it redirects more than \(Limits.tableRedirects) times")
    }

    private static func check(_ response: IncomingResponse) throws(TableFault) {
        let status = response.status
        guard status == 200 else {
            let hint =
                switch status {
                case 401, 403: ": it wants another token"
                case 404, 410: ": there is no table"
                default: ""
                }
            let seconds = response.fields["retry-after"].flatMap { Int($0) }.map { min(max($0, 0), Limits.retryAfterSeconds) }
            throw TableFault(
                message: "the server answers \(status)\(hint)", isUnreachable: status >= 500 || status == 429, retryAfter: seconds.map { .seconds($0) })
        }
        // Nothing would tell a whole table from the beginning of one.
        if response.isCloseDelimited {
            throw TableFault(message: "the server does not say how long the table is: neither Content-Length nor chunks")
        }
        let coding = response.fields["content-encoding"]?.lowercased()
        guard [nil, "identity", "gzip", "x-gzip"].contains(coding) else {
            throw TableFault(message: "the server compresses it in a way that was not asked for")
        }
    }

    private func body(of response: IncomingResponse, limit: Int) async throws(TableFault) -> Bytes {
        var bytes: Bytes = []
        if response.fields["content-length"].flatMap({ Int($0) }) ?? 0 > limit { throw TableFault(message: "is longer than \(limit) bytes") }
        while true {
            let more: Bytes?
            do { more = try await response.next() } catch { throw TableFault(error) }
            guard let more else { return bytes }
            guard bytes.count + more.count <= limit else { throw TableFault(message: "is longer than \(limit) bytes") }
            bytes += more
        }
    }

    /// A field that goes back with the next request; nil where it is longer than anybody needs.
    private static func validator(_ value: String?) -> String? {
        value.flatMap { $0.isEmpty || $0.utf8.count > Limits.validatorBytes ? nil : $0 }
    }
}

extension TableFault {
    fileprivate init(_ error: TransferError) {
        self.init(message: error.description, isUnreachable: error != .tooLarge)
    }
}
