/// A delay as a CSS2 time (SCXML 6.2.1): `10ms`, `.5s`, `2s`. A bare number counts milliseconds.
enum SessionDelay {
  /// Returns the delay; nil if the text is not one or is longer than a year.
  static func parse(_ text: String) -> Duration? {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    let nanoseconds: Double
    switch text[digits.endIndex...] {
    case "s": nanoseconds = 1e9
    case "ms", "": nanoseconds = 1e6
    case "m": nanoseconds = 60e9
    case "h": nanoseconds = 3600e9
    case "d": nanoseconds = 86400e9
    default: return nil
    }
    let padded = digits.hasPrefix(".") ? "0\(digits)" : String(digits)
    guard let number = Double(padded), number * nanoseconds <= 366 * 86400e9 else { return nil }
    return .nanoseconds(Int64(number * nanoseconds))
  }
}
