import CEL
import Ingress
import Pages

/// Tells the house what a client says of themselves, as a contact form does, if they have agreed to it. It decides how much
/// attention they get, and neither a price nor a place.
struct Leads {
  let desk: SiteDesk

  /// A booking does not wait for the answer's content: whoever cannot be scored books as everybody does.
  func tell(_ draft: Draft, _ language: SiteLanguage, marketing: Bool) async {
    let body = Self.form(draft, language, marketing: marketing)
    // The answers may change until the booking is made, and each form is one.
    let key = "\(draft.id)/\(DraftSeal.digest(JSON.encode(body)))"
    let receiver = desk.services.receiver
    _ = await desk.deadline.first(within: desk.settings.commitWithin) {
      try? await receiver.market(.tell(key: key, body: body), site: SiteDesk.source)
    }
  }

  static func form(_ draft: Draft, _ language: SiteLanguage, marketing: Bool) -> Value {
    var contact = ValueMap([
      ("name", .string("\(draft[.first]) \(draft[.last])")), ("email", .string(draft[.email])),
      ("language", .string(language.rawValue)),
    ])
    if draft[.country].utf8.count == 2 { contact["country"] = .string(draft[.country]) }
    for (name, field) in [("company", Draft.Field.company), ("position", .role)]
    where (1...200).contains(draft[field].utf8.count) { contact[name] = .string(draft[field]) }
    var form = ValueMap([("contact", .map(contact)), ("marketing", .bool(marketing))])
    for (name, field) in [
      ("jobTitle", Draft.Field.seniority), ("companySize", .size), ("decisionAuthority", .authority),
    ]
    where !draft[field].isEmpty { form[name] = .string(draft[field]) }
    if !draft[.industry].isEmpty { form["industry"] = .string(draft[.industry]) }
    if !draft[.subject].isEmpty { form["message"] = .string(draft[.subject]) }
    var intent = ValueMap()
    if !draft[.urgency].isEmpty { intent["urgency"] = .string(draft[.urgency]) }
    if !intent.entries.isEmpty { form["intent"] = .map(intent) }
    return .map(form)
  }
}
