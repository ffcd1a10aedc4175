import CivilTime
import Digests
import Encoding
import HTTPTypes

/// Verifies `Stripe-Signature: t=1700000000,v1=hex[,v1=hex]`: HMAC-SHA-256 of `t.body` under the secret as ASCII,
/// `whsec_` included. Any v1 under any secret verifies; v0 and unknown schemes are ignored (docs.stripe.com/webhooks,
/// "Verify manually").
enum StripeSignature {
  private static let header = HTTPField.Name("Stripe-Signature")
  /// The most signatures that are read from one header.
  private static let limit = 8

  static func verify(
    _ body: [UInt8], _ headers: HTTPFields, _ source: WebhookSource, _ times: [Instant]
  ) -> Verification {
    guard let header, let text = headers[header] else { return .invalid("missing_header") }
    var time: String?
    var signatures: [[UInt8]] = []
    for part in text.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2 else { return .invalid("malformed_header") }
      switch pair[0].drop(while: { $0 == " " }) {
      case "t": time = String(pair[1])
      case "v1": if signatures.count < limit, let bytes = Hex.decode(pair[1]) { signatures.append(bytes) }
      default: break
      }
    }
    guard let time, !signatures.isEmpty else { return .invalid("malformed_header") }
    let signed = Array("\(time).".utf8) + body
    let keys = source.secrets.map { Array($0.utf8) }
    guard HMACCheck.anyMatches(signatures, signed, keys) else { return .invalid("mismatch") }
    return Verification.isFresh(time, source, times) ? .valid : .invalid("stale")
  }
}
