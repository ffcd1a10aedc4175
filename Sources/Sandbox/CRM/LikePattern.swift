/// A pattern of SQL's LIKE: `%` matches any text, `_` any one character, and a backslash makes either literal.
struct LikePattern: Sendable {
  private enum Part: Equatable { case any, one, exactly(Unicode.Scalar) }

  private let parts: [Part]

  init(_ pattern: String) {
    var parts: [Part] = []
    var isEscaped = false
    for scalar in pattern.unicodeScalars {
      switch scalar {
      case "\\" where !isEscaped: isEscaped = true
      case "%" where !isEscaped: if parts.last != .any { parts.append(.any) }
      case "_" where !isEscaped: parts.append(.one)
      default:
        parts.append(.exactly(scalar))
        isEscaped = false
      }
    }
    self.parts = parts
  }

  func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var (place, part) = (0, 0)
    // The position to resume from after the last `%`, which takes one more scalar each time the rest does not match.
    var again: (place: Int, part: Int)?
    while place < scalars.count {
      if part < parts.count, parts[part] == .one || parts[part] == .exactly(scalars[place]) {
        place += 1
        part += 1
      } else if part < parts.count, parts[part] == .any {
        part += 1
        again = (place, part)
      } else if let last = again {
        place = last.place + 1
        part = last.part
        again = (place, part)
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == .any }
  }
}
