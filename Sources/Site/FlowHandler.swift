import CEL
import CivilTime
import HTTPTypes
import HummingbirdCore
import Ingress
import Locales
import Pages

/// The steps of a booking: each is a page, and a form that leads on to the next one.
struct FlowHandler {
  let desk: SiteDesk
  let call: SiteCall

  var language: SiteLanguage { call.language }
  var services: any SiteServices { desk.services }

  // MARK: Beginning

  func begin() async throws(Unreadable) -> Response {
    let slug = call.form?["consultant"] ?? ""
    guard let consultant = try await consultant(slug), consultant.isAccepting else {
      return desk.notFound(language, call.path)
    }
    var draft = Draft(id: DraftSeal.newID())
    draft[.consultant] = slug
    draft[.begun] = "\(services.now)"
    if desk.settings.issuesInvoices { draft[.billing] = "yes" }
    if let service = call.form?["service"], consultant.offers.contains(where: { $0.service == service }) {
      draft[.service] = service
    }
    return leave(draft, to: .service)
  }

  func consultant(_ slug: String) async throws(Unreadable) -> ConsultantView? {
    try await services.consultants(in: language).first { $0.slug == slug }
  }

  // MARK: Steps

  func respond(_ id: String, _ step: FlowStep) async throws(Unreadable) -> Response {
    guard let draft = desk.seal.draft(id, cookies: call.reading.cookies, now: services.now),
      let consultant = try await consultant(draft[.consultant])
    else { return desk.notFound(language, call.path) }
    let view = try await view(draft, consultant)
    guard let form = call.form else { return try await show(draft, view, step) }
    guard desk.seal.once(form["token"], of: id) != nil else {
      return desk.notice(language, call.path, 403, .forbiddenTitle, .forbiddenText)
    }
    // A form of a booking that has been made leads to it.
    guard draft.reached != .done else { return SiteAnswer.redirect(view.path(.done)) }
    switch step {
    case .service: return try await ServiceStep(flow: self, draft: draft, view: view).take(form)
    case .time: return try await TimeStep(flow: self, draft: draft, view: view).take(form)
    case .details: return takeDetails(form, draft, view)
    case .business: return takeBusiness(form, draft, view)
    case .check: return try await CheckStep(flow: self, draft: draft, view: view).take(form)
    case .done: return SiteAnswer.redirect(view.path(.done))
    }
  }

  private func show(_ draft: Draft, _ view: FlowView, _ step: FlowStep) async throws(Unreadable) -> Response {
    let reached = draft.reached
    guard reached != .done || step == .done else { return SiteAnswer.redirect(view.path(.done)) }
    guard step.isAllowed(upTo: reached) else { return SiteAnswer.redirect(view.path(reached)) }
    let filled = Filled(draft.values)
    if [.service, .time].contains(step), call.parameter("preview") == "yes", !call.reading.isForeign {
      return try await preview(draft, view.consultant, step)
    }
    switch step {
    case .service: return try await ServiceStep(flow: self, draft: draft, view: view).show(filled)
    case .time: return try await TimeStep(flow: self, draft: draft, view: view).show(filled)
    case .details: return SiteAnswer.page(DetailsPage(view, filled, billing: draft.billing).page)
    case .business: return SiteAnswer.page(BusinessPage(view, filled).page)
    case .check: return try await CheckStep(flow: self, draft: draft, view: view).show(Filled())
    case .done: return try await DoneStep(flow: self, draft: draft, view: view).show()
    }
  }

  /// The page with the price of what is chosen on it and not sent yet, of which a script shows the summary. Nothing of it is
  /// kept in the draft. Before there is a time, the price is that of the earliest free one.
  private func preview(_ draft: Draft, _ consultant: ConsultantView, _ step: FlowStep) async throws(Unreadable)
    -> Response
  {
    var chosen = draft
    for field in [Draft.Field.service, .complexity, .industry, .country, .payer, .vat, .start] {
      if let value = call.parameter(field.rawValue), value.utf8.count <= 100 { chosen[field] = value }
    }
    if chosen[.service] != draft[.service] { chosen.forget(.start) }
    if chosen.instant(.start) == nil { chosen[.start] = try await earliest(chosen, consultant).map { "\($0)" } ?? "" }
    if chosen[.start] != draft[.start] { chosen.forget(.hold, .holdUntil, .holdExtended) }
    if chosen[.vat].wholeMatch(of: /[A-Z]{2}[0-9A-Z+*]{2,13}/) == nil { chosen.forget(.vat) }
    chosen.forget(.quote)
    var view = try await view(chosen, consultant)
    if view.offer != nil, Countries.codes.contains(chosen[.country]), let start = view.start,
      case .quote(_, let quote) = try await Quotes(desk: desk).make(chosen, for: call.client)
    {
      (view.preview, view.previewStart) = (quote, start)
    }
    if step == .service { view.start = draft.instant(.start) }
    let filled = Filled(chosen.values)
    return step == .service
      ? try await ServiceStep(flow: self, draft: draft, view: view).show(filled)
      : try await TimeStep(flow: self, draft: draft, view: view).show(filled)
  }

  /// The earliest start that is free now for a meeting as long as the service takes. The consultant's own list is a minute old.
  private func earliest(_ draft: Draft, _ consultant: ConsultantView) async throws(Unreadable) -> Instant? {
    guard let first = consultant.freeStarts.first, !draft[.service].isEmpty else { return nil }
    let zone = consultant.zone
    let days = try await Slots(desk: desk).week(
      consultant.slug, draft[.service], from: zone.rules.local(at: first).date, in: zone)
    return days.first { !$0.starts.isEmpty }?.starts.first
  }

