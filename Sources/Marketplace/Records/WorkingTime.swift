public import Availability
import CEL
public import CivilTime

/// The part of a consultant's record that says when they work, without the meetings that they have.
public struct WorkingTime: Sendable {
  /// By day of the week, 0 is Sunday.
  public let weekly: [Int: DaySchedule]
  /// The hours of single days.
  public let overrides: [LocalDate: [Hours]]
  /// Days off.
  public let holidays: [DateRange]
  /// Time that is not offered.
  public let blocks: [Interval]

  /// Monday is first, as people write it.
  static let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

  static func read(_ reader: FieldReader) -> WorkingTime {
    var weekly: [Int: DaySchedule] = [:]
    _ = reader.object("hours") { week in
      for (index, name) in days.enumerated() {
        let day = week.object(name) { day in
          let schedule = DaySchedule(slots: hours(day, "slots"), breaks: hours(day, "breaks"))
          for pause in schedule.breaks where !schedule.slots.contains(where: { $0.overlaps(pause) }) {
            day.note(
              "break-outside-slots", "breaks", "the break \(pause) overlaps no slot; it changes nothing",
              isWarning: true)
          }
          return schedule
        }
        weekly[(index + 1) % 7] = day
      }
      return true
    }
    var overrides: [LocalDate: [Hours]] = [:]
    _ = reader.object("overrides") { dates in
      for (text, _) in reader.entries("overrides") {
        guard let date = try? LocalDate.parse(text) else {
          _ = dates.value(text)
          dates.note("bad-date", text, "is not a day; write it as 2027-03-28")
          continue
        }
        overrides[date] = hours(dates, text)
      }
      return true
    }
    let holidays = reader.elements("holidays") { holiday -> DateRange? in
      _ = holiday.text("label", most: 200)
      guard let from = holiday.required("from", holiday.date("from")),
        let to = holiday.required("to", holiday.date("to"))
      else { return nil }
      if to < from { holiday.note("ends-before-it-begins", "to", "\(to) is before \(from); exchange the two") }
      return DateRange(from: from, to: to)
    }
    let blocks = reader.elements("blocks") { block -> Interval? in
      _ = block.text("reason", most: 200)
      guard let from = block.required("from", block.instant("from")), let to = block.required("to", block.instant("to"))
      else { return nil }
      if to <= from { block.note("ends-before-it-begins", "to", "\(to) is not after \(from); exchange the two") }
      return Interval(from, to)
    }
    return WorkingTime(weekly: weekly, overrides: overrides, holidays: holidays, blocks: blocks)
  }

  /// Reads a list of `09:00-12:30`.
  private static func hours(_ reader: FieldReader, _ name: String) -> [Hours] {
    let texts = reader.texts(name)
    if texts.count > 20 { reader.note("too-many", name, "has \(texts.count) parts, expected at most 20") }
    return texts.enumerated().compactMap { index, text in
      let halves = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
      guard halves.count == 2, let from = Hours.minute(halves[0]), let to = Hours.minute(halves[1]) else {
        reader.note("bad-hours", "\(name)/\(index)", "is '\(text)'; write it as 09:00-12:30, at most to 24:00")
        return nil
      }
      guard let hours = Hours(from: from, to: to) else {
        reader.note(
          "empty-hours", "\(name)/\(index)",
          "'\(text)' does not end after it begins; write time over midnight as two parts")
        return nil
      }
      return hours
    }
  }
}
