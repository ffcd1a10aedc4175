import CEL
import CivilTime
import Digests
import Encoding
import HTTPTypes

/// Reads values at configured places of a verified delivery.
struct PickReading {
  let body: Value
  let raw: [UInt8]
  let headers: HTTPFields

  /// Returns a string, or a whole number as its digits; nil for anything else.
  func text(_ pick: Pick) -> String? {
    switch value(pick) {
    case .string(let text): text
    case .int(let number): "\(number)"
    case .uint(let number): "\(number)"
    default: nil
    }
  }

  /// Returns an instant from whole seconds since 1970 or an RFC 3339 text; nil for anything else.
  func instant(_ pick: Pick) -> Instant? {
    switch value(pick) {
    case .int(let seconds): Instant(seconds: seconds)
    case .string(let text): try? Instant.parse(text)
    default: nil
    }
  }

  /// The object that the event concerns, at the place where the payment provider puts it; nil if there is none.
  var object: Value? { body["data"]?["object"] }

  /// Returns true if there is a value at the place; null does not count.
  func holds(_ pick: Pick) -> Bool { value(pick).map { $0 != .null } ?? false }

  private func value(_ pick: Pick) -> Value? {
    switch pick {
    case .fixed(let text): return .string(text)
    case .digest: return .string(Hex.encode(SHA256.hash(raw)))
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
