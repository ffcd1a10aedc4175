import CEL
import CivilTime
import EngineMessages
import HTTPTypes
import HummingbirdCore
import Ingress
import Locales
import Pages

/// The pages of a booking, for whoever holds a capability of it.
struct BookingHandler {
  static let cookie = "booking"

  let desk: SiteDesk
  let call: SiteCall

  private var language: SiteLanguage { call.language }
  private var receiver: any EventReceiver { desk.services.receiver }

  func respond(_ reference: String, _ act: SiteRoute.BookingAct?) async throws(Unreadable) -> Response {
    // The secret of a link is put away, so that it stands neither in the address bar nor in a history.
    if act == nil, let secret = call.parameter("capability") {
      guard try await party(secret, reference) != nil else { return desk.notFound(language, call.path) }
      return SiteAnswer.redirect(
        SitePath(language, "my-booking", reference), cookies: desk.cookies(Self.cookie, secret, "my-booking", reference)
      )
    }
    guard let secret = call.reading.cookies[Self.cookie], let party = try await party(secret, reference),
      let view = try await view(reference, party, secret)
    else { return desk.notFound(language, call.path) }
    guard let form = call.form else { return try await show(view, act) }
    guard let once = desk.seal.once(form["token"], of: Self.subject(reference, secret)) else {
      return desk.notice(language, call.path, 403, .forbiddenTitle, .forbiddenText)
    }
    return try await take(form, view, act, once)
  }

  /// Shows an invoice or a credit note, which are the client's alone.
  func document(_ number: String, of reference: String) async throws(Unreadable) -> Response {
    guard let secret = call.reading.cookies[Self.cookie], let party = try await party(secret, reference),
      party == .client, let view = try await view(reference, party, secret),
      var document = view.documents.first(where: { $0.number == number })
    else { return desk.notFound(language, call.path) }
    document.buyerCountry = document.buyerCountry.map { Countries.name($0, language) }
    return SiteAnswer.page(InvoicePage(view, document).page)
  }

  private func party(_ secret: String, _ reference: String) async throws(Unreadable) -> BookingView.Party? {
    guard (1...1_024).contains(secret.utf8.count) else { return nil }
    return try await receiver.authorize(capability: secret, reference: reference).flatMap { .init(rawValue: $0) }
  }

  private static func subject(_ reference: String, _ secret: String) -> String { "\(reference)/\(secret)" }

  // MARK: Showing

  private func view(
    _ reference: String, _ party: BookingView.Party, _ secret: String
  ) async throws(Unreadable) -> BookingView? {
    let read = try await receiver.read(reference: reference, as: .party(role: party.rawValue))
    guard let facts = read?["view"], let start = Facts.instant(facts["start"]), let end = Facts.instant(facts["end"])
    else { return nil }
    let slug = facts["consultant"]?.stringValue ?? ""
    let consultant = try await desk.services.consultants(in: .en).first { $0.slug == slug }
    func zone(_ name: String) -> NamedZone {
      desk.services.zone(facts[name]?.stringValue ?? "") ?? NamedZone(name: "UTC", rules: .utc)
    }
    let (client, other) = (zone("zone"), zone("consultantZone"))
    var view = BookingView(
      context: desk.context(language, call.path), reference: reference, party: party,
      token: desk.seal.token(of: Self.subject(reference, secret), DraftSeal.newID()),
      service: title(facts), consultantName: consultant?.name ?? slug, consultantSlug: slug,
      start: start, end: end, zone: party == .client ? client : other, otherZone: party == .client ? other : client,
      status: facts["status"]?.stringValue ?? "", paymentStatus: facts["paymentStatus"]?.stringValue ?? "pending",
      price: facts["price"]?.intValue ?? 0,
      currency: facts["currency"]?.stringValue ?? consultant?.offers.first?.currency ?? "EUR",
      refunded: facts["refunded"]?.intValue ?? 0, freeUntil: Facts.instant(facts["freeUntil"]),
      proposedBy: facts["proposedBy"]?.stringValue ?? "", proposedStart: Facts.instant(facts["proposedStart"]),
      checklist: (facts["checklist"]?.listValue ?? []).compactMap { $0["id"]?.stringValue })
    view.meeting = facts["meetingUrl"]?.stringValue.flatMap { WebLink($0) }
    view.moveFreeUntil = Facts.instant(facts["moveFreeUntil"])
    view.confirmedAt = Facts.instant(facts["confirmedAt"])
    view.tax = facts["tax"]?.intValue ?? 0
    view.serviceType = facts["serviceType"]?.stringValue ?? ""
    switch party {
    case .client:
      let way = PaymentAddress(desk: desk).state(facts)
      (view.payment, view.transfer) = (way.page, way.transfer)
      if view.hasDocument { view.documents = try await desk.services.documents(of: reference) }
    case .consultant:
      view.payout = facts["payout"]?.intValue
      view.paidOut = facts["paidOut"]?.intValue ?? 0
    }
    return view
  }

