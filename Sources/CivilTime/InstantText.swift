extension Instant: CustomStringConvertible {
  /// RFC 3339 in UTC with `Z`, and a fraction in the fewest of 0, 3, 6 or 9 digits.
  public var description: String {
    let local = LocalDateTime(secondsSinceEpoch: seconds, nanosecond: Int(nanoseconds))
    // Snapshots and histories are full of instants: their text is written in place, without a string for each part.
    return String(unsafeUninitializedCapacity: 30) { bytes in
      var end = 0
      func digits(_ value: Int, _ width: Int) {
        var rest = value
        for place in stride(from: end + width - 1, through: end, by: -1) {
          bytes[place] = UInt8(48 + rest % 10)
          rest /= 10
        }
        end += width
      }
      func mark(_ character: Unicode.Scalar) {
        bytes[end] = UInt8(ascii: character)
        end += 1
      }
      digits(local.date.year, 4)
      mark("-")
      digits(local.date.month, 2)
      mark("-")
      digits(local.date.day, 2)
      mark("T")
      digits(local.time.hour, 2)
      mark(":")
      digits(local.time.minute, 2)
      mark(":")
      digits(local.time.second, 2)
      if let (fraction, width) = Digits.shortFraction(Int(nanoseconds)) {
        mark(".")
        digits(fraction, width)
      }
      mark("Z")
      return end
    }
  }

  /// Parses strict RFC 3339 (§5.6): `2027-03-28T09:00:00.5+02:00`. A capital `T` and a zone are required. Days that the
  /// month does not have, hour 24, second 60 and more than nine fractional digits throw `bad-timestamp`.
  public static func parse(_ rfc3339: String) throws(CivilTimeError) -> Instant {
    func malformed(_ why: String) -> CivilTimeError {
      CivilTimeError(
        code: "bad-timestamp",
        message: "'\(rfc3339.prefix(64))' is not an RFC 3339 timestamp: \(why); write it as 2027-03-28T09:00:00Z")
    }
    var scanner = DigitScanner(rfc3339)
    guard let year = scanner.fixed(4), scanner.take("-"), let month = scanner.fixed(2), scanner.take("-"),
      let day = scanner.fixed(2)
    else { throw malformed("the date is not YYYY-MM-DD") }
    guard scanner.take("T") else { throw malformed("a capital T must follow the date") }
    guard let hour = scanner.fixed(2), scanner.take(":"), let minute = scanner.fixed(2), scanner.take(":"),
      let second = scanner.fixed(2)
    else { throw malformed("the time is not HH:MM:SS") }
    var nanosecond = 0
    if scanner.take(".") {
      guard let fraction = scanner.fraction(), scanner.next.map({ !(48...57).contains($0) }) ?? true else {
        throw malformed("a fraction has one to nine digits")
      }
      nanosecond = fraction
    }
    guard let date = LocalDate(year: year, month: month, day: day) else {
      throw malformed("there is no such day (years 1 to 9999)")
    }
    guard let time = LocalTime(hour: hour, minute: minute, second: second, nanosecond: nanosecond) else {
      throw malformed("there is no such time of day")
    }
    var offset = 0
    if !scanner.take("Z") {
      let negative = scanner.take("-")
      guard negative || scanner.take("+") else { throw malformed("a zone must follow: Z or +HH:MM") }
      guard let hours = scanner.fixed(2), scanner.take(":"), let minutes = scanner.fixed(2), hours <= 23, minutes <= 59
      else { throw malformed("the zone is not +HH:MM") }
      offset = (hours * 3_600 + minutes * 60) * (negative ? -1 : 1)
    }
    guard scanner.atEnd else { throw malformed("something follows the zone") }
    let local = LocalDateTime(date: date, time: time)
    guard let instant = Instant(seconds: local.secondsSinceEpoch - Int64(offset), nanoseconds: Int32(nanosecond)) else {
      throw malformed("in UTC it is outside years 1 to 9999")
    }
    return instant
  }
}
