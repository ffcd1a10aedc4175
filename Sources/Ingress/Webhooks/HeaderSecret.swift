import Encoding
import HTTPTypes

/// Verifies a secret that the sender repeats in `Authorization`: RFC 7617 (Basic) or RFC 6750 (Bearer).
enum HeaderSecret {
  static func verifyBasic(_ headers: HTTPFields, _ source: WebhookSource) -> Verification {
    guard let header = headers[.authorization] else { return .invalid("missing_header") }
    guard let (scheme, encoded) = Credentials.split(header), scheme == "basic", let bytes = Base64.decode(encoded)
    else { return .invalid("malformed_header") }
    return verify(String(decoding: bytes, as: UTF8.self), source)
  }

  static func verifyBearer(_ headers: HTTPFields, _ source: WebhookSource) -> Verification {
    guard let header = headers[.authorization] else { return .invalid("missing_header") }
    guard let (scheme, token) = Credentials.split(header), scheme == "bearer" else {
      return .invalid("malformed_header")
    }
    return verify(token, source)
  }

  private static func verify(_ given: String, _ source: WebhookSource) -> Verification {
    SecretDigest.index(of: given, in: source.secrets.map { SecretDigest($0) }) == nil ? .invalid("mismatch") : .valid
  }
}
