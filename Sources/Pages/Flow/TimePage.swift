public import CivilTime
import Locales

/// The free starts of a day, in the client's zone.
public struct SlotDay: Hashable, Sendable {
  /// The date in the client's zone.
  public let date: LocalDate
  /// The free starts of the date, in ascending order.
  public let starts: [Instant]

  /// Creates a day from its fields.
  public init(date: LocalDate, starts: [Instant]) { (self.date, self.starts) = (date, starts) }
}

/// Step two: a week as a list of days, each with its free times.
public struct TimePage {
  /// The booking that is being made; its zone is the one in which the times are shown.
  public let view: FlowView
  /// The chosen start, with its faults.
  public let filled: Filled
  /// The days of the week that is shown.
  public let days: [SlotDay]
  /// The first day of the week that is shown.
  public let from: LocalDate
  /// Nil if nothing lies before.
  public let previous: LocalDate?
  /// The first day of the week after; nil for no link to it.
  public let next: LocalDate?
  /// The first day with a free time, for a week without one.
  public let nextFree: LocalDate?
  /// The nearest free times, if the one that was asked for is gone.
  public let alternatives: [Instant]
  /// The names of the zones to choose from, such as `Europe/Berlin`.
  public let zones: [String]
  /// True if the clocks change in this week or shortly before, in either zone.
  public let clocksChange: Bool

  /// Creates the page from its fields.
  public init(
    _ view: FlowView, _ filled: Filled, days: [SlotDay], from: LocalDate, previous: LocalDate?, next: LocalDate?,
    nextFree: LocalDate?, alternatives: [Instant], zones: [String], clocksChange: Bool
  ) {
    (self.view, self.filled, self.days, self.from) = (view, filled, days, from)
    (self.previous, self.next, self.nextFree) = (previous, next, nextFree)
    (self.alternatives, self.zones, self.clocksChange) = (alternatives, zones, clocksChange)
  }

  private var language: SiteLanguage { view.language }
  private var frame: FlowFrame { FlowFrame(view: view, step: .time) }
  private var own: WallText { WallText(language, view.zone) }
  private var theirs: WallText { WallText(language, view.consultant.zone) }

  /// The page, which shows the nearest free times instead of the week if there are alternatives.
  public var page: Page {
    frame.page(filled, lead: language(.timeLead, own.city)) {
      zoneForm
      // A script puts another week here without asking for the page anew.
      element("div", .id("weeks")) {
        if clocksChange { p("notice") { language(.clocksChange) } }
        if alternatives.isEmpty {
          element("h2", .class("week-title"), .text("tabindex", "-1")) {
            language(.weekFrom, own.date(first(of: from)))
          }
          times
        } else {
          nearest
        }
        weeks
      }
    }
  }

  private var zoneForm: HTML {
    element("form", .class("zone-form"), .text("method", "get"), .action(view.path(.time))) {
      void("input", .type("hidden"), .name("from"), .value("\(from)"))
      div("field") {
        element("label", .text("for", "zone")) { language(.zoneQuestion) }
        element("select", .id("zone"), .name("zone")) {
          for name in zones {
            element("option", .value(name), .flag("selected", name == view.zone.name)) {
              String(name.map { $0 == "_" ? " " : $0 })
            }
          }
        }
      }
      element("button", .class("button button-quiet"), .type("submit")) { language(.showInZone) }
    }
  }

  @HTMLBuilder private var times: HTML {
    if days.allSatisfy({ $0.starts.isEmpty }) {
      div("empty") {
        p { language(.noTimesThisWeek) }
        if let nextFree {
          element("a", .class("button button-quiet"), .href(week(nextFree))) {
            language(.nextFreeDay, own.date(first(of: nextFree)))
          }
        } else {
          p { language(.noTimesAtAll) }
        }
      }
    } else {
      frame.form {
        ownZone
        element(
          "fieldset", .class("field times"), filled.fault("start").map { _ in .text("aria-describedby", "start-error") }
        ) {
          element("legend", .class("quiet-words")) { language(.timeQuestion) }
          if let fault = filled.fault("start") { element("p", .class("error"), .id("start-error")) { fault.message } }
          for day in days where !day.starts.isEmpty { fieldset(day) }
        }
        frame.submit(language(.holdThisTime))
      }
    }
  }

  private func fieldset(_ day: SlotDay) -> HTML {
    element("fieldset", .class("day")) {
      element("legend") { own.date(first(of: day.date)) }
      div("slots") { for start in day.starts { slot(start) } }
    }
  }

  /// The times of the form are those of this zone, which the booking keeps as the client's.
  private var ownZone: HTML { void("input", .type("hidden"), .name("zone"), .value(view.zone.name)) }

  private var nearest: HTML {
    frame.form {
      ownZone
      element("fieldset", .class("field day"), .text("aria-describedby", "start-error")) {
        element("legend") { language(.nearestTimes) }
        element("p", .class("error"), .id("start-error")) { filled.fault("start")?.message ?? "" }
        div("slots slots-wide") { for start in alternatives { slot(start, withDate: true) } }
      }
      frame.submit(language(.holdThisTime))
    }
  }

  private func slot(_ start: Instant, withDate: Bool = false) -> HTML {
    let first = withDate ? alternatives.first : days.first { !$0.starts.isEmpty }?.starts.first
    let id = start == first ? "start" : "start-\(start.seconds)"
    let isOther = view.zone.rules.offset(at: start) != view.consultant.zone.rules.offset(at: start)
    return div("slot") {
      void(
        "input", .type("radio"), .id(id), .name("start"), .value("\(start)"),
        .flag("checked", filled("start") == "\(start)"))
      element("label", .text("for", id)) {
        if withDate { span("slot-date") { own.date(start) } }
        span("slot-time") { own.clock(start) }
        if isOther { span("slot-other") { "\(theirs.clock(start)) \(theirs.city)" } }
      }
    }
  }

  private var weeks: HTML {
    element("nav", .class("pager"), .label(language(.weeksLabel))) {
      if let previous { element("a", .class("button button-quiet"), .href(week(previous))) { language(.previousWeek) } }
      if let next { element("a", .class("button button-quiet"), .href(week(next))) { language(.nextWeek) } }
    }
  }

  private func week(_ date: LocalDate) -> SitePath {
    var path = view.path(.time)
    path.query = [.init("from", "\(date)"), .init("zone", view.zone.name)]
    return path
  }

  /// Noon of a date in the client's zone, for its name.
  private func first(of date: LocalDate) -> Instant {
    LocalTime(hour: 12, minute: 0).flatMap { view.zone.rules.instant(of: LocalDateTime(date: date, time: $0)) }
      ?? .epoch
  }
}
