import Availability
import CEL
import CivilTime
import Marketplace
import Money
import Pricing
import Testing

/// Records for tests, as JSON.
enum Samples {
  static let services = #"""
    [{"type": "30-for-30", "name": {"en": "30-for-30"}, "prices": {"EUR": 3000}, "lengths": [30], "length": 30},
     {"type": "workshop", "name": {"en": "Workshop"}, "prices": {"EUR": 50000}, "lengths": [180], "length": 180,
      "complexity": "enterprise", "maxParticipants": 8}]
    """#

  static func consultant(_ changes: [(String, Value?)] = []) throws -> Value {
    var value = try JSON.parse(
      #"""
      {"status": "published", "firstName": "Anna", "lastName": "Meier", "title": "Strategist", "email": "anna@consultant.example",
       "biography": {"en": "Knows things.", "de": "Weiß Dinge."}, "languages": ["en", "de"],
       "expertise": [{"skill": "ai-strategy", "level": "expert"}], "industries": ["retail"],
       "zone": "Europe/Berlin", "currency": "EUR", "account": "acct_1", "kyc": "verified", "payoutEnabled": true,
       "buffer": 15, "maxPerDay": 4, "notice": 120,
       "hours": {"monday": {"slots": ["09:00-17:00"], "breaks": ["12:00-13:00"]}, "tuesday": {"slots": ["09:00-12:00"]}},
       "offers": [{"service": "thirty-for-thirty"}, {"service": "workshop", "price": 60000}]}
      """#)
    for (name, new) in changes {
      guard var map = value.mapValue else { continue }
      map[name] = new
      value = .map(map)
    }
    return value
  }

  static func zones() throws -> ZoneTable {
    ZoneTable(["Europe/Berlin": try Zones.zone("Europe/Berlin"), "Asia/Tokyo": try Zones.zone("Asia/Tokyo")])
  }

  static func document(_ consultants: [Value]) throws -> Value {
    .map(ValueMap([("services", try JSON.parse(services)), ("consultants", .list(consultants))]))
  }

  static func catalogue(_ consultants: [Value]) throws -> Catalogue {
    let plan = ImportPlan(try document(consultants), into: .empty, zones: try zones())
    try #require(plan.isSound, "\(plan.findings)")
    return Catalogue(plan.records, zones: try zones())
  }
}

@Suite struct CatalogueTests {
  @Test func m01_publicationListsAllThatIsMissing() throws {
    let catalogue = try Samples.catalogue([
      try Samples.consultant([
        ("status", nil), ("kyc", .string("pending")), ("zone", nil), ("payoutEnabled", nil),
      ])
    ])
    let consultant = try #require(catalogue.consultants["anna-meier"]).consultant
    let missing = Publication.missing(consultant, services: catalogue.servicesByType)
    #expect(missing.map(\.field) == ["zone", "kyc", "payoutEnabled"])
    // It stays what it is, and all findings are told.
    let review = try RecordEdit.move("anna-meier", to: .inReview, in: catalogue, zones: try Samples.zones())
    let inReview = Catalogue(catalogue.records(.service) + [review], zones: try Samples.zones())
    do {
      _ = try RecordEdit.move("anna-meier", to: .published, in: inReview, zones: try Samples.zones())
      Issue.record("it was published")
    } catch {
      guard case .findings(let findings) = error as? RecordEdit.Refusal else { throw error }
      #expect(findings.map(\.code) == ["incomplete", "incomplete", "incomplete"])
      #expect(findings.map(\.field).first == "consultants/anna-meier/zone")
    }
    let whole = try #require(try Samples.catalogue([try Samples.consultant()]).consultants["anna-meier"]).consultant
    #expect(Publication.missing(whole, services: catalogue.servicesByType) == [])
  }

  @Test func m02_theSecondOfTwoEditsIsTold() throws {
    let zones = try Samples.zones()
    let catalogue = try Samples.catalogue([try Samples.consultant()])
    let edited = try Samples.consultant([("title", .string("Other"))])
    let record = try RecordEdit.replace(
      .consultant, "anna-meier", version: 1, with: edited, in: catalogue, zones: zones)
    #expect(record.version == 2)
    let next = Catalogue(catalogue.records(.service) + [record], zones: zones)
    do {
      _ = try RecordEdit.replace(.consultant, "anna-meier", version: 1, with: edited, in: next, zones: zones)
      Issue.record("the second edit was taken")
    } catch {
      guard case .stale(let present) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(present == 2)
    }
  }

  @Test func lifeGoesItsWayAndNoOther() throws {
    let zones = try Samples.zones()
    var catalogue = try Samples.catalogue([try Samples.consultant()])
    for life in [Life.paused, .published, .suspended, .published, .retired] {
      let record = try RecordEdit.move("anna-meier", to: life, in: catalogue, zones: zones)
      catalogue = Catalogue(catalogue.records(.service) + [record], zones: zones)
      #expect(catalogue.consultants["anna-meier"]?.consultant.life == life)
    }
    for life in Life.allCases {
      #expect(throws: RecordEdit.Refusal.self) {
        _ = try RecordEdit.move("anna-meier", to: life, in: catalogue, zones: zones)
      }
    }
  }

  @Test func m05_oldNamesOfServicesAreUnderstood() throws {
    let catalogue = try Samples.catalogue([try Samples.consultant()])
    #expect(catalogue.offer("anna-meier", "thirty-for-thirty")?.service.type == "30-for-30")
    #expect(catalogue.consultants["anna-meier"]?.consultant.offers.first?.service == "30-for-30")
    #expect(catalogue.offer("anna-meier", "executive-workshop")?.base == 60_000)
  }

  @Test func m06_englishIsNeededAndStandsIn() throws {
    let catalogue = try Samples.catalogue([
      try Samples.consultant([
        ("status", nil), ("biography", .map(ValueMap([("de", .string("Weiß Dinge."))]))),
      ])
    ])
    let consultant = try #require(catalogue.consultants["anna-meier"]).consultant
    #expect(
      Publication.missing(consultant, services: catalogue.servicesByType).map(\.field) == ["biography/en"])
    let biography = Translated(["en": "Knows things.", "de": "Weiß Dinge."])
    #expect(biography.text(in: "es")?.text == "Knows things.")
    #expect(biography.text(in: "es")?.language == "en")
    #expect(biography.text(in: "de")?.language == "de")
  }

  @Test func m07_slugsAreToldApartAndNeverUsedAgain() throws {
    let other = try Samples.consultant([("email", .string("other@consultant.example"))])
    let catalogue = try Samples.catalogue([try Samples.consultant(), other])
    #expect(catalogue.records(.consultant).map(\.id) == ["anna-meier", "anna-meier-2"])
    // A record stays when its consultant retires, and so does its slug.
    let third = try Samples.consultant([("email", .string("third@consultant.example"))])
    let plan = ImportPlan(
      .map(ValueMap([("consultants", .list([third]))])), into: catalogue, zones: try Samples.zones())
    #expect(plan.records.map(\.id) == ["anna-meier-3"])
    #expect(Slug.make("Jürgen Groß-Øster") { _ in false } == "juergen-gross-oester")
    #expect(!Slug.isSlug("Anna") && !Slug.isSlug("-a") && Slug.isSlug("a-2"))
  }

  @Test func m40_aWorkshopHasRoomForEight() throws {
    let catalogue = try Samples.catalogue([try Samples.consultant()])
    func call(_ participants: Int64) throws -> QuoteCall {
      let body = try JSON.parse(
        """
        {"consultant": "anna-meier", "service": "workshop", "start": "2027-06-07T11:00:00Z",
         "participants": \(participants), "tax": {"country": "DE"}}
        """)
      return try #require(QuoteCall.read(body).call)
    }
    _ = try QuoteOffice.prepare(try call(8), catalogue)
    do {
      _ = try QuoteOffice.prepare(try call(9), catalogue)
      Issue.record("nine were taken")
    } catch {
      #expect(error as? QuoteOffice.Refusal == .tooManyParticipants(8))
    }
  }

  @Test func m41_wrongHoursAndZonesAreToldWithTheirFields() throws {
    let hours = try JSON.parse(
      #"""
      {"monday": {"slots": ["09:00-25:00", "12:00-12:00", "9-12"]},
       "tuesday": {"slots": ["09:00-12:00"], "breaks": ["13:00-14:00"]}}
      """#)
    let record = try Samples.consultant([("zone", .string("Europe/Atlantis")), ("hours", hours)])
    let read = Consultant.read(record, zones: try Samples.zones(), at: "c")
    #expect(read.consultant == nil)
    #expect(
      read.findings.map { "\($0.code) \($0.field)\($0.isWarning ? " warning" : "")" } == [
        "unknown-zone c/zone", "bad-hours c/hours/monday/slots/0", "empty-hours c/hours/monday/slots/1",
        "bad-hours c/hours/monday/slots/2", "break-outside-slots c/hours/tuesday/breaks warning",
      ])
    let warned = try Samples.consultant([
      ("hours", try JSON.parse(#"{"tuesday": {"slots": ["09:00-12:00"], "breaks": ["13:00-14:00"]}}"#))
    ])
    #expect(Consultant.read(warned, zones: try Samples.zones()).consultant != nil)
  }

  @Test func aBookingIsByVideoUnlessItIsSaidOrTheConsultantHasNone() throws {
    let zones = try Samples.zones()
    let service = try #require(Service.read(try JSON.parse(Samples.services)[0] ?? .null).service)
    func meeting(_ kinds: [String], _ said: String? = nil) throws -> Value? {
      let record = try Samples.consultant([
        ("meetingTypes", .list(kinds.map { .string($0) })), ("meetingHost", "anna@house.example"),
        ("calendar", "anna"),
      ])
      let consultant = try #require(Consultant.read(record, zones: zones).consultant)
      var body: ValueMap = ["quote": "q-1"]
      if let said { body["meeting"] = .string(said) }
      let input = try #require(BookingCall.read(.map(body)).call).input(["id": "q-1"], consultant, service)
      #expect(input["consultant"]?["host"] == "anna@house.example")
      #expect(input["consultant"]?["calendar"] == "anna")
      return input["meeting"]
    }
    #expect(try meeting([]) == nil)
    #expect(try meeting(["phone", "video"]) == nil)
    #expect(try meeting(["hybrid"]) == nil, "half of them come by video")
    #expect(try meeting(["in_person", "phone"]) == "in_person")
    #expect(try meeting(["video"], "phone") == "phone")
  }

  @Test func anImportShowsDifferencesAndIsDoneAsAWholeOrNotAtAll() throws {
    let zones = try Samples.zones()
    let catalogue = try Samples.catalogue([try Samples.consultant()])
    #expect(ImportPlan(try Samples.document([try Samples.consultant()]), into: catalogue, zones: zones).records == [])
    let dearer = try Samples.consultant([
      ("offers", try JSON.parse(#"[{"service": "30-for-30", "price": 4000}]"#)), ("buffer", .int(30)),
    ])
    let plan = ImportPlan(try Samples.document([dearer]), into: catalogue, zones: zones)
    #expect(plan.records.map { "\($0.id) \($0.version)" } == ["anna-meier 2"])
    #expect(plan.differences.map(\.field) == ["buffer", "offers"])
    let wrong = try Samples.consultant([("email", .string("nobody")), ("bufer", .int(3))])
    let refused = ImportPlan(try Samples.document([dearer, wrong]), into: catalogue, zones: zones)
    #expect(!refused.isSound && refused.records.isEmpty)
    #expect(refused.findings.map(\.code).sorted() == ["bad-email", "unknown-field"])
    let cheap = try Samples.consultant([("offers", try JSON.parse(#"[{"service": "30-for-30", "price": 1499}]"#))])
    #expect(
      ImportPlan(try Samples.document([cheap]), into: catalogue, zones: zones).findings.map(\.code)
        == ["price-out-of-range"])
  }

  @Test func m59_aPriceOfTheCallersIsNoField() throws {
    let body = try JSON.parse(
      #"""
      {"consultant": "a", "service": "b", "start": "2027-06-07T11:00:00Z", "tax": {"country": "DE"}, "price": 1}
      """#)
    #expect(QuoteCall.read(body).findings.map { "\($0.code) \($0.field)" } == ["unknown-field /price"])
  }

  @Test func aFieldThatIsWrongIsToldWithWhatIsExpectedAndWhatIsGiven() throws {
    let body = try JSON.parse(
      #"""
      {"consultant": 7, "start": "tomorrow", "durration": 30, "participants": 0, "project": {"complexity": "expert"},
       "tax": {"country": "Germany"}}
      """#)
    let told = QuoteCall.read(body).findings.map { finding in
      "\(finding.field): \(finding.parts?.expected ?? "?") | \(finding.parts?.given ?? "?") | \(finding.parts?.cure ?? "")"
    }
    #expect(
      told == [
        "/consultant: a text | int | ", "/service: the type of a service | nothing | add it",
        "/start: an instant, as 2030-01-31T09:00:00Z | 'tomorrow' | ", "/participants: 1 to 1000 | 0 | ",
        "/project/complexity: one of basic, intermediate, advanced, enterprise | 'expert' | ",
        "/tax/country: two capitals of ISO 3166, as DE | 'Germany' | ",
        "/durration: a known field | an unknown one | did you mean 'duration'?",
      ])
  }

  @Test func aFieldThatIsNullIsAsGoodAsAbsent() throws {
    let body = try JSON.parse(
      #"""
      {"consultant": "a", "service": "b", "start": "2027-06-07T11:00:00Z", "tax": {"country": "DE", "vatNumber": null},
       "hold": null, "project": null, "duration": null}
      """#)
    #expect(QuoteCall.read(body).findings == [])
    let missing = QuoteCall.read(["consultant": nil, "service": "b", "start": nil, "tax": nil]).findings
    #expect(missing.map(\.code) == ["missing", "missing", "missing"])
  }

  @Test func aDayAtTheEdgeOfTheCalendarIsNoDayToSearch() throws {
    let catalogue = try Samples.catalogue([try Samples.consultant()])
    for text in ["0001-01-01", "9999-12-31"] {
      let date = try day(text)
      #expect(throws: SlotSearch.Refusal.edgeOfCalendar) {
        _ = try SlotSearch(consultant: "anna-meier", service: "30-for-30", from: date, to: date).prepare(catalogue)
      }
    }
  }

  @Test func aQuoteIsMadeForAFreeStartOnlyAndSaysWhy() throws {
    let catalogue = try Samples.catalogue([try Samples.consultant()])
    let body = try JSON.parse(
      #"""
      {"consultant": "anna-meier", "service": "30-for-30", "start": "2027-06-07T08:00:00Z", "tax": {"country": "DE"},
       "project": {"industry": "retail", "skills": ["ai-strategy"]}}
      """#)
    let call = try #require(QuoteCall.read(body).call)
    let prepared = try QuoteOffice.prepare(call, catalogue)
    let policy = PricePolicy(taxes: PriceTests.germany)
    let now = try Instant.at("2027-06-01T08:00:00Z")
    let quote = try QuoteOffice.quote(call, prepared, booked: [], paid: [], policy: policy, now: now)
    #expect(PriceTests.text(quote.price) == "specialization +300")
    let text = JSON.text(quote.body(prepared, id: "q"))
    #expect(text.contains(#""price":3300"#) && text.contains(#""expiresAt":"2027-06-01T08:15:00Z""#))
    // The same time is taken: the nearest free starts are told.
    let taken = prepared.search.meeting(
      claimed: Interval(prepared.meeting.start.seconds, prepared.meeting.start.seconds + 2_700))
    #expect(taken.meeting.seconds == 1_800)
    do {
      _ = try QuoteOffice.quote(call, prepared, booked: [taken], paid: [], policy: policy, now: now)
      Issue.record("a taken start was quoted")
    } catch {
      guard case .notFree(.booked, nil, let alternatives) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(
        alternatives.map { "\(Instant(seconds: $0) ?? .epoch)".dropFirst(11).prefix(5) } == ["07:00", "09:00", "09:30"])
    }
    // Paid time is demand: 300 of the 600 minutes that are offered in the seven days.
    let start = prepared.meeting.start.seconds
    let dearer = try QuoteOffice.quote(
      call, prepared, booked: [], paid: [Interval(start, start + 18_000)], policy: policy, now: now)
    #expect(dearer.facts.demand == BasisPoints(5_000))
  }
}
