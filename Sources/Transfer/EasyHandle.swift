internal import CCurl
internal import Loop
internal import Primitives

/// One of curl's easy handles, kept from request to request: options that do not change stay set, since setting all of them
/// anew costs more than all else that is done for a small request outside curl.
@LoopActor
final class EasyHandle {
    let curl: UnsafeMutableRawPointer
    /// Whose bytes curl brings now.
    var transfer: RunningTransfer?
    private let sessions: TLSSessions
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CCURL_ERROR_SIZE))
    private var method = ""
    private var hadBody = false
    private var unixSocket: String?
    private var proxy: String?

    init?(_ multi: CurlMulti, _ authorities: TrustedAuthorities, sessions: TLSSessions) {
        guard let curl = curl_easy_init() else { return nil }
        self.curl = curl
        self.sessions = sessions
        errorText[0] = 0
        multi.adopt(curl)
        setForGood(authorities)
    }

    /// The handle must be out of its multi handle.
    isolated deinit {
        curl_easy_cleanup(curl)
        errorText.deallocate()
    }

    /// What curl says about the last failure; empty where it says nothing.
    var problem: String { String(cString: errorText) }

    /// The error number of the last system call of the transfer that failed; 0 for none.
    var errno: Int32 { Int32(truncatingIfNeeded: ccurl_number(curl, CURLINFO_OS_ERRNO)) }

    /// Frees what a body of more than 64 KiB was sent through, which curl 7.88 keeps to the end of the response. Only for when all is sent.
    func dropUploadBuffer() { ccurl_set_flag(curl, CURLOPT_UPLOAD_BUFFERSIZE, 64 << 10) }

    private func setForGood(_ authorities: TrustedAuthorities) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        ccurl_on_header(curl, Self.onHeader, context)
        ccurl_on_body(curl, Self.onBody, context)
        ccurl_on_ready(curl, Self.onConnected, context)
        ccurl_set_pointer(curl, CURLOPT_PRIVATE, context)
        ccurl_set_pointer(curl, CURLOPT_ERRORBUFFER, errorText)
        ccurl_set_pointer(curl, CURLOPT_SHARE, sessions.share)
        for (option, value) in Self.flags { ccurl_set_flag(curl, option, value) }
        for (option, text) in Self.texts { ccurl_set_text(curl, option, text) }
        if let file = authorities.file { ccurl_set_text(curl, CURLOPT_CAINFO, file) }
        if authorities.file != nil || authorities.folder != nil { ccurl_set_text(curl, CURLOPT_CAPATH, authorities.folder) }
    }

    private static let flags: [(CURLoption, Int)] = [
        (CURLOPT_NOSIGNAL, 1),
        (CURLOPT_BUFFERSIZE, Limits.transferBufferBytes),
        (CURLOPT_TCP_NODELAY, 1),
        (CURLOPT_TCP_KEEPALIVE, 1),
        (CURLOPT_FOLLOWLOCATION, 0),
        (CURLOPT_NETRC, 0),
        (CURLOPT_SSL_VERIFYPEER, 1),
        (CURLOPT_SSL_VERIFYHOST, 2),
        (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)),
        (CURLOPT_HTTP09_ALLOWED, 0),
        (CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
        (CURLOPT_DISALLOW_USERNAME_IN_URL, 1),
    ]

    private static let texts: [(CURLoption, String)] = [
        (CURLOPT_PROTOCOLS_STR, "http,https"),
        (CURLOPT_REDIR_PROTOCOLS_STR, ""),
        (CURLOPT_PROXY, ""),
        // A compressed stream comes in blocks, and late.
        (CURLOPT_ACCEPT_ENCODING, "identity"),
    ]

    /// Sets what this request differs in. `endpoint`, `fields` and `body` must live until the transfer is over.
    func prepare(_ endpoint: PreparedEndpoint, _ fields: FieldList, _ body: Bytes) {
        errorText[0] = 0
        ccurl_set_url(curl, endpoint.url)
        ccurl_set_fields(curl, fields.first)
        set(method: endpoint.method, hasBody: !body.isEmpty)
        // The array's storage stays where it is for as long as the transfer holds the array, which nobody changes.
        if hadBody { body.withUnsafeBytes { _ = ccurl_set_body(curl, $0.baseAddress, Int64($0.count)) } }
        set(unixSocket: endpoint.unixSocket)
        if proxy != endpoint.proxy {
            proxy = endpoint.proxy
            ccurl_set_text(curl, CURLOPT_PROXY, endpoint.proxy ?? "")
        }
    }

    private func set(method: String, hasBody: Bool) {
        let sendsBody = hasBody || method == "POST" || method == "PUT" || method == "PATCH"
        guard method != self.method || sendsBody != hadBody else { return }
        self.method = method
        hadBody = sendsBody
        ccurl_set_flag(curl, CURLOPT_HTTPGET, 1)
        ccurl_set_flag(curl, CURLOPT_NOBODY, method == "HEAD" ? 1 : 0)
        if sendsBody { ccurl_set_flag(curl, CURLOPT_POST, 1) }
        let isImplied = method == "HEAD" || method == (sendsBody ? "POST" : "GET")
        ccurl_set_text(curl, CURLOPT_CUSTOMREQUEST, isImplied ? nil : method)
    }

    private func set(unixSocket path: String?) {
        guard unixSocket != path else { return }
        unixSocket = path
        ccurl_set_text(curl, CURLOPT_UNIX_SOCKET_PATH, nil)
        ccurl_set_flag(curl, CURLOPT_FORBID_REUSE, 0)
        guard let path else { return }
        if path.utf8.first == UInt8(ascii: "@") {
            // curl 7.88 keeps such connections and then never takes them: it thinks that a name without bytes is not known yet.
            ccurl_set_flag(curl, CURLOPT_FORBID_REUSE, 1)
            ccurl_set_text(curl, CURLOPT_ABSTRACT_UNIX_SOCKET, String(path.dropFirst()))
        } else {
            ccurl_set_text(curl, CURLOPT_UNIX_SOCKET_PATH, path)
        }
    }
}

// Called by curl.
extension EasyHandle {
    nonisolated static func at(_ context: UnsafeMutableRawPointer?) -> EasyHandle? {
        context.map { Unmanaged<EasyHandle>.fromOpaque($0).takeUnretainedValue() }
    }

    private nonisolated static let onHeader: ccurl_data_callback = { data, size, count, context in
        guard let easy = at(context) else { return 0 }
        return takeLine(easy, UnsafeRawBufferPointer(start: data, count: size * count)) == .taken ? size * count : 0
    }

    private nonisolated(unsafe) static let takeLine = onLoop { (easy: EasyHandle, line: UnsafeRawBufferPointer) in
        easy.transfer?.receive(headerLine: line) ?? .refused
    }

    private nonisolated static let onBody: ccurl_data_callback = { data, size, count, context in
        guard let easy = at(context) else { return 0 }
        switch takeBody(easy, UnsafeRawBufferPointer(start: data, count: size * count)) {
        case .taken: return size * count
        case .heldBack: return Int(CCURL_WRITE_PAUSE)
        case .refused: return size * count == 0 ? 1 : 0
        }
    }

    private nonisolated(unsafe) static let takeBody = onLoop { (easy: EasyHandle, bytes: UnsafeRawBufferPointer) in
        easy.transfer?.receive(body: bytes) ?? .refused
    }

    private nonisolated static let onConnected: ccurl_ready_callback = { context, _, _, _, _ in
        if let easy = at(context) { EventLoop.assumeOnLoop { easy.transfer?.connected() } }
        return CURL_PREREQFUNC_OK
    }
}
