import CEL
import CivilTime
import Crypto
import Encoding
import HTTPTypes

/// Reads picked values out of a verified delivery.
struct PickReading {
  let body: Value
  let raw: [UInt8]
  let headers: HTTPFields

  /// A string, or a whole number as its digits; nil when there is none.
  func text(_ pick: Pick) -> String? {
    switch value(pick) {
    case .string(let text): text
    case .int(let number): "\(number)"
    case .uint(let number): "\(number)"
    default: nil
    }
  }

  /// Whole seconds since 1970 or an RFC 3339 text; nil when there is neither.
  func instant(_ pick: Pick) -> Instant? {
    switch value(pick) {
    case .int(let seconds): Instant(seconds: seconds)
    case .string(let text): try? Instant.parse(text)
    default: nil
    }
  }

  /// The object that the event is about, as the payment provider puts it; nil where there is none.
  var object: Value? { body["data"]?["object"] }

  /// True if something stands there; null is nothing.
  func holds(_ pick: Pick) -> Bool { value(pick).map { $0 != .null } ?? false }

  private func value(_ pick: Pick) -> Value? {
    switch pick {
    case .fixed(let text): return .string(text)
    case .digest: return .string(Hex.encode(SHA256.hash(data: raw)))
    case .header(let name): return HTTPField.Name(name).flatMap { headers[$0] }.map { .string($0) }
    case .body(let path):
      var value: Value? = body
      for key in path {
        guard case .map(let map)? = value else { return nil }
        value = map[key]
      }
      return value
    }
  }
}
