import CEL
import CivilTime
import Control

/// A call's arguments, checked against the verb's table before they come here.
struct Arguments {
  private let value: Value

  init(_ value: Value) { self.value = value }

  subscript(name: String) -> Value { value[name] ?? .null }

  func text(_ name: String) -> String? { self[name].stringValue }

  func required(_ name: String) throws(ControlFailure) -> String {
    guard let text = text(name), !text.isEmpty else {
      throw ControlFailure(status: 400, code: "missing_argument", message: "'\(name)' is missing")
    }
    return text
  }

  func id(_ name: String) throws(ControlFailure) -> Int64 {
    let text = try required(name)
    guard let id = Int64(text) else {
      throw ControlFailure(status: 400, code: "bad_argument", message: "'\(name)' is a number, not '\(text)'")
    }
    return id
  }

  func instant(_ name: String) throws(ControlFailure) -> Instant? {
    switch self[name] {
    case .timestamp(let instant): return instant
    case .string(let text):
      do {
        return try Instant.parse(text)
      } catch {
        throw ControlFailure(status: 400, code: "bad_argument", message: "'\(name)' is no instant: \(error)")
      }
    default: return nil
    }
  }

  func duration(_ name: String) throws(ControlFailure) -> Duration? {
    switch self[name] {
    case .duration(let duration): return duration
    case .string(let text):
      do {
        return try CELType.duration.decode(.string(text)).durationValue
      } catch {
        throw ControlFailure(status: 400, code: "bad_argument", message: "'\(name)' is no duration: \(error)")
      }
    default: return nil
    }
  }

  /// 1 to 1,000.
  var limit: Int { Int(self["limit"].intValue ?? 100) }

  /// The place after which a page begins.
  var after: Int64? { text("after").flatMap { Int64($0) } }
}
