@testable import CEL

/// The property of every text given to the JSON reader, and of every value given to the writer.
enum JSONProperty {
  /// Describes a violation; nil if there is none.
  static func violation(_ bytes: [UInt8]) -> String? {
    do throws(JSONError) {
      let value = try JSON.parse(bytes)
      let again = try JSON.parse(JSON.encode(value))
      guard again == value else { return "\(value) is read back as \(again)" }
      return roundTrip(value)
    } catch {
      guard !error.description.isEmpty, error.line >= 1, error.column >= 1 else { return "\(error)" }
      return nil
    }
  }

  /// Written in each way, the value is read back as what `JSON.plain` says, unless it is too deep to be read.
  static func roundTrip(_ value: Value) -> String? {
    guard value.nesting <= JSONLimits.default.depth else { return nil }
    let plain = JSON.plain(value)
    let pretty = JSON.pretty(value)
    let canonical = JSON.encodeCanonical(value)
    // A map with the keys 1 and "1" has no JSON that could be read again.
    guard !repeatsAKey(value) else { return nil }
    do {
      for text in [JSON.encode(value), Array(pretty.utf8), canonical] {
        let read = try JSON.parse(text)
        guard read == plain else { return "\(value) is written as \(String(decoding: text, as: UTF8.self))" }
      }
      guard JSON.encodeCanonical(plain) == canonical else { return "two canonical texts of \(value)" }
      return nil
    } catch {
      return "\(value) is written as what cannot be read: \(error)"
    }
  }

  private static func repeatsAKey(_ value: Value) -> Bool {
    switch value {
    case .list(let list): return list.contains(where: repeatsAKey)
    case .optional(let inner?): return repeatsAKey(inner)
    case .map(let map):
      let keys = Set(map.keys.map { Array(ValueText.display($0).utf8) })
      return keys.count < map.count || map.values.contains(where: repeatsAKey)
    default: return false
    }
  }
}
