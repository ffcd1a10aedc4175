import CEL

/// The beginning of what a caller sent, for a failure: counted in code points, since one character may be of any length.
enum Excerpt {
  private static let scalars = 80

  static func of(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(scalars)))
  }

  static func of(_ value: Value) -> String { of(JSON.text(value)) }
}
