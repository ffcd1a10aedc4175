import CivilTime
import Digests
import Encoding
import HTTPTypes
@testable import Ingress

/// The property of every header and body that claim to be signed: nothing is accepted without the secret's signature,
/// everything with it is, and one byte more is not.
enum SignatureProperty {
  private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
  private static let key = Base64.decode(secret.dropFirst(6)) ?? []
  private static let text = Array(secret.utf8)
  private static let now = Instant(seconds: 1_893_456_000)!

  private static let sources: [WebhookSource] = [
    .stripe, .standardWebhooks, .hmacSHA256(header: "X-Signature", encoding: .hex, prefix: "sha256="),
    .hmacSHA256(header: "X-Signature", encoding: .base64, prefix: ""), .basic, .bearer,
  ].map { WebhookSource(name: "s", scheme: $0, secrets: [secret, "another"]) }

  /// The bytes are a header, a line feed and a body.
  static func violation(_ bytes: [UInt8]) -> String? {
    let parts = bytes.split(separator: 10, maxSplits: 1, omittingEmptySubsequences: false)
    let header = String(decoding: parts[0].map { (0x20...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
    let body = parts.count > 1 ? Array(parts[1]) : []
    var headers = HTTPFields()
    for name in ["Stripe-Signature", "webhook-signature", "X-Signature", "Authorization"] {
      if let name = HTTPField.Name(name) { headers[name] = header }
    }
    for (name, value) in [("webhook-id", "msg_1"), ("webhook-timestamp", "\(now.seconds)")] {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    for source in sources {
      guard Verification.verify(body, headers, target: "/", from: source, times: [now]) == .valid else { continue }
      if case .basic = source.scheme { return "'\(header)' is taken by \(source.scheme)" }
      if !header.contains(secret), !header.contains("another") { return "'\(header)' is taken by \(source.scheme)" }
    }
    return signed(body) ?? encodings(header)
  }

  private static func signed(_ body: [UInt8]) -> String? {
    let time = "\(now.seconds)"
    let stripe = Hex.encode(
      HMACSHA256.code(for: Array("\(time).".utf8) + body, key: text))
    let standard = base64(
      HMACSHA256.code(for: Array("msg_1.\(time).".utf8) + body, key: key))
    var headers = HTTPFields()
    for (name, value) in [
      ("Stripe-Signature", "t=\(time),v1=\(stripe)"), ("webhook-signature", "v1,\(standard)"), ("webhook-id", "msg_1"),
      ("webhook-timestamp", time),
    ] {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    for source in sources.prefix(2) {
      guard Verification.verify(body, headers, target: "/", from: source, times: [now]) == .valid else {
        return "\(source.scheme) refuses what was signed"
      }
      guard Verification.verify(body + [0], headers, target: "/", from: source, times: [now]) != .valid else {
        return "\(source.scheme) takes another body"
      }
      let later = Instant(seconds: now.seconds + 301)!
      guard Verification.verify(body, headers, target: "/", from: source, times: [later]) == .invalid("stale") else {
        return "\(source.scheme) takes what is stale"
      }
    }
    return nil
  }

  /// A decoded value has one encoding.
  private static func encodings(_ text: String) -> String? {
    if let bytes = Hex.decode(text), Hex.encode(bytes) != text.lowercased() { return "hex: \(text)" }
    if let bytes = Base64.decode(text), base64(bytes) != text { return "base64: \(text)" }
    return nil
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = Array(bytes[start..<min(start + 3, bytes.count)])
      let padded = group + [UInt8](repeating: 0, count: 3 - group.count)
      let held = Int(padded[0]) << 16 | Int(padded[1]) << 8 | Int(padded[2])
      for place in 0..<4 {
        out.append(place <= group.count ? digits[held >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
