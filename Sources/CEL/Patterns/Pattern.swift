/// A regular expression of RE2's syntax and meaning (leftmost, then the preferred of the pattern), matched in time linear
/// in the text: all states of the automaton are followed at once, nothing is tried again.
struct Pattern: Sendable {
  /// UTF-8 bytes of a pattern.
  static let longest = 4_096

  let source: String
  /// Without group 0, the whole match.
  let groupCount: Int
  let program: PatternProgram

  init(_ pattern: String) throws(EvaluationError) {
    guard pattern.utf8.count <= Self.longest else {
      throw EvaluationError("bad-pattern", "a pattern has at most \(Self.longest) bytes")
    }
    source = pattern
    var parser = PatternParser(pattern)
    let tree = try parser.parse()
    groupCount = parser.groupCount
    program = try PatternProgram(tree)
  }

  /// Compiles what is only known now, and charges for it.
  init(_ pattern: String, _ frame: inout Frame) throws(EvaluationError) {
    try self.init(pattern)
    try frame.charge(1 + program.instructions.count / 8)
  }

  /// Whether the pattern matches anywhere in the text.
  func matches(_ text: String, _ frame: inout Frame) throws(EvaluationError) -> Bool {
    var matcher = PatternMatcher(self, try Self.codes(text, &frame), slots: 0)
    return try matcher.find(from: 0, &frame) != nil
  }

  /// The text as the matcher reads it.
  static func codes(_ text: String, _ frame: inout Frame) throws(EvaluationError) -> [UInt32] {
    try frame.charge(text.utf8.count / 16)
    return text.unicodeScalars.map(\.value)
  }
}
