import CCurl

/// Maps libcurl's result codes to the codes of `TransportFailure`.
enum CurlCode {
  static func name(_ code: CURLcode) -> String {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: "resolve_failed"
    case CURLE_COULDNT_CONNECT: "connect_failed"
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED, CURLE_SSL_CACERT_BADFILE,
      CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CIPHER:
      "tls_failed"
    case CURLE_OPERATION_TIMEDOUT: "timeout"
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: "bad_request"
    case CURLE_LOGIN_DENIED: "login_denied"
    case CURLE_REMOTE_FILE_NOT_FOUND: "not_found"
    case CURLE_WEIRD_SERVER_REPLY: "unreadable_reply"
    case CURLE_QUOTE_ERROR: "refused"
    default: "connection_lost"
    }
  }

  static func text(_ code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }
}
