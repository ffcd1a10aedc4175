import CEL
import CivilTime
import Leads
import Testing

@testable import Marketplace

/// Contact forms and touchpoints as bodies, and leads as records.
@Suite struct LeadCallTests {
  static let now = Instant(seconds: 1_812_355_200) ?? .epoch

  static let form: Value = [
    "contact": ["name": "Ada Muster", "email": "ada@example.com", "language": "de", "country": "DE"],
    "jobTitle": "c_level", "companySize": "sme", "industry": "banking", "decisionAuthority": "decision_maker",
    "message": "Bitte dringend, bis 5.000 €", "intent": ["urgency": "high", "stakeholders": 2],
    "company": ["revenue": "under_10m"], "marketing": true,
  ]

  @Test func aFormSaysWhoAsksAndWhatIsKnown() throws {
    let read = LeadCall.read(Self.form)
    let call = try #require(read.call)
    #expect(read.findings == [])
    #expect(call.contact.email == "ada@example.com")
    #expect(call.facts.companySize == .medium)
    #expect(call.facts.intent.stakeholders == 2)
    #expect(call.facts.firmographics.revenue == .underTenMillion)
    #expect(call.industry == "banking")
    #expect(call.marketing)
  }

  @Test func everythingWrongWithAFormIsToldAtOnce() {
    let read = LeadCall.read([
      "contact": ["email": "no address", "country": "Germany"], "jobTitle": "boss", "companySize": "huge",
      "intent": ["daysToStart": -1], "colour": "red",
    ])
    #expect(read.call == nil)
    let fields = Set(read.findings.map(\.field))
    for field in [
      "/contact/name", "/contact/email", "/contact/country", "/jobTitle", "/companySize", "/intent/daysToStart",
      "/colour",
    ] {
      #expect(fields.contains(field), "\(field)")
    }
    #expect(LeadCall.read([:]).findings.map(\.field) == ["/contact"])
  }

  @Test func aLeadIsReadAsItWasKeptAndALaterFormAddsToIt() throws {
    var lead = StoredLead(Self.form, form: .init(key: "k1", body: "b1"), at: Self.now)
    lead.status = .lost
    lead.take(
      ["contact": ["name": "Ada M.", "email": "ada@example.com"], "jobTitle": "director"],
      form: .init(key: "k2", body: "b2"), at: Self.now)
    lead.note(.init(at: Self.now, rules: "standard-1", total: 60, grade: .b, cause: "contact form"))
    lead.assigned = "sales"
    let again = try #require(StoredLead(record: lead.record))
    #expect(again == lead)
    let call = try #require(again.call)
    #expect(call.contact.name == "Ada M.")
    #expect(call.contact.country == "DE")
    #expect(call.facts.jobTitle == .director)
    #expect(call.facts.decisionAuthority == .decisionMaker)
    #expect(again.status == .open)
    #expect(again.forms.map(\.key) == ["k1", "k2"])
  }

  @Test func aLeadRemembersTheNewestScoresOnly() {
    var lead = StoredLead(Self.form, form: .init(key: "k", body: "b"), at: Self.now)
    for total in 0..<50 {
      lead.note(.init(at: Self.now, rules: "r", total: total, grade: .d, cause: "contact form"))
    }
    #expect(lead.scores.map(\.total) == Array(30..<50))
  }

  @Test func everyKindOfTouchpointIsKeptAsItWas() throws {
    let kinds: [Touchpoint.Kind] = [
      .pageView(.pricing), .timeOnSite(seconds: 90), .download, .mailClick, .social, .webinar, .consultationCompleted,
    ]
    for kind in kinds {
      let touchpoint = Touchpoint(at: Self.now, channel: "mail", campaign: "spring", kind: kind)
      #expect(TouchCall.kept(TouchCall.record(touchpoint)) == touchpoint)
    }
  }

  @Test func wrongTouchpointsAreToldByTheirPlace() {
    let read = TouchCall.read(
      ["touchpoints": [["kind": "open"], ["kind": "download", "at": "2100-01-01T00:00:00Z"], ["at": "noon"]]],
      now: Self.now)
    #expect(read.call == nil)
    let fields = read.findings.map(\.field)
    #expect(fields.contains("/touchpoints/0/kind"))
    #expect(fields.contains("/touchpoints/1/at"))
    #expect(fields.contains("/touchpoints/2/at") && fields.contains("/touchpoints/2/kind"))
    #expect(TouchCall.read(["touchpoints": []], now: Self.now).call == nil)
    let many = Value.list(Array(repeating: ["kind": "download"], count: 101))
    #expect(TouchCall.read(["touchpoints": many], now: Self.now).call == nil)
  }
}
