import CivilTime
import HTTPTypes

/// Whether a delivery comes from whom it says, judged over the raw bytes before anything is parsed.
enum Verification: Hashable {
  case valid
  /// The reason is for the operator; the sender learns nothing.
  case invalid(String)

  static func verify(_ body: [UInt8], _ headers: HTTPFields, from source: WebhookSource, now: Instant) -> Verification {
    switch source.scheme {
    case .stripe: StripeSignature.verify(body, headers, source, now)
    case .standardWebhooks: StandardSignature.verify(body, headers, source, now)
    case .hmacSHA256(let header, let encoding, let prefix):
      BodySignature.verify(body, headers, header: header, encoding: encoding, prefix: prefix, source)
    case .basic: HeaderSecret.verifyBasic(headers, source)
    case .bearer: HeaderSecret.verifyBearer(headers, source)
    }
  }

  /// Unix seconds in the text, within the tolerance of now on either side.
  static func isFresh(_ text: String, _ source: WebhookSource, _ now: Instant) -> Bool {
    guard text.utf8.count <= 12, let seconds = Int64(text), let at = Instant(seconds: seconds) else { return false }
    let apart = now.duration(since: at)
    return apart <= source.tolerance && apart >= .zero - source.tolerance
  }
}
