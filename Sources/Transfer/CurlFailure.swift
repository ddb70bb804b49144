internal import CCurl
internal import Loop

extension TransferError {
    /// What a failed transfer of curl's is. `problem` is curl's text, which never holds header fields; `errno` is 0 where no system call failed.
    init(_ code: CURLcode, problem: String, errno: Int32, endpoint: PreparedEndpoint) {
        var text = problem.isEmpty ? curl_easy_strerror(code).map { String(cString: $0) } ?? "error \(code.rawValue)" : problem
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_PROXY, CURLE_INTERFACE_FAILED:
            // curl speaks of the URL's host here, which was never asked.
            if let path = endpoint.unixSocket { text = "\(path): \(errno == 0 ? text : SystemError.text(of: errno))" }
            self = .connect(text)
        case CURLE_OPERATION_TIMEDOUT:
            // The one time limit of curl's own that is not switched off.
            self = .timeout(.connect)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
            self = .tls(text)
        case CURLcode(CCURL_TOO_LARGE): self = .tooLarge
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
            self = .malformed(text)
        case CURLE_RECV_ERROR where text.contains("chunk"):
            self = .malformed(text)
        case CURLE_URL_MALFORMAT, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_LOGIN_DENIED:
            self = .invalid(text)
        case CURLE_RECV_ERROR where errno != 0, CURLE_SEND_ERROR where errno != 0:
            self = .reset(SystemError.text(of: errno))
        default:
            self = .reset(text)
        }
    }
}
