internal import CEL

/// A field of a human task's form: its type, and for a number the least and the greatest value.
struct FormField: CustomStringConvertible {
  let name: String
  private let type: String
  private let least: Value?
  private let greatest: Value?

  /// - Parameter declared: the type's text, or a map of `type`, `min` and `max`.
  init(name: String, _ declared: Value) {
    self.name = name
    type = declared.stringValue ?? declared["type"]?.stringValue ?? ""
    least = declared["min"]
    greatest = declared["max"]
  }

  /// True if the field may be left out.
  var isOptional: Bool { alternatives.contains("null") }

  /// The type as the workflow writes it, with its bounds.
  var description: String {
    switch (least, greatest) {
    case (nil, nil): type
    case (let least?, nil): "\(type) from \(Interpolation.display(least))"
    case (nil, let greatest?): "\(type) up to \(Interpolation.display(greatest))"
    case (let least?, let greatest?):
      "\(type) from \(Interpolation.display(least)) to \(Interpolation.display(greatest))"
    }
  }

  /// Describes why a value does not fit; nil if it does.
  func fault(of value: Value) -> String? {
    guard fits(value) else { return "'\(name)' is a \(value.typeName), expected \(description)" }
    guard isWithin(value) else { return "'\(name)' is \(Interpolation.display(value)), expected \(description)" }
    return nil
  }

  private func isWithin(_ value: Value) -> Bool {
    guard let number = Self.number(value) else { return true }
    if let least, let bound = Self.number(least), number < bound { return false }
    if let greatest, let bound = Self.number(greatest), number > bound { return false }
    return true
  }

  private static func number(_ value: Value) -> Double? {
    if let whole = value.intValue { return Double(whole) }
    return value.doubleValue
  }

  private var alternatives: [String] {
    type.split(separator: "|").map { part in
      var part = part
      while part.first == " " { part = part.dropFirst() }
      while part.last == " " { part = part.dropLast() }
      return String(part)
    }
  }

  private func fits(_ value: Value) -> Bool {
    let alternatives = alternatives
    if value == .null { return alternatives.contains("null") }
    let types = alternatives.filter { $0 != "null" }
    if types.count == 1, let scalar = Self.scalars[types[0]] {
      do throws(TypeMismatch) {
        _ = try scalar.decode(value)
        return true
      } catch {
        return false
      }
    }
    // Several words form an enumeration; any other type was reported when the workflow was checked.
    return value.stringValue.map { types.contains($0) } ?? false
  }

  private static let scalars: [String: CELType] = [
    "string": .string, "int": .int, "bool": .bool, "double": .double, "timestamp": .timestamp, "duration": .duration,
  ]
}
