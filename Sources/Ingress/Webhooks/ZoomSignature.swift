import CEL
import CivilTime
import Digests
import Encoding
import HTTPTypes

/// Verifies Zoom's webhooks: `x-zm-signature: v0=hex` over `v0:timestamp:body`, keyed with the app's secret token.
enum ZoomSignature {
  static let header = "x-zm-signature"
  private static let version = "v0"
  /// The event by which Zoom asks whether the endpoint has the secret.
  private static let question = "endpoint.url_validation"

  static func verify(_ body: [UInt8], _ headers: HTTPFields, _ source: WebhookSource, _ times: [Instant])
    -> Verification
  {
    guard let name = HTTPField.Name(header), let text = headers[name],
      let timeName = HTTPField.Name("x-zm-request-timestamp"), let time = headers[timeName]
    else { return .invalid("missing_header") }
    guard text.hasPrefix("\(version)="), let signature = Hex.decode(text.dropFirst(version.utf8.count + 1)) else {
      return .invalid("malformed_header")
    }
    guard Verification.isFresh(time, source, times) else { return .invalid("stale") }
    let keys = source.secrets.map { Array($0.utf8) }
    let message = Array("\(version):\(time):".utf8) + body
    return HMACCheck.anyMatches([signature], message, keys) ? .valid : .invalid("mismatch")
  }

  /// The answer to Zoom's question, if a verified body is one: the token that it gave, signed.
  static func answer(to body: Value, _ source: WebhookSource) -> Value? {
    guard source.scheme == .zoom, body["event"]?.stringValue == question,
      let token = body["payload"]?["plainToken"]?.stringValue, token.utf8.count <= 256,
      let secret = source.secrets.first
    else { return nil }
    let code = HMACSHA256.code(for: Array(token.utf8), key: Array(secret.utf8))
    return ["plainToken": .string(token), "encryptedToken": .string(Hex.encode(code))]
  }
}
