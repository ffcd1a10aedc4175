import CivilTime
import Digests
import Encoding
import HTTPTypes

/// Verifies Standard Webhooks 1.0: `webhook-signature: v1,<base64>[ v1,<base64>]` over `id.timestamp.body`. The secret
/// is base64 after an optional `whsec_`.
enum StandardSignature {
  private static let id = HTTPField.Name("webhook-id")
  private static let timestamp = HTTPField.Name("webhook-timestamp")
  private static let signature = HTTPField.Name("webhook-signature")
  private static let limit = 8

  static func verify(
    _ body: [UInt8], _ headers: HTTPFields, _ source: WebhookSource, _ times: [Instant]
  ) -> Verification {
    guard let idName = id, let timestampName = timestamp, let signatureName = signature,
      let id = headers[idName], let time = headers[timestampName], let text = headers[signatureName]
    else { return .invalid("missing_header") }
    let signatures = text.split(separator: " ").prefix(limit).compactMap { part -> [UInt8]? in
      part.hasPrefix("v1,") ? Base64.decode(part.dropFirst(3)) : nil
    }
    let keys = source.secrets.compactMap { secret -> [UInt8]? in
      let encoded = secret.hasPrefix("whsec_") ? secret.dropFirst(6) : secret[...]
      return Base64.decode(encoded)
    }
    let signed = Array("\(id).\(time).".utf8) + body
    guard HMACCheck.anyMatches(signatures, signed, keys) else { return .invalid("mismatch") }
    return Verification.isFresh(time, source, times) ? .valid : .invalid("stale")
  }
}
