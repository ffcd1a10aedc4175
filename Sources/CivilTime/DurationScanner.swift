/// Parses ISO 8601 durations. One grammar serves `Period` and `Duration`; `Duration` refuses years and months
/// afterwards.
struct DurationScanner {
  static let largestNumber: Int64 = 999_999_999_999
  private let text: String
  private var scanner: DigitScanner

  init(_ text: String) {
    self.text = text
    scanner = DigitScanner(text)
  }

  private func malformed(_ why: String) -> CivilTimeError {
    CivilTimeError(
      code: "bad-duration",
      message: "'\(text.prefix(64))' is not an ISO 8601 duration: \(why); write it as PT15M, PT24H or P1D")
  }

  mutating func period() throws(CivilTimeError) -> Period {
    let negative = scanner.take("-")
    if !negative { _ = scanner.take("+") }
    guard scanner.take("P") else { throw malformed("it must begin with P") }
    let (calendar, some) = try numbers(Array("YMWD".utf8), fractions: false)
    var clock: [Part] = []
    if scanner.take("T") {
      let (parts, any) = try numbers(Array("HMS".utf8), fractions: true)
      guard any else { throw malformed("T must be followed by hours, minutes or seconds") }
      clock = parts
    } else if !some {
      throw malformed("it has no number")
    }
    guard scanner.atEnd else { throw malformed("the text after its parts cannot be read (order Y M W D T H M S)") }
    let sign: Int64 = negative ? -1 : 1
    var time = Int128(0)
    if !clock.isEmpty {
      time = Int128(clock[0].whole * 3_600) + Int128(clock[1].whole * 60) + Int128(clock[2].whole)
      // Written in hours, it has to be readable again.
      guard time <= Int128(Self.largestNumber) * 3_600 else { throw malformed("its time is too long") }
      time = (time * 1_000_000_000 + Int128(clock[2].nanoseconds)) * Int128(sign)
    }
    return Period(
      years: calendar[0].whole * sign, months: calendar[1].whole * sign, weeks: calendar[2].whole * sign,
      days: calendar[3].whole * sign, time: Duration(totalNanoseconds: time))
  }

  private struct Part {
    var whole: Int64 = 0
    var nanoseconds = 0
  }

  private mutating func numbers(_ letters: [UInt8], fractions: Bool) throws(CivilTimeError) -> ([Part], Bool) {
    var parts = [Part](repeating: Part(), count: letters.count)
    var from = 0
    var some = false
    while let byte = scanner.next, (48...57).contains(byte) {
      var part = Part()
      guard let whole = scanner.running(), whole <= Self.largestNumber else { throw malformed("a number is too large") }
      part.whole = whole
      let fraction = scanner.next == UInt8(ascii: ".") || scanner.next == UInt8(ascii: ",")
      if fraction {
        scanner.position += 1
        guard let value = scanner.fraction() else { throw malformed("a fraction has one to nine digits") }
        part.nanoseconds = value
      }
      guard let letter = scanner.next, let index = letters[from...].firstIndex(of: letter) else {
        throw malformed("a number needs its letter, in the order Y M W D T H M S")
      }
      guard !fraction || (fractions && letter == UInt8(ascii: "S")) else {
        throw malformed("only seconds may have a fraction")
      }
      scanner.position += 1
      parts[index] = part
      from = index + 1
      some = true
    }
    return (parts, some)
  }
}
