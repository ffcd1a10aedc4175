import CivilTime

/// Durations in CEL's notation: `1h30m`, `3.5s`, `-1.5h`, with the units h, m, s, ms, us, ns. A duration lies within
/// ±(2⁶³−1) nanoseconds, about 292 years.
enum DurationText {
  private static let units: [(name: String, nanoseconds: Int128)] = [
    ("ns", 1), ("us", 1_000), ("µs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
  ]

  /// Formats as `3.5s`, with as few digits as the value has.
  static func seconds(_ duration: Duration) -> String {
    let total = duration.totalNanoseconds
    let (seconds, rest) = total.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    var fraction = ""
    if rest > 0 {
      let digits = String(rest)
      fraction = "." + String(repeating: "0", count: 9 - digits.utf8.count) + digits
      while fraction.utf8.last == UInt8(ascii: "0") { fraction.removeLast() }
    }
    return "\(total < 0 ? "-" : "")\(seconds)\(fraction)s"
  }

  /// Returns nil if the duration is beyond CEL's range.
  static func checked(_ nanoseconds: Int128) -> Duration? {
    Int64(exactly: nanoseconds) == nil ? nil : Duration(totalNanoseconds: nanoseconds)
  }

  static func outOfRange(_ text: String) -> EvaluationError {
    EvaluationError("overflow", "the duration \(text) is out of range (about ±292 years)")
  }

  /// Parses either notation: ISO 8601 if the text begins with `P`, otherwise CEL's.
  static func parseEither(_ text: String) throws(EvaluationError) -> Duration {
    let unsigned =
      text.utf8.first == UInt8(ascii: "-") || text.utf8.first == UInt8(ascii: "+") ? text.dropFirst() : text[...]
    guard unsigned.utf8.first == UInt8(ascii: "P") else { return try parse(text) }
    return try parseISO(text)
  }

  static func parseISO(_ text: String) throws(EvaluationError) -> Duration {
    let duration: Duration
    do { duration = try Duration.parse(iso8601: text) } catch { throw EvaluationError(error.code, error.message) }
    guard let checked = checked(duration.totalNanoseconds) else { throw outOfRange("'\(text.prefix(64))'") }
    return checked
  }

  static func parse(_ text: String) throws(EvaluationError) -> Duration {
    let failure = EvaluationError(
      "bad-duration", "'\(text.prefix(64))' is not a duration; write it as 90s, 1h30m or 250ms, or use period('PT90S')")
    var rest = Substring(text)
    let negative = rest.utf8.first == UInt8(ascii: "-")
    if negative || rest.utf8.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    if rest == "0" { return .zero }
    guard !rest.isEmpty else { throw failure }
    var total: Int128 = 0
    while !rest.isEmpty {
      let whole = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(whole.count)
      var fraction = Substring()
      if rest.utf8.first == UInt8(ascii: ".") {
        rest = rest.dropFirst()
        fraction = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(fraction.count)
      }
      guard !(whole.isEmpty && fraction.isEmpty), whole.utf8.count <= 19, fraction.utf8.count <= 18 else {
        throw failure
      }
      let name = rest.prefix { !($0.isASCII && $0.isNumber) && $0 != "." }
      guard let unit = units.first(where: { $0.name == name })?.nanoseconds else { throw failure }
      rest = rest.dropFirst(name.count)
      total += (Int128(whole) ?? 0) * unit
      var scale: Int128 = 1
      for _ in 0..<fraction.utf8.count { scale *= 10 }
      total += (Int128(fraction) ?? 0) * unit / scale
      guard total <= Int128(Int64.max) else { throw outOfRange("'\(text.prefix(64))'") }
    }
    return Duration(totalNanoseconds: negative ? -total : total)
  }
}