  /// The title of the service in the language of the page, if the booking has one.
  private func title(_ facts: Value) -> Passage {
    if language == .de, let title = facts["serviceDe"]?.stringValue { return Passage(title, "de") }
    return Passage(facts["service"]?.stringValue ?? "", "en")
  }

  /// The client is back from the provider's page, whose word may come a moment later.
  private func paid(_ view: BookingView) async throws(Unreadable) -> Response {
    guard view.party == .client else { return SiteAnswer.redirect(view.path()) }
    await PaymentAddress(desk: desk).settled(view.reference)
    guard let secret = call.reading.cookies[Self.cookie],
      let now = try await self.view(view.reference, view.party, secret)
    else { return desk.notFound(language, call.path) }
    return SiteAnswer.page(PaidPage(now, state: DonePage.State(status: now.status)).page)
  }

  private func show(_ view: BookingView, _ act: SiteRoute.BookingAct?) async throws(Unreadable) -> Response {
    switch act {
    case nil: return SiteAnswer.page(BookingPage(view, remark: remark).page)
    case .calendar: return SiteAnswer.calendar(CalendarFile.make(view, siteName: desk.settings.name))
    case .cancel: return SiteAnswer.page(CancelPage(view).page)
    case .feedback: return SiteAnswer.page(FeedbackPage(view).page)
    case .paid: return try await paid(view)
    case .invoice:
      return SiteAnswer.page(ReceiptPage(view, supplier: desk.supplier(language)).page)
    case .transfer:
      guard view.party == .client else { return SiteAnswer.redirect(view.path()) }
      return SiteAnswer.page(TransferPage(view).page)
    case .move: return try await move(view, Filled())
    case .accept, .decline, .materials: return SiteAnswer.redirect(view.path())
    }
  }

  /// The remark about the action that the parameter `done` of the address names; nil without one.
  private var remark: Phrase? {
    switch call.parameter("done") {
    case "moved": .remarkMoved
    case "proposed": .remarkProposed
    case "cancelled": .remarkCancelled
    case "declined": .remarkDeclined
    case "thanks": .remarkThanks
    default: nil
    }
  }

  private func move(_ view: BookingView, _ filled: Filled, _ status: Int = 200) async throws(Unreadable) -> Response {
    let today = view.zone.rules.local(at: desk.services.now).date
    let asked = call.parameter("from").flatMap { try? LocalDate.parse($0) }
    let from = max(today, asked ?? view.zone.rules.local(at: view.start).date)
    let service = try await service(of: view)
    let days = try await Slots(desk: desk).week(view.consultantSlug, service ?? "", from: from, in: view.zone)
    return SiteAnswer.page(
      MovePage(
        view, filled, days: days, from: from,
        previous: from > today ? from.adding(months: 0, days: -7).map { max(today, $0) } : nil,
        next: from.adding(months: 0, days: 7), needsConsent: view.needsConsent
      ).page, status)
  }

  /// The service of the catalogue that a booking is of. The consultant may offer it no more: then another one that takes as
  /// long stands in for it, because only its length matters for a free time.
  private func service(of view: BookingView) async throws(Unreadable) -> String? {
    let offers = try await desk.services.consultants(in: .en).first { $0.slug == view.consultantSlug }?.offers ?? []
    let minutes = Int64((view.end.seconds - view.start.seconds) / 60)
    return (offers.first { $0.service == view.serviceType } ?? offers.first { $0.minutes == minutes })?.service
  }

  // MARK: Taking

  private func take(
    _ form: Form, _ view: BookingView, _ act: SiteRoute.BookingAct?, _ once: String
  ) async throws(Unreadable) -> Response {
    switch act {
    case .cancel: return try await cancel(form, view, once)
    case .feedback: return try await feedback(form, view, once)
    case .move: return try await move(form, view, once)
    case .accept, .decline: return try await answer(form, view, accepts: act == .accept, once)
    case .materials:
      let items = (form.values["item"] ?? []).filter { view.checklist.contains($0) }
      let body = ValueMap([("items", .list(items.map { .string($0) }))])
      return await send("client.submitted", body, view, once, done: "thanks") { _ in tellChanged(view) }
    case nil, .calendar, .paid, .invoice, .transfer: return SiteAnswer.redirect(view.path())
    }
  }

