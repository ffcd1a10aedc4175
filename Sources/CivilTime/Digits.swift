/// Formats decimal digits for the fixed-width fields of dates and times.
enum Digits {
  static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
    return (value < 0 ? "-" : "") + zeros + digits
  }

  /// Formats a fraction of a second with its point, in the fewest of 0, 3, 6 or 9 digits.
  static func fraction(_ nanoseconds: Int) -> String {
    shortFraction(nanoseconds).map { "." + padded($0.value, $0.width) } ?? ""
  }

  /// The fewest of 3, 6 or 9 digits for a fraction of a second; nil if it is zero.
  static func shortFraction(_ nanoseconds: Int) -> (value: Int, width: Int)? {
    if nanoseconds == 0 { return nil }
    if nanoseconds % 1_000_000 == 0 { return (nanoseconds / 1_000_000, 3) }
    if nanoseconds % 1_000 == 0 { return (nanoseconds / 1_000, 6) }
    return (nanoseconds, 9)
  }

  /// Formats a fraction of a second with its point and without trailing zeros.
  static func shortestFraction(_ nanoseconds: Int) -> String {
    if nanoseconds == 0 { return "" }
    var digits = Array(padded(nanoseconds, 9).utf8)
    while digits.last == 48 { digits.removeLast() }
    return "." + String(decoding: digits, as: UTF8.self)
  }
}

/// Reads digits from the UTF-8 bytes of a text.
struct DigitScanner {
  let bytes: [UInt8]
  var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var atEnd: Bool { position >= bytes.count }
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func take(_ byte: Character) -> Bool {
    guard let expected = byte.asciiValue, next == expected else { return false }
    position += 1
    return true
  }

  /// Reads exactly `count` digits. Returns nil, without moving, if there are fewer.
  mutating func fixed(_ count: Int) -> Int? {
    guard position + count <= bytes.count else { return nil }
    var value = 0
    for index in position..<position + count {
      guard (48...57).contains(bytes[index]) else { return nil }
      value = value * 10 + Int(bytes[index] - 48)
    }
    position += count
    return value
  }

  /// Reads 1 to 18 digits. Returns nil if there are none or more.
  mutating func running() -> Int64? {
    let start = position
    var value: Int64 = 0
    while let byte = next, (48...57).contains(byte) {
      guard position - start < 18 else { return nil }
      value = value * 10 + Int64(byte - 48)
      position += 1
    }
    return position > start ? value : nil
  }

  /// Reads 1 to 9 digits after a decimal sign, as nanoseconds. Returns nil if there are none or more.
  mutating func fraction() -> Int? {
    let start = position
    var value = 0
    while let byte = next, (48...57).contains(byte) {
      guard position - start < 9 else { return nil }
      value = value * 10 + Int(byte - 48)
      position += 1
    }
    guard position > start else { return nil }
    for _ in 0..<(9 - (position - start)) { value *= 10 }
    return value
  }
}