  /// Everything that a page shows of a draft.
  func view(_ draft: Draft, _ consultant: ConsultantView) async throws(Unreadable) -> FlowView {
    let context = desk.context(language, call.path)
    let zone = services.zone(draft[.zone]) ?? consultant.zone
    var view = FlowView(
      context: context, draft: draft.id, token: desk.seal.token(of: draft.id, "\(context.now.seconds)"),
      consultant: consultant, zone: zone, reached: draft.reached)
    view.offer = consultant.offers.first { $0.service == draft[.service] }
    view.start = draft.instant(.start)
    view.end = view.start.flatMap { start in view.offer.flatMap { start.adding(.seconds($0.minutes * 60)) } }
    if let until = draft.instant(.holdUntil), !draft[.hold].isEmpty {
      view.hold = .init(until: until, isExtendable: draft[.holdExtended].isEmpty)
    }
    if !draft[.quote].isEmpty {
      view.quote = try await Quotes(desk: desk).find(draft[.quote])
    }
    return view
  }

  /// Keeps the draft and leads to a step.
  func leave(_ draft: Draft, to step: FlowStep) -> Response {
    guard let cookies = desk.cookies(of: draft) else {
      return desk.notice(language, call.path, 413, .tooLargeTitle, .tooLargeText)
    }
    return SiteAnswer.redirect(SitePath(language, "book", draft.id, step.rawValue), cookies: cookies)
  }

  /// Shows a page again, with what is wrong on it. The draft is kept as it is.
  func again(_ page: Page, _ status: Int = 422, keeping draft: Draft? = nil) -> Response {
    SiteAnswer.page(page, status, cookies: draft.flatMap { desk.cookies(of: $0) } ?? [])
  }

  // MARK: People

  private func takeDetails(_ form: Form, _ draft: Draft, _ view: FlowView) -> Response {
    var reading = FormReading(form, language)
    var draft = draft
    draft[.first] = reading.text("first", most: 90, missing: .errorFirst)
    draft[.last] = reading.text("last", most: 90, missing: .errorLast)
    draft[.email] = reading.text("email", most: 254, missing: .errorEmail)
    if !draft[.email].isEmpty, EmailAddress(draft[.email]) == nil { reading.fault("email", .errorEmailForm) }
    draft[.linkedin] = reading.text("linkedin", most: 300)
    if !draft[.linkedin].isEmpty, !draft[.linkedin].hasPrefix("https://") { reading.fault("linkedin", .errorLinkedIn) }
    takeAddress(&reading, &draft)
    guard reading.faults.isEmpty else {
      return again(DetailsPage(view, Filled(form.values, faults: reading.faults), billing: draft.billing).page)
    }
    return leave(draft, to: draft.reached == .check ? .check : .business)
  }

  /// A business has to say where its invoice goes, anybody else may.
  private func takeAddress(_ reading: inout FormReading, _ draft: inout Draft) {
    draft[.invoice] = draft.isBusiness || !draft.hasInvoice ? "" : reading.word("invoice", ["yes"])
    guard draft.needsAddress else { return draft.forget(.firm, .street, .postcode, .city) }
    draft[.firm] = draft.isBusiness ? reading.text("firm", most: 120, missing: .errorFirm) : ""
    draft[.street] = reading.text("street", most: 120, missing: .errorStreet)
    draft[.postcode] = reading.text("postcode", most: 12, missing: .errorPostcode)
    draft[.city] = reading.text("city", most: 80, missing: .errorCity)
    if !draft[.postcode].isEmpty, draft[.postcode].wholeMatch(of: /[0-9A-Za-z][0-9A-Za-z \-]*/) == nil {
      reading.fault("postcode", .errorPostcodeForm)
    }
    if draft[.country] == "DE", !draft[.postcode].isEmpty, draft[.postcode].wholeMatch(of: /[0-9]{5}/) == nil {
      reading.fault("postcode", .errorPostcodeForm)
    }
    if draft[.company].isEmpty { draft[.company] = draft[.firm] }
  }

  private func takeBusiness(_ form: Form, _ draft: Draft, _ view: FlowView) -> Response {
    var reading = FormReading(form, language)
    var draft = draft
    draft[.subject] = reading.text("subject", most: 1_000, missing: .errorSubject)
    draft[.outcome] = reading.text("outcome", most: 1_000)
    draft[.company] = reading.text("company", most: 120)
    draft[.role] = reading.text("role", most: 120)
    draft[.seniority] = reading.word("seniority", ["individual_contributor", "manager", "director", "vp", "c_level"])
    draft[.urgency] = reading.word("urgency", ["low", "medium", "high", "urgent"])
    draft[.size] = reading.word("size", ["startup", "small", "medium", "large", "enterprise"])
    draft[.authority] = reading.word("authority", ["decision_maker", "influencer", "recommender", "end_user"])
    guard reading.faults.isEmpty else {
      return again(BusinessPage(view, Filled(form.values, faults: reading.faults)).page)
    }
    return leave(draft, to: draft.reached)
  }
}

extension FlowStep {
  /// True if the step can be shown when the draft has come so far.
  func isAllowed(upTo reached: FlowStep) -> Bool {
    let all = FlowStep.allCases
    return (all.firstIndex(of: self) ?? 0) <= (all.firstIndex(of: reached) ?? 0)
  }
}
