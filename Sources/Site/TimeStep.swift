import CivilTime
import HummingbirdCore
import Ingress
import Locales
import Pages

/// The time: a week of free starts, and the hold of the one that is chosen.
struct TimeStep {
  let flow: FlowHandler
  let draft: Draft
  let view: FlowView

  private var desk: SiteDesk { flow.desk }

  func show(
    _ filled: Filled, _ status: Int = 200, alternatives: [Instant] = [], keeping: Draft? = nil
  ) async throws(Unreadable) -> Response {
    var view = view
    view.zone = zone
    let today = zone.rules.local(at: desk.services.now).date
    let from = max(today, firstDay(today))
    let slots = Slots(desk: desk)
    let (slug, service) = (draft[.consultant], draft[.service])
    let days = try await slots.week(slug, service, from: from, in: zone)
    var nextFree: LocalDate?
    if days.allSatisfy({ $0.starts.isEmpty }), let after = from.adding(months: 0, days: 7) {
      nextFree = try await slots.firstDate(slug, service, from: after, in: zone)
    }
    let page = TimePage(
      view, filled, days: days, from: from,
      previous: from > today ? from.adding(months: 0, days: -7).map { max(today, $0) } : nil,
      next: from.adding(months: 0, days: 7), nextFree: nextFree, alternatives: alternatives,
      zones: Zones.choice(zone.name, view.consultant.zone.name),
      clocksChange: Slots.clocksChange(zone, from: from) || Slots.clocksChange(view.consultant.zone, from: from))
    return flow.again(page.page, status, keeping: keeping)
  }

  /// The zone of the address, of the form, or of the draft.
  private var zone: NamedZone {
    (flow.call.parameter("zone") ?? flow.call.form?["zone"]).flatMap { desk.services.zone($0) } ?? view.zone
  }

  private func firstDay(_ today: LocalDate) -> LocalDate {
    if let text = flow.call.parameter("from"), let date = try? LocalDate.parse(text) { return date }
    return view.start.map { zone.rules.local(at: $0).date } ?? today
  }

  func take(_ form: Form) async throws(Unreadable) -> Response {
    var changed = draft
    changed[.zone] = zone.name
    guard let start = try? Instant.parse(form["start"]) else {
      return try await refuse(form, .errorTime)
    }
    // The time that is held already stays held.
    let isSame = draft.instant(.start) == start && view.hold.map { $0.until > desk.services.now } == true
    if !isSame {
      await Holds(desk: desk).release(draft)
      changed.forget(.hold, .holdUntil, .holdExtended, .quote, .total)
      changed[.start] = "\(start)"
      if let seconds = desk.holds.take(flow.call.client, at: desk.ticks()) {
        return desk.tooMany(flow.language, flow.call.path, after: seconds)
      }
      switch try await Holds(desk: desk).take(changed) {
      case .held(let reference, let until):
        changed[.hold] = reference
        changed[.holdUntil] = "\(until)"
      case .refused("slot_taken", let alternatives): return try await taken(start, alternatives, form)
      case .refused: return try await refuse(form, .errorTooMany, 409)
      case .unavailable: return desk.busy(flow.language, flow.call.path)
      }
    }
    if changed[.quote].isEmpty {
      switch try await Quotes(desk: desk).make(changed, for: flow.call.client) {
      case .tooMany(let seconds):
        await Holds(desk: desk).release(changed)
        return desk.tooMany(flow.language, flow.call.path, after: seconds)
      case .quote(let id, let quote):
        changed[.quote] = id
        changed[.total] = "\(quote.total) \(quote.currency)"
      case .refused(let refusal) where refusal.code == "slot_taken":
        return try await taken(start, Holds.alternatives(refusal), form)
      case .refused:
        await Holds(desk: desk).release(changed)
        return try await refuse(form, .errorNoPrice, 409)
      case .notStored: return desk.busy(flow.language, flow.call.path)
      }
    }
    return flow.leave(changed, to: changed.reached)
  }

  /// Names the time that is gone, and the nearest ones. Every other answer is kept.
  func taken(_ start: Instant, _ alternatives: [Instant], _ form: Form) async throws(Unreadable) -> Response {
    var kept = draft
    kept.forget(.start, .hold, .holdUntil, .holdExtended, .quote, .total)
    let words = flow.language(.errorTimeTaken, TimeWords.full(start, zone, flow.language))
    return try await TimeStep(flow: flow, draft: kept, view: view.withoutTime).show(
      Filled(form.values, faults: [FormFault("start", words)]), 409, alternatives: Array(alternatives.prefix(3)),
      keeping: kept)
  }

  private func refuse(_ form: Form, _ phrase: Phrase, _ status: Int = 422) async throws(Unreadable) -> Response {
    try await show(Filled(form.values, faults: [FormFault("start", flow.language(phrase))]), status)
  }
}

extension FlowView {
  /// The same before a time was chosen.
  fileprivate var withoutTime: FlowView {
    var view = self
    (view.start, view.end, view.hold, view.quote) = (nil, nil, nil, nil)
    return view
  }
}

/// Zones of the world that can be chosen: a city of each offset, and those of many people.
enum Zones {
  private static let names = [
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Chicago",
    "America/New_York", "America/Toronto", "America/Halifax", "America/Sao_Paulo", "Atlantic/Azores", "UTC",
    "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Berlin", "Europe/Vienna", "Europe/Zurich",
    "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Amsterdam", "Europe/Brussels", "Europe/Copenhagen",
    "Europe/Stockholm", "Europe/Oslo", "Europe/Warsaw", "Europe/Prague", "Europe/Athens", "Europe/Helsinki",
    "Europe/Bucharest", "Europe/Kyiv", "Europe/Istanbul", "Africa/Lagos", "Africa/Cairo", "Africa/Johannesburg",
    "Africa/Nairobi", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Bangkok",
    "Asia/Singapore", "Asia/Shanghai", "Asia/Tokyo", "Asia/Seoul", "Australia/Perth", "Australia/Adelaide",
    "Australia/Sydney", "Pacific/Auckland",
  ]

  /// The list with the zones that are in use already, which may be others.
  static func choice(_ own: String, _ theirs: String) -> [String] {
    ([own, theirs] + names).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

/// A time as a sentence has it.
enum TimeWords {
  static func full(_ instant: Instant, _ zone: NamedZone, _ language: SiteLanguage) -> String {
    let style = LocalStyle(language.rawValue)
    return "\(style.date(instant, in: zone)), \(zone.rules.local(at: instant).time.withMinutes)"
  }
}
