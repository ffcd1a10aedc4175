import CEL
import CivilTime
import EngineMessages
import HummingbirdCore
import Ingress
import Locales
import Pages

/// Everything once more, and the booking itself.
struct CheckStep {
  let flow: FlowHandler
  let draft: Draft
  let view: FlowView

  private var desk: SiteDesk { flow.desk }
  private var language: SiteLanguage { flow.language }
  private var receiver: any EventReceiver { desk.services.receiver }

  // MARK: Showing

  /// Shows the page. A price that has expired is made anew, and shown beside the one before.
  func show(_ filled: Filled, _ status: Int = 200) async throws(Unreadable) -> Response {
    guard let quote = view.quote, quote.expires > desk.services.now else { return try await renewed(filled, status) }
    return page(view, filled, status, former: nil, keeping: nil)
  }

  private func renewed(_ filled: Filled, _ status: Int) async throws(Unreadable) -> Response {
    var changed = draft
    if view.hold.map({ $0.until <= desk.services.now }) == true { changed.forget(.hold, .holdUntil, .holdExtended) }
    switch try await Quotes(desk: desk).make(changed, for: flow.call.client) {
    case .tooMany(let seconds): return desk.tooMany(language, flow.call.path, after: seconds)
    case .quote(let id, let quote): return renewed(changed, id, quote, filled, status)
    case .refused(let refusal):
      guard refusal.code == "slot_taken" || refusal.code == "hold_ended" else { return try await gone([]) }
      return try await gone(Holds.alternatives(refusal))
    case .notStored: return desk.busy(language, flow.call.path)
    }
  }

  private func renewed(
    _ draft: Draft, _ id: String, _ quote: QuoteView, _ filled: Filled, _ status: Int
  ) -> Response {
    var (draft, view) = (draft, view)
    let former = draft[.total].split(separator: " ").first.flatMap { Int64($0) }
    draft[.quote] = id
    draft[.total] = "\(quote.total) \(quote.currency)"
    view.quote = quote
    return page(view, filled, status, former: former, keeping: draft)
  }

  private func page(_ view: FlowView, _ filled: Filled, _ status: Int, former: Int64?, keeping: Draft?) -> Response {
    let answers: [CheckPage.Answer] = [
      .init(.details, .nameLabel, "\(draft[.first]) \(draft[.last])"), .init(.details, .emailLabel, draft[.email]),
      .init(.details, .linkedInLabel, draft[.linkedin]), .init(.service, .clientLabel, payer),
      .init(.details, .invoiceAddressTitle, address),
      .init(.business, .subjectLabel, draft[.subject]), .init(.business, .outcomeLabel, draft[.outcome]),
      .init(.business, .companyLabel, draft[.company]), .init(.business, .roleLabel, draft[.role]),
    ]
    let page = CheckPage(view, filled, answers: answers, formerTotal: former, methods: methods).page
    return flow.again(page, status, keeping: keeping)
  }

