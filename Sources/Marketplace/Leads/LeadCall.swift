public import CEL
import CivilTime
public import Leads

/// The facts of a contact form: who asks, and what is known about them. The names are those of a lead's file.
public struct LeadCall: Hashable, Sendable {
  /// The person who asks.
  public let contact: Contact
  /// The industry's id in the file of skills; its fit is the house's to say.
  public let industry: String?
  /// The words of the form.
  public let message: String?
  /// The facts without the industry's fit, without words, and without touchpoints.
  public let facts: LeadFacts
  /// The client has agreed to be written to about other things than a booking.
  public let marketing: Bool

  /// The person, which a record keeps no longer than the house has said.
  public struct Contact: Hashable, Sendable {
    /// The name, 1 to 200 bytes of UTF-8.
    public let name: String
    /// The e-mail address, at most 254 bytes.
    public let email: String
    /// `en` or `de`.
    public let language: String?
    /// ISO 3166, two capitals.
    public let country: String?

    static func read(_ reader: FieldReader) -> Contact? {
      let name = reader.required("name", reader.text("name", most: 200))
      let email = reader.required("email", reader.text("email", most: 254))
      for field in ["phone", "company", "position"] { _ = reader.text(field, most: 200) }
      if let email, EmailAddress(email) == nil {
        reader.note("bad-email", "email", expected: "an e-mail address", given: FieldReader.quoted(email))
      }
      let language = reader.text("language", most: 2)
      if let language, !["en", "de"].contains(language) {
        reader.note("unknown-word", "language", expected: "one of en, de", given: FieldReader.quoted(language))
      }
      let country = reader.text("country", most: 2)
      if let country, country.utf8.count != 2 || !country.utf8.allSatisfy({ (65...90).contains($0) }) {
        reader.note(
          "bad-country", "country", expected: "a country of ISO 3166, as DE", given: FieldReader.quoted(country))
      }
      guard let name, let email else { return nil }
      return Contact(name: name, email: email, language: language, country: country)
    }
  }

  /// Reads a body with everything that is wrong with it; nil if something is.
  public static func read(_ body: Value) -> (call: LeadCall?, findings: [Finding]) {
    let reader = FieldReader(body, "")
    let contact = reader.required("contact", reader.object("contact", Contact.read), "an object")
    var facts = LeadFacts()
    facts.jobTitle = reader.word("jobTitle")
    if let size = reader.text("companySize", most: 40) {
      facts.companySize = CompanySize(answer: size)
      if facts.companySize == nil {
        let words = CompanySize.allCases.map(\.rawValue).joined(separator: ", ")
        reader.note(
          "unknown-word", "companySize", expected: "one of \(words), sme, freelancer", given: FieldReader.quoted(size))
      }
    }
    facts.decisionAuthority = reader.word("decisionAuthority")
    facts.objectsToProfiling = reader.flag("objectsToProfiling") ?? false
    facts.intent = reader.object("intent", intent) ?? LeadIntent()
    facts.firmographics = reader.object("company", company) ?? Firmographics()
    let industry = reader.text("industry", most: 100)
    let message = reader.text("message")
    let marketing = reader.flag("marketing") ?? false
    let findings = reader.finish()
    guard findings.isEmpty, let contact else { return (nil, findings) }
    return (
      LeadCall(contact: contact, industry: industry, message: message, facts: facts, marketing: marketing), []
    )
  }

  private static func intent(_ reader: FieldReader) -> LeadIntent? {
    var intent = LeadIntent()
    intent.urgency = reader.word("urgency")
    intent.budget = reader.word("budget")
    intent.daysToStart = reader.integer("daysToStart", 0...3_650).map { Int($0) }
    intent.namesCompetitor = reader.flag("namesCompetitor") ?? false
    intent.stakeholders = Int(reader.integer("stakeholders", 0...10_000) ?? 0)
    intent.statements = Int(reader.integer("statements", 0...1_000) ?? 0)
    return intent
  }

  private static func company(_ reader: FieldReader) -> Firmographics? {
    var company = Firmographics()
    company.revenue = reader.word("revenue")
    company.growth = reader.word("growth")
    company.technicalMaturity = reader.word("technicalMaturity")
    company.consultingBudget = reader.word("consultingBudget")
    company.transformation = reader.word("transformation")
    return company
  }
}
