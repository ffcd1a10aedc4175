import CivilTime

/// A date or a time of an event, as it is written.
enum CalendarTime: Hashable {
  case date(LocalDate)
  /// On the clock of a zone: the event's, or the reader's for a floating time.
  case local(LocalDateTime, ZoneRules)
  case instant(Instant)

  /// The day on the clock that it is written for.
  func wall(_ zone: ZoneRules) -> LocalDateTime {
    switch self {
    case .date(let date): LocalDateTime(date: date, time: .midnight)
    case .local(let local, _): local
    case .instant(let instant): ZoneRules.utc.local(at: instant)
    }
  }

  /// The zone in which it recurs.
  func zone(_ reader: ZoneRules) -> ZoneRules {
    switch self {
    case .date: reader
    case .local(_, let zone): zone
    case .instant: .utc
    }
  }

  var isDate: Bool { if case .date = self { true } else { false } }

  /// The instant; a day begins at its midnight in the reader's zone.
  func instant(_ reader: ZoneRules) -> Instant? {
    switch self {
    case .date(let date):
      reader.firstInstant(atOrAfterWall: LocalDateTime(date: date, time: .midnight))
    case .local(let local, let zone): zone.instant(of: local)
    case .instant(let instant): instant
    }
  }

  /// Reads `20270607`, `20270607T090000`, `20270607T090000Z`; nil for other texts.
  init?(_ text: Substring, _ zone: ZoneRules) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard (48...57).contains(byte) else { return nil }
        value = value * 10 + Int(byte) - 48
      }
      return value
    }
    guard bytes.count >= 8, let year = number(0..<4), let month = number(4..<6),
      let day = number(6..<8),
      let date = LocalDate(year: year, month: month, day: day)
    else { return nil }
    if bytes.count == 8 {
      self = .date(date)
      return
    }
    guard bytes.count == 15 || (bytes.count == 16 && bytes[15] == UInt8(ascii: "Z")),
      bytes[8] == UInt8(ascii: "T"),
      let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15),
      // A leap second is the last second of its minute.
      let time = LocalTime(hour: hour, minute: minute, second: min(second, 59))
    else { return nil }
    let local = LocalDateTime(date: date, time: time)
    if bytes.count == 15 {
      self = .local(local, zone)
    } else if let instant = ZoneRules.utc.instant(of: local) {
      self = .instant(instant)
    } else {
      return nil
    }
  }
}
