import CEL

/// The beginning of a caller's text, for a failure. It is counted in code points, because one character may have any
/// length.
enum Excerpt {
  private static let scalars = 80

  static func of(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(scalars)))
  }

  static func of(_ value: Value) -> String { of(JSON.text(value)) }
}
