internal import CCurl
package import HTTPWire

/// Where requests go and what they all carry, checked and brought into curl's form once: hold one for each provider and path.
///
/// It holds its fields, keys among them, for as long as it lives.
package final class PreparedEndpoint: Sendable {
    let method: String
    let unixSocket: String?
    let proxy: String?
    let clocks: Clocks
    let fields: FieldList
    nonisolated(unsafe) let url: OpaquePointer

    package init(
        method: String = "POST", url: String, unixSocket: String? = nil, proxy: String? = nil,
        fields: HeaderFields = HeaderFields(), clocks: Clocks = Clocks()
    ) throws(TransferError) {
        guard HeaderFields.Field(name: method, value: "").isSendable else { throw .invalid("the method is no token") }
        let fields = try FieldList(fields)
        self.url = try Self.parse(url)
        self.fields = fields
        self.method = method
        self.unixSocket = unixSocket
        self.proxy = proxy
        self.clocks = clocks
    }

    package convenience init(_ request: OutgoingRequest) throws(TransferError) {
        try self.init(
            method: request.method, url: request.url, unixSocket: request.unixSocket, proxy: request.proxy,
            fields: request.fields, clocks: request.clocks)
    }

    deinit { curl_url_cleanup(url) }

    /// The URL's text stays out of the errors: some providers want keys in it.
    private static func parse(_ text: String) throws(TransferError) -> OpaquePointer {
        guard let url = curl_url() else { throw .invalid("no memory for its URL") }
        let code = curl_url_set(url, CURLUPART_URL, text, UInt32(CURLU_DISALLOW_USER))
        let problem = code == CURLUE_OK ? problem(of: url) : curl_url_strerror(code).map { String(cString: $0) }
        guard let problem else { return url }
        curl_url_cleanup(url)
        throw .invalid("its URL: \(problem)")
    }

    private static func problem(of url: OpaquePointer) -> String? {
        var part: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, CURLUPART_SCHEME, &part, 0) == CURLUE_OK, let part else { return "no scheme" }
        defer { curl_free(part) }
        let scheme = String(cString: part)
        return scheme == "http" || scheme == "https" ? nil : "neither http nor https"
    }
}
