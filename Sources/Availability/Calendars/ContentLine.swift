/// A line of an iCalendar text (RFC 5545, 3.1): a name, parameters and a value.
struct ContentLine {
  let name: String
  /// By name in capitals; the first value of each.
  let parameters: [String: String]
  let value: String

  /// Returns nil if the line has no colon outside of quotes.
  init?(_ line: Substring) {
    var parts: [Substring] = []
    var isQuoted = false
    var begin = line.startIndex
    var colon: Substring.Index?
    for index in line.indices {
      switch line[index] {
      case "\"": isQuoted.toggle()
      case ";" where !isQuoted:
        parts.append(line[begin..<index])
        begin = line.index(after: index)
      case ":" where !isQuoted: colon = index
      default: break
      }
      if colon != nil { break }
    }
    guard let colon else { return nil }
    parts.append(line[begin..<colon])
    name = parts[0].uppercased()
    var parameters: [String: String] = [:]
    for part in parts.dropFirst() {
      let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2 else { continue }
      parameters[halves[0].uppercased()] = halves[1].filter { $0 != "\"" }
    }
    self.parameters = parameters
    value = String(line[line.index(after: colon)...])
  }

  /// Joins what was folded and splits into lines.
  static func lines(_ text: String) -> [ContentLine] {
    var unfolded: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      if let first = line.first, first == " " || first == "\t", !unfolded.isEmpty {
        unfolded[unfolded.count - 1] += line.dropFirst()
      } else {
        unfolded.append(String(line))
      }
    }
    return unfolded.compactMap { ContentLine($0[...]) }
  }
}
