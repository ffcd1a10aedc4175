/// A regular expression with the syntax and semantics of RE2 (leftmost match, then the one that the pattern prefers).
/// Matching is linear in the text: all states of the automaton are followed at once, without backtracking.
struct Pattern: Sendable {
  /// The greatest length of a pattern in UTF-8 bytes.
  static let longest = 4_096

  let source: String
  /// The number of groups, without group 0 for the whole match.
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

  /// Compiles a pattern that is first known at run time, and charges for it.
  init(_ pattern: String, _ frame: inout Frame) throws(EvaluationError) {
    try self.init(pattern)
    try frame.charge(1 + program.instructions.count / 8)
  }

  /// True if the pattern matches anywhere in the text.
  func matches(_ text: String, _ frame: inout Frame) throws(EvaluationError) -> Bool {
    var matcher = PatternMatcher(self, try Self.codes(text, &frame), slots: 0)
    return try matcher.find(from: 0, &frame) != nil
  }

  /// Converts a text into the code points that the matcher reads.
  static func codes(_ text: String, _ frame: inout Frame) throws(EvaluationError) -> [UInt32] {
    try frame.charge(text.utf8.count / 16)
    return text.unicodeScalars.map(\.value)
  }
}
