import Digests
import Encoding
import HTTPTypes

/// Verifies an HMAC-SHA-256 of the body alone, in a header of the sender's choice.
enum BodySignature {
  static func verify(
    _ body: [UInt8], _ headers: HTTPFields, header: String, encoding: WebhookSource.Encoding, prefix: String,
    _ source: WebhookSource
  ) -> Verification {
    guard let name = HTTPField.Name(header), let text = headers[name] else { return .invalid("missing_header") }
    guard text.hasPrefix(prefix) else { return .invalid("malformed_header") }
    let encoded = text.dropFirst(prefix.count)
    let signature = encoding == .hex ? Hex.decode(encoded) : Base64.decode(encoded)
    guard let signature else { return .invalid("malformed_header") }
    let keys = source.secrets.map { Array($0.utf8) }
    return HMACCheck.anyMatches([signature], body, keys) ? .valid : .invalid("mismatch")
  }
}

enum HMACCheck {
  /// Returns true if any signature is the message's under any key. Every pair is tried, each in constant time.
  static func anyMatches(_ signatures: [[UInt8]], _ message: [UInt8], _ keys: [[UInt8]]) -> Bool {
    var found = false
    for key in keys {
      for signature in signatures where HMACSHA256.isCode(signature, of: message, key: key) { found = true }
    }
    return found
  }
}
