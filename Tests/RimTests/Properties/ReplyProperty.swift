import CEL
import CivilTime
@testable import Executors
import Transport

/// What holds for everything that a provider answers, and for the addresses and forms that are sent to it.
enum ReplyProperty {
  private static let now = Instant(seconds: 1_893_456_000)!

  /// The bytes are a status, a `Retry-After` and a body, a line each.
  static func violation(_ bytes: [UInt8]) -> String? {
    let parts = bytes.split(separator: 10, maxSplits: 2, omittingEmptySubsequences: false).map { Array($0) }
    let status = parts[0].reduce(0) { ($0 &* 10 &+ Int($1)) % 900 } + 100
    let text = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
    var headers = HTTPHeaders()
    headers.append("Retry-After", text)
    headers.append("Request-Id", text)
    let response = HTTPResponse(status: status, headers: headers, body: parts.count > 2 ? parts[2] : [])
    if let wait = response.retryAfter(now: now), wait <= .zero || wait > .seconds(86_400) { return "waits \(wait)" }
    let summary = StripeError(response).summary
    guard summary.utf8.count <= 1_024 else { return "a summary of \(summary.utf8.count) bytes" }
    if let address = EmailAddress(text),
      address.description != text || !text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    {
      return "\(text) is the address \(address)"
    }
    let encoded = FormFields([(text, summary)]).encoded
    guard encoded.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), encoded.utf8.filter({ $0 == 0x3D }).count == 1 else {
      return "a form of \(encoded)"
    }
    return nil
  }
}