  private var payer: String {
    let country = Countries.name(draft[.country], language)
    let who = language(draft[.payer] == "business" ? .payerBusiness : .payerPrivate)
    return [country, who, draft[.vat]].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private var address: String {
    let town = [draft[.postcode], draft[.city]].filter { !$0.isEmpty }.joined(separator: " ")
    return [draft[.firm], draft[.street], town].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// The ways to pay that arrive before the meeting begins.
  private var methods: [String] {
    guard let start = view.start else { return ["card"] }
    let days = (start.seconds - desk.services.now.seconds) / 86_400
    var methods = ["card", "paypal"]
    if view.quote?.currency == "EUR", days >= 8 { methods.append("sepa_debit") }
    if view.quote?.currency == "EUR", days >= 5 { methods.append("bank_transfer") }
    return methods
  }

  // MARK: Taking

  func take(_ form: Form) async throws(Unreadable) -> Response {
    guard draft.reached == .check else { return SiteAnswer.redirect(view.path(draft.reached)) }
    if form["act"] == "extend" { return try await extend() }
    var reading = FormReading(form, language)
    let method = reading.word("method", methods, missing: .errorMethod)
    if form["terms"] != "yes" { reading.fault("terms", .errorTerms) }
    if form["privacy"] != "yes" { reading.fault("privacy", .errorPrivacy) }
    if form["data"] != "yes" { reading.fault("data", .errorData) }
    guard reading.faults.isEmpty else { return try await show(Filled(form.values, faults: reading.faults), 422) }
    // Nothing is booked at a price that was not on the page.
    guard let quote = view.quote, form["total"] == "\(quote.total) \(quote.currency)" else {
      return try await show(Filled(form.values, faults: [FormFault("method", language(.errorPriceChanged))]), 409)
    }
    return try await book(form, method, draft)
  }

  private func extend() async throws(Unreadable) -> Response {
    var changed = draft
    if let until = try await Holds(desk: desk).extend(draft) {
      changed[.holdUntil] = "\(until)"
      changed[.holdExtended] = "yes"
    }
    try await Quotes(desk: desk).extend(draft[.quote])
    return flow.leave(changed, to: .check)
  }

  private func book(_ form: Form, _ method: String, _ draft: Draft, isSecond: Bool = false) async throws(Unreadable)
    -> Response
  {
    let input = input(form, method, draft)
    // One booking of one draft at one price, however often the button is pressed.
    let asked = StartRequest(
      source: SiteDesk.source, key: "\(draft.id)/book/\(draft[.quote])/\(isSecond ? "free" : "held")",
      workflow: "booking", input: input, content: JSON.encode(input), actor: SiteDesk.source)
    if form["profile"] == "yes" {
      await Leads(desk: desk).tell(draft, language, marketing: form["marketing"] == "yes")
    }
    let start: StartRequest
    switch try await receiver.complete(asked) {
    case .success(let completed): start = completed
    case .failure(let refusal): return try await refused(refusal, form, method, draft, isSecond)
    }
    let receiver = receiver
    let reply = await desk.deadline.first(within: desk.settings.commitWithin) { await receiver.start(start) }
    return try await answer(reply ?? nil, start, form, method, draft, isSecond)
  }

  private func answer(
    _ reply: Reply?, _ start: StartRequest, _ form: Form, _ method: String, _ draft: Draft, _ isSecond: Bool
  ) async throws(Unreadable) -> Response {
    switch reply {
    case .created(let reference, let capabilities)?: return await done(reference, capabilities)
    case .duplicate(let original)?: return try await answer(original, start, form, method, draft, isSecond)
    case .rejected(let code, let message)?:
      let refusal = await receiver.explain(start, refusedAs: code)
      return try await refused(
        refusal ?? MarketRefusal(status: 409, code: code, message: message), form, method, draft, isSecond)
    default: return desk.busy(language, flow.call.path)
    }
  }

  /// Of the draft remains what the last page shows; the answers are the booking's now.
  private func done(_ reference: String, _ capabilities: [Reply.Capability]) async -> Response {
    var kept = Draft(id: draft.id)
    for field in [Draft.Field.consultant, .service, .country, .zone, .start, .quote, .begun] {
      kept[field] = draft[field]
    }
    kept[.reference] = reference
    kept[.capability] = capabilities.first { $0.role == "client" }?.secret ?? ""
    // The last page shows the account for a transfer, as soon as the provider has named it.
    guard let page = await PaymentAddress(desk: desk).page(of: reference), let cookies = desk.cookies(of: kept) else {
      return flow.leave(kept, to: .done)
    }
    // The provider leads back to the booking's own page.
    let own = desk.cookies(BookingHandler.cookie, kept[.capability], "my-booking", reference)
    return SiteAnswer.leave(for: page, cookies: cookies + own)
  }

  private func refused(
    _ refusal: MarketRefusal, _ form: Form, _ method: String, _ draft: Draft, _ isSecond: Bool
  ) async throws(Unreadable) -> Response {
    switch refusal.code {
    case "hold_ended" where !isSecond:
      // The time may be free all the same.
      var free = draft
      free.forget(.hold, .holdUntil, .holdExtended)
      return try await book(form, method, free, isSecond: true)
    case "slot_taken", "hold_ended", "not_available": return try await gone(Holds.alternatives(refusal))
    case "quote_expired":
      guard let body = refusal.members["quote"], let id = body["id"]?.stringValue, let quote = QuoteView(body) else {
        return try await gone(Holds.alternatives(refusal))
      }
      let fault = FormFault("method", language(.errorPriceChanged))
      return renewed(draft, id, quote, Filled(form.values, faults: [fault]), 409)
    case "method_too_slow": return again(form, .errorMethodSlow)
    default: return again(form, .errorRefused, refusal.code)
    }
  }

  private func again(_ form: Form, _ phrase: Phrase, _ insert: String = "") -> Response {
    let filled = Filled(form.values, faults: [FormFault("method", language(phrase, insert))])
    return page(view, filled, 409, former: nil, keeping: nil)
  }

  private func gone(_ alternatives: [Instant]) async throws(Unreadable) -> Response {
    try await TimeStep(flow: flow, draft: draft, view: view).taken(
      view.start ?? desk.services.now, alternatives, Form([]))
  }

  /// Returns the client's answers about the subject in one line, because personal data have no line breaks.
  private func brief(_ draft: Draft) -> String {
    let lines: [(Phrase?, String)] = [
      (nil, draft[.subject]), (.outcomeLabel, draft[.outcome]), (.companyLabel, draft[.company]),
      (.roleLabel, draft[.role]), (.sizeLabel, draft[.size]), (.authorityLabel, draft[.authority]),
    ]
    let parts = lines.filter { !$0.1.isEmpty }.map { phrase, text in
      let line = text.split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(separator: " / ")
      return phrase.map { "\(language($0)) \(line)" } ?? line
    }
    var brief = ""
    for part in parts where brief.utf8.count + part.utf8.count + 3 <= Self.longestBrief {
      brief += brief.isEmpty ? part : " | \(part)"
    }
    return brief
  }

  /// As many bytes as personal data may have.
  private static let longestBrief = 4_000

  private func input(_ form: Form, _ method: String, _ draft: Draft) -> Value {
    var client = ValueMap([
      ("id", .string("draft-\(draft.id)")), ("name", .string("\(draft[.first]) \(draft[.last])")),
      ("email", .string(draft[.email])), ("zone", .string(view.zone.name)), ("language", .string(language.rawValue)),
    ])
    if !draft[.linkedin].isEmpty { client["linkedin"] = .string(draft[.linkedin]) }
    if draft.needsAddress {
      for (name, field) in [
        ("company", Draft.Field.firm), ("street", .street), ("postcode", .postcode), ("city", .city),
        ("country", .country),
      ] where !draft[field].isEmpty { client[name] = .string(draft[field]) }
    }
    if draft.isBusiness, !draft[.vat].isEmpty { client["vat"] = .string(draft[.vat]) }
    var input = ValueMap([
      ("quote", .string(draft[.quote])), ("client", .map(client)), ("method", .string(method)),
      (
        "consents",
        .map(
          ValueMap([
            ("terms", true), ("privacy", true), ("data", true), ("marketing", .bool(form["marketing"] == "yes")),
            ("social", false),
          ]))
      ),
    ])
    if !draft[.hold].isEmpty { input["hold"] = .string(draft[.hold]) }
    input["return_to"] = .string("\(desk.origin(flow.call))/\(language.rawValue)/my-booking")
    input["brief"] = .string(brief(draft))
    return .map(input)
  }
}
