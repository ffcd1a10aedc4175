/// Arithmetic on the digits of a number.
extension VATChecks {
  static func letter(_ letter: Unicode.Scalar) -> UInt8 { UInt8(ascii: letter) }
  static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  /// Returns the digits; nil unless there are so many and nothing else.
  static func digits(_ bytes: some Collection<UInt8>, _ count: Int) -> [Int]? {
    bytes.count == count && bytes.allSatisfy(isDigit) ? bytes.map { Int($0) - 48 } : nil
  }

  static func number(_ digits: some Sequence<Int>) -> Int { digits.reduce(0) { $0 * 10 + $1 } }

  /// Each digit times its weight; digits without a weight do not count.
  static func sum(_ digits: [Int], _ weights: [Int]) -> Int { zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } }

  /// Each digit times a weight that falls by one.
  static func fall(_ digits: ArraySlice<Int>, from weight: Int) -> Int {
    digits.enumerated().reduce(0) { $0 + (weight - $1.offset) * $1.element }
  }

  /// The sum of the digits where every second one is doubled and its own digits added, modulo ten.
  static func luhn(_ digits: ArraySlice<Int>, doublesLast: Bool = true) -> Int {
    digits.reversed().enumerated().reduce(0) { total, entry in
      let doubles = (entry.offset % 2 == 0) == doublesLast
      let value = doubles ? entry.element * 2 : entry.element
      return total + value / 10 + value % 10
    } % 10
  }

  /// ISO 7064, MOD 11,10.
  static func isMod11And10(_ digits: [Int]) -> Bool {
    var product = 10
    for digit in digits.dropLast() {
      let sum = (product + digit) % 10
      product = (sum == 0 ? 10 : sum) * 2 % 11
    }
    return (11 - product) % 10 == digits[digits.count - 1]
  }
}

/// Spain's numbers: of people, of foreigners, of companies.
enum SpanishTaxNumber {
  private static let peoplesLetters = Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8)

  static func isValid(_ body: [UInt8]) -> Bool {
    guard body.count == 9, let middle = VATChecks.digits(body[1..<8], 7) else { return false }
    let (first, last) = (body[0], body[8])
    if VATChecks.isDigit(first) {
      return peoplesLetters[(Int(first - 48) * 10_000_000 + VATChecks.number(middle)) % 23] == last
    }
    if let index = Array("XYZ".utf8).firstIndex(of: first) {
      return peoplesLetters[(index * 10_000_000 + VATChecks.number(middle)) % 23] == last
    }
    if "KLM".utf8.contains(first) { return peoplesLetters[VATChecks.number(middle) % 23] == last }
    guard "ABCDEFGHJNPQRSUVW".utf8.contains(first) else { return false }
    let check = (10 - VATChecks.luhn(middle[...])) % 10
    let letter = Array("JABCDEFGHI".utf8)[check]
    // Which kinds of companies end in a letter, and which in a digit, has changed more than once.
    return last == letter || last == UInt8(48 + check)
  }
}
