@testable import CEL

/// What holds for every pattern, the first line of the input, over every text, the rest.
enum PatternProperty {
  /// What does not hold, or nil.
  static func violation(_ bytes: [UInt8]) -> String? {
    let line = bytes.firstIndex(of: 10) ?? bytes.endIndex
    let source = String(decoding: bytes[..<line], as: UTF8.self)
    let text = String(decoding: bytes[line...].dropFirst(), as: UTF8.self)
    do throws(EvaluationError) {
      let pattern = try Pattern(source)
      let found = try pattern.matches(text)
      guard try pattern.matches(text) == found else { return "two answers" }
      // A search finds what a search for the same between two open ends finds.
      if let wide = try? Pattern("(?s:.*)(?:\(source))(?s:.*)"), !source.hasPrefix("(?") {
        guard try wide.matches(text) == found else { return "\(source) between open ends finds \(!found)" }
      }
      return nil
    } catch {
      return error.code.isEmpty || error.message.isEmpty ? "an error without words" : nil
    }
  }
}