  private func cancel(_ form: Form, _ view: BookingView, _ once: String) async throws(Unreadable) -> Response {
    var reading = FormReading(form, language)
    let reason = reading.text("reason", most: 1_000)
    guard reading.faults.isEmpty else {
      return SiteAnswer.page(CancelPage(view, Filled(form.values, faults: reading.faults)).page, 422)
    }
    let body = ValueMap([("reason", reason.isEmpty ? .null : .string(reason))])
    return await send("cancel.\(view.party.rawValue)", body, view, once, done: "cancelled") { code in
      let fault = FormFault("reason", language(Self.phrase(code)))
      return SiteAnswer.page(CancelPage(view, Filled(form.values, faults: [fault])).page, 409)
    }
  }

  private func feedback(_ form: Form, _ view: BookingView, _ once: String) async throws(Unreadable) -> Response {
    var reading = FormReading(form, language)
    let rating = reading.word("rating", (1...5).map { String($0) }, missing: .errorRating)
    let text = reading.text("text", most: 1_000)
    let named = reading.text("named", most: 60)
    guard reading.faults.isEmpty, let stars = Int64(rating) else {
      return SiteAnswer.page(FeedbackPage(view, Filled(form.values, faults: reading.faults)).page, 422)
    }
    let body = ValueMap([
      ("rating", .int(stars)), ("text", text.isEmpty ? .null : .string(Form.oneLine(text))),
      ("testimonial", .bool(form["testimonial"] == "yes")), ("named", named.isEmpty ? .null : .string(named)),
    ])
    return await send("feedback.received", body, view, once, done: "thanks") { code in
      let fault = FormFault("rating", language(Self.phrase(code)))
      return SiteAnswer.page(FeedbackPage(view, Filled(form.values, faults: [fault])).page, 409)
    }
  }

  private func move(_ form: Form, _ view: BookingView, _ once: String) async throws(Unreadable) -> Response {
    guard let start = try? Instant.parse(form["start"]),
      let end = start.adding(.seconds(view.end.seconds - view.start.seconds))
    else {
      return try await move(view, Filled(form.values, faults: [FormFault("start", language(.errorTime))]), 422)
    }
    let body = ValueMap([("start", .string("\(start)")), ("end", .string("\(end)"))])
    let isProposal = view.needsConsent
    let name = isProposal ? "reschedule.propose" : "reschedule.request"
    var refusal: String?
    let response = await send(name, body, view, once, done: isProposal ? "proposed" : "moved") { code in
      refusal = code
      return tellChanged(view)
    }
    guard let refusal else { return response }
    return try await move(
      view, Filled(form.values, faults: [FormFault("start", language(Self.phrase(refusal)))]), 409)
  }

  private func answer(
    _ form: Form, _ view: BookingView, accepts: Bool, _ once: String
  ) async throws(Unreadable) -> Response {
    guard let start = try? Instant.parse(form["start"]) else { return SiteAnswer.redirect(view.path()) }
    let body = accepts ? ValueMap([("start", .string("\(start)"))]) : ValueMap()
    return await send(
      accepts ? "reschedule.accept" : "reschedule.decline", body, view, once, done: accepts ? "moved" : "declined"
    ) { _ in tellChanged(view) }
  }

  private func tellChanged(_ view: BookingView) -> Response {
    SiteAnswer.page(BookingPage(view, remark: .refusedNotNow).page, 409)
  }

  /// Sends an event of the party. A form that is sent twice is one event.
  private func send(
    _ name: String, _ body: ValueMap, _ view: BookingView, _ once: String, done: String,
    refused: (_ code: String) -> Response
  ) async -> Response {
    let role = view.party.rawValue
    let event = InboundEvent(
      source: SiteDesk.source, key: "\(view.reference)/\(role)/\(once)", name: name, role: role,
      reference: view.reference, body: .map(body), content: Array("\(name)\n".utf8) + JSON.encode(.map(body)),
      actor: role)
    let receiver = receiver
    let reply = await desk.deadline.first(within: desk.settings.commitWithin) { await receiver.submit(event) }
    var settled = reply ?? nil
    if case .duplicate(let original)? = settled { settled = original }
    switch settled {
    case .accepted?, .carriedOut?: return SiteAnswer.redirect(view.path().setting("done", done))
    case .rejected(let code, _)?: return refused(code)
    case .conflict?, .unknownTarget?: return refused("conflict")
    default: return desk.busy(language, call.path)
    }
  }

  private static func phrase(_ code: String) -> Phrase {
    switch code {
    case "too_late", "complaint_path": .refusedTooLate
    case "too_often": .refusedTooOften
    case "too_soon", "too_far", "bad_time": .refusedTooSoon
    case "slot_taken": .refusedTaken
    default: .refusedNotNow
    }
  }
}
