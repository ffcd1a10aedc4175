public import CEL
public import Pricing

/// A meeting for which somebody asks the price. It holds no price of their own.
public struct QuoteCall: Sendable {
  /// The meeting whose price is asked for.
  public var meeting: MeetingCall
  /// The complexity of the project; nil for the one that the service includes.
  public var complexity: Complexity?
  /// The id of the industry of the project; nil if the body names none.
  public var industry: String?
  /// The ids of the skills that the project needs; empty if the body names none.
  public var skills: [String]
  /// The currency (ISO 4217) that the caller expects. If it is not the consultant's, there is no quote; nil accepts
  /// any.
  public var currency: String?
  /// The client, as far as the tax is concerned.
  public var subject: TaxSubject
  /// The hold of the time, which does not stand in its own way; nil for none.
  public var hold: String?

  /// Reads a body with everything that is wrong with it; nil if something is.
  public static func read(_ body: Value) -> (call: QuoteCall?, findings: [Finding]) {
    let reader = FieldReader(body, "")
    let meeting = MeetingCall.read(reader)
    let currency = reader.text("currency", most: 100)
    if let currency, currency.utf8.count != 3 {
      reader.note(
        "unknown-currency", "currency", expected: "a currency of ISO 4217, as EUR", given: FieldReader.quoted(currency))
    }
    let hold = reader.text("hold", most: 100)
    let project = reader.object("project") { project in
      let complexity: Complexity? = project.word("complexity")
      return (complexity: complexity, industry: project.text("industry", most: 100), skills: project.texts("skills"))
    }
    let tax = reader.object("tax") { tax -> TaxSubject? in
      let isBusiness = tax.flag("business") ?? false
      let number = tax.text("vatNumber", most: 40)
      let form = "two capitals of ISO 3166, as DE"
      guard let country = tax.required("country", tax.text("country", most: 100), form) else { return nil }
      if !(country.utf8.count == 2 && country.utf8.allSatisfy { (65...90).contains($0) }) {
        tax.note("unknown-country", "country", expected: form, given: FieldReader.quoted(country))
      }
      return TaxSubject(country: country, isBusiness: isBusiness, vatNumber: number)
    }
    if reader.value("tax") == nil {
      reader.note(
        "missing", "tax", expected: "an object with the client's country", given: "nothing",
        cure: "add it: {\"country\": \"DE\"}")
    }
    let findings = reader.finish()
    guard findings.isEmpty, let meeting, let tax else { return (nil, findings) }
    let call = QuoteCall(
      meeting: meeting, complexity: project?.complexity, industry: project?.industry, skills: project?.skills ?? [],
      currency: currency, subject: tax, hold: hold)
    return (call, [])
  }
}
