import ArgumentParser
import CEL

/// Reads structured arguments and reports wrong usage.
enum ArgumentReading {
  /// A JSON object.
  static func object(_ text: String?, option: String) throws -> ValueMap? {
    guard let text else { return nil }
    let value: Value
    do {
      value = try JSON.parse(text)
    } catch {
      throw ValidationError("\(option) is not JSON: \(error)")
    }
    guard case .map(let map) = value else { throw ValidationError("\(option) has to be a JSON object") }
    return map
  }

  /// Reads `key=value` pairs; values that are JSON's true, false or a number are read as such.
  static func pairs(_ texts: [String], option: String) throws -> ValueMap? {
    var map = ValueMap()
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw ValidationError("\(option) has to be name=value: \(text)")
      }
      let plain = String(parts[1])
      switch try? JSON.parse(plain) {
      case .some(let value) where value.boolValue != nil || value.intValue != nil: map[String(parts[0])] = value
      default: map[String(parts[0])] = .string(plain)
      }
    }
    return map.isEmpty ? nil : map
  }
}
