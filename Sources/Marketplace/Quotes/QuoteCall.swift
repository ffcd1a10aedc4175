public import CEL
public import CivilTime
public import Pricing

/// What somebody asks a price for. A price of their own is not among it.
public struct QuoteCall: Sendable {
  public var consultant: String
  public var service: String
  /// Minutes; the service's own if nil.
  public var length: Int?
  public var start: Instant
  public var participants: Int
  public var complexity: Complexity?
  public var industry: String?
  public var skills: [String]
  public var currency: String?
  public var subject: TaxSubject

  /// Reads a body with everything that is wrong with it; nil if something is.
  public static func read(_ body: Value) -> (call: QuoteCall?, findings: [Finding]) {
    let reader = FieldReader(body, "")
    let consultant = reader.required("consultant", reader.text("consultant", most: 100))
    let service = reader.required("service", reader.text("service", most: 64))
    let start = reader.required("start", reader.instant("start"))
    let length = reader.integer("duration", 1...1_440).map { Int($0) }
    let participants = Int(reader.integer("participants", 1...1_000) ?? 1)
    let currency = reader.text("currency", most: 3)
    let project = reader.object("project") { project in
      let complexity: Complexity? = project.word("complexity")
      return (complexity: complexity, industry: project.text("industry", most: 100), skills: project.texts("skills"))
    }
    let tax = reader.object("tax") { tax -> TaxSubject? in
      let isBusiness = tax.flag("business") ?? false
      let number = tax.text("vatNumber", most: 40)
      guard let country = tax.required("country", tax.text("country", most: 2)) else { return nil }
      if !(country.utf8.count == 2 && country.utf8.allSatisfy { (65...90).contains($0) }) {
        tax.note("unknown-country", "country", "is '\(country)', expected two capitals of ISO 3166, as DE")
      }
      return TaxSubject(country: country, isBusiness: isBusiness, vatNumber: number)
    }
    if reader.value("tax") == nil {
      reader.note("missing", "tax", "is missing; add the country: {\"country\": \"DE\"}")
    }
    let findings = reader.finish()
    guard findings.isEmpty, let consultant, let service, let start, let tax else { return (nil, findings) }
    let call = QuoteCall(
      consultant: consultant, service: service, length: length, start: start, participants: participants,
      complexity: project?.complexity, industry: project?.industry, skills: project?.skills ?? [], currency: currency,
      subject: tax)
    return (call, [])
  }
}
