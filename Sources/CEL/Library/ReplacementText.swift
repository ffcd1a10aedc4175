/// The replacement text of `regex.replace`: `\0` to `\9` stand for the match and its groups, and `\\` for a backslash.
struct ReplacementText {
  private enum Part {
    case text([UInt32])
    case group(Int)
  }

  private var parts: [Part] = []
  /// The largest group that the text names; -1 if it names none.
  private(set) var largestGroup = -1

  init(_ text: String) throws(EvaluationError) {
    var literal: [UInt32] = []
    var escaped = false
    for scalar in text.unicodeScalars {
      guard escaped else {
        if scalar == "\\" { escaped = true } else { literal.append(scalar.value) }
        continue
      }
      escaped = false
      switch scalar {
      case "\\": literal.append(scalar.value)
      case "0"..."9":
        if !literal.isEmpty { parts.append(.text(literal)) }
        literal = []
        let group = Int(scalar.value - 48)
        parts.append(.group(group))
        largestGroup = max(largestGroup, group)
      default: throw Self.failure("after a backslash a digit or a backslash is needed, not '\(scalar)'")
      }
    }
    guard !escaped else { throw Self.failure("it ends after a backslash") }
    if !literal.isEmpty { parts.append(.text(literal)) }
  }

  private static func failure(_ why: String) -> EvaluationError {
    EvaluationError("bad-replacement", "the replacement cannot be used: \(why)")
  }

  func check(against pattern: Pattern) throws(EvaluationError) {
    guard largestGroup <= pattern.groupCount else {
      throw Self.failure("it names group \(largestGroup), the pattern has \(pattern.groupCount)")
    }
  }

  /// Writes the replacement of one match.
  ///
  /// - Parameter places: the places that the matcher returned.
  func write(
    _ text: [UInt32], _ places: [Int], to out: inout TextBuilder, _ frame: inout Frame
  ) throws(EvaluationError) {
    for part in parts {
      switch part {
      case .text(let literal): try out.append(codes: literal, &frame)
      case .group(let group):
        let (start, end) = (places[2 * group], places[2 * group + 1])
        if start >= 0, end >= start { try out.append(codes: text[start..<end], &frame) }
      }
    }
  }
}
