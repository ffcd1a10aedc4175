import CEL
import CivilTime
import Control
import EngineMessages
import Executors
import Ingress
import Leads
import Marketplace
import Storage
import StorageTesting
import Testing

@testable import Daemon

/// Leads are taken from sites, scored, told to bookings, and forgotten.
@Suite struct LeadDeskTests {
  private static let form: Value = [
    "contact": ["name": "Ada Muster", "email": "Ada@example.com"], "jobTitle": "c_level",
    "companySize": "enterprise", "industry": "banking", "decisionAuthority": "decision_maker",
  ]

  private struct Parts {
    let bench: WriterBench
    let desk: LeadDesk
    let acts: LeadActs
    let admin = Caller(
      peer: Peer(pid: 1, uid: 7, gid: 1, admin: true), key: "act-1", reason: "to see", dryRun: false)

    /// Expects an answer that was made or found.
    func value(_ answer: MarketAnswer) throws -> Value {
      switch answer {
      case .made(let value, _, _), .found(let value): return value
      case .refused(let refusal): throw refusal
      case .notStored: throw ControlFailure(status: 503, code: "busy", message: "not stored")
      }
    }

    func tell(_ form: Value, key: String) async throws -> Value {
      try value(try await desk.tell(form, key: key, by: "api:site"))
    }

    func touch(_ id: String, _ kind: Value, key: String) async throws -> Value {
      try value(
        try await desk.touch(id, ["touchpoints": [["kind": kind]]], key: key, by: "api:site"))
    }

    func count(_ kind: String) throws -> Int {
      try bench.store.makeReader().records(of: kind, after: nil, limit: 1_000).count
    }
  }

  private func with(
    sales: SalesAssignment = SalesAssignment(everybody: []), _ body: (Parts) async throws -> Void
  ) async throws {
    let bench = try WriterBench(failures: [:])
    var rules = LeadRules.standard
    rules.targetIndustries = ["banking"]
    rules.sales = sales
    let records = LeadRecords(secret: [1], rules: rules, taxonomy: nil)
    let readers = ReaderPool(bench.store)
    let bundles = DeployedBundles(
      try Definitions.deployment(try Definitions.folder()), library: MailTemplateLibrary())
    let parts = Parts(
      bench: bench, desk: LeadDesk(writer: bench.writer, readers: readers, records: records),
      acts: LeadActs(
        acts: OperatorActs(writer: bench.writer, bundles: bundles), store: StoreReads(readers: readers),
        records: records, keptFor: .seconds(86_400), now: { bench.writer.clock.now }))
    bench.writer.start()
    let result: Result<Void, any Error>
    do { result = .success(try await body(parts)) } catch { result = .failure(error) }
    await bench.writer.stop()
    try result.get()
  }

  @Test func aFormIsScoredAndTheSameKeyIsTakenOnce() async throws {
    try await with { parts in
      let first = try await parts.tell(Self.form, key: "k")
      #expect(first["total"] == 95 && first["grade"] == "A" && first["priority"] == "hot")
      #expect(first["conversionProbability"] == 4_000)
      #expect(first["recommendedActions"] == ["call within 4 working hours", "assign sales"])
      let again = try await parts.desk.tell(Self.form, key: "k", by: "api:site")
      guard case .made(let value, _, isRepeated: true) = again else { return #expect(Bool(false), "\(again)") }
      #expect(value["id"] == first["id"])
      let other = try await parts.desk.tell(["contact": Self.form["contact"] ?? .null], key: "k", by: "api:site")
      guard case .refused(let refusal) = other else { return #expect(Bool(false), "\(other)") }
      #expect(refusal.code == "idempotency_conflict")
      #expect(try parts.count(LeadRecords.kind) == 1)
    }
  }

  @Test func onePersonIsOneLeadHoweverTheAddressIsSpelt() async throws {
    try await with { parts in
      let first = try await parts.tell(Self.form, key: "k1")
      let second = try await parts.tell(
        ["contact": ["name": "Ada", "email": "ADA@EXAMPLE.COM"], "jobTitle": "manager"], key: "k2")
      #expect(first["id"] == second["id"])
      #expect(second["total"] == 80)
      let shown = try await parts.acts.show(ShowLead(id: ShortText(first["id"]?.stringValue ?? "")), parts.admin)
      #expect(shown.scores.count == 2)
      #expect(shown.form["contact"]?["email"] == "ADA@EXAMPLE.COM")
    }
  }

  @Test func theReadSocketIsToldNoNameAndNoWords() async throws {
    try await with { parts in
      let id = try await parts.tell(Self.form, key: "k")["id"]?.stringValue ?? ""
      var reader = parts.admin
      reader.peer.admin = false
      let shown = try await parts.acts.show(ShowLead(id: ShortText(id)), reader)
      #expect(shown.form["contact"] == nil && shown.form["message"] == nil)
      #expect(shown.form["jobTitle"] == "c_level")
      #expect(!id.contains("ada"))
    }
  }

  @Test func m128_whoObjectsHasNoTotalAndGetsNoMarketing() async throws {
    try await with { parts in
      _ = try await parts.tell(Self.form, key: "k1")
      let value = try await parts.tell(
        ["contact": Self.form["contact"] ?? .null, "objectsToProfiling": true], key: "k2")
      for name in ["total", "grade", "priority", "conversionProbability"] {
        #expect(value[name] == .null, "\(name)")
      }
      let booking = try await parts.desk.complete(Self.booking)
      #expect(booking.input["lead"] == nil)
      #expect(booking.input["consents"]?["marketing"] == false)
      #expect(booking.input["consents"]?["terms"] == true)
    }
  }

  private static let booking = StartRequest(
    source: "api:site", key: "b", workflow: "booking",
    input: [
      "client": ["name": "Ada", "email": "ada@example.com"], "consents": ["terms": true, "marketing": true],
    ], content: [], actor: "api:site")

  @Test func aBookingIsToldTheScoreOfWhoBooksAndNobodyElses() async throws {
    try await with { parts in
      _ = try await parts.tell(Self.form, key: "k")
      let told = try await parts.desk.complete(Self.booking)
      #expect(told.input["lead"] == ["score": 95, "grade": "A", "priority": "hot", "rules": "standard-1"])
      #expect(told.input["consents"]?["marketing"] == true)
      var other = Self.booking
      other.input = ["client": ["email": "bob@example.com"]]
      #expect(try await parts.desk.complete(other).input == other.input)
    }
  }

  @Test func aBookingIsAttributedToTheLastTouchpointThatCameByAChannel() async throws {
    try await with { parts in
      let id = try await parts.tell(Self.form, key: "k")["id"]?.stringValue ?? ""
      let touches: Value = [
        "touchpoints": [
          ["kind": "page_view", "channel": "linkedin", "campaign": "winter"],
          ["kind": "mail_click", "channel": "newsletter", "campaign": "spring"], ["kind": "download"],
        ]
      ]
      _ = try parts.value(try await parts.desk.touch(id, touches, key: "t", by: "api:site"))
      let lead = try await parts.desk.complete(Self.booking).input["lead"]
      #expect(lead?["medium"] == "newsletter" && lead?["campaign"] == "spring", "\(lead ?? .null)")
    }
  }

  @Test func touchpointsCountOnceEachAndTheOldestGo() async throws {
    try await with { parts in
      let id = try await parts.tell(Self.form, key: "k")["id"]?.stringValue ?? ""
      _ = try await parts.touch(id, "download", key: "t1")
      let again = try await parts.touch(id, "download", key: "t1")
      #expect(again["groups"]?["behaviour"]?["parts"]?["downloads"] == 5)
      #expect(try parts.count(LeadRecords.touches) == 1)
      for batch in 0..<3 {
        let many = Value.list(Array(repeating: ["kind": "social"], count: 100))
        _ = try parts.value(
          try await parts.desk.touch(id, ["touchpoints": many], key: "m\(batch)", by: "api:site"))
      }
      #expect(try parts.count(LeadRecords.touches) == LeadRecords.mostTouches)
      let lost = try await parts.desk.touch("nobody", ["touchpoints": [["kind": "download"]]], key: "x", by: "api:s")
      guard case .refused(let refusal) = lost else { return #expect(Bool(false), "\(lost)") }
      #expect(refusal.status == 404)
    }
  }

  @Test func theBestLeadsGoToWhoHasTheFewest() async throws {
    try await with(sales: SalesAssignment(everybody: ["bea", "carl"])) { parts in
      var people: [Value?] = []
      for name in ["a", "b", "c", "d"] {
        var form = Self.form.mapValue ?? ValueMap()
        form["contact"] = ["name": "x", "email": .string("\(name)@example.com")]
        people.append(try await parts.tell(.map(form), key: name)["assigned"])
      }
      #expect(people == ["bea", "carl", "bea", "carl"])
      let cold = try await parts.tell(["contact": ["name": "x", "email": "e@example.com"]], key: "e")
      #expect(cold["assigned"] == .null)
    }
  }

  @Test func howLeadsEndedMakesTheProbability() async throws {
    try await with { parts in
      let id = try await parts.tell(Self.form, key: "k")["id"]?.stringValue ?? ""
      _ = try await parts.acts.run(CloseLead(id: ShortText(id), result: .won), parts.admin)
      let failure = await #expect(throws: ControlFailure.self) {
        try await parts.acts.run(CloseLead(id: ShortText(id), result: .lost), parts.admin)
      }
      #expect(failure?.code == "not_now")
      // hu((1·10,000 + 20·4,000) / 21)
      let again = try await parts.tell(Self.form, key: "k2")
      #expect(again["conversionProbability"] == 4_286 && again["status"] == "open")
    }
  }

  @Test func aForgottenLeadLeavesNothing() async throws {
    try await with { parts in
      let id = try await parts.tell(Self.form, key: "k")["id"]?.stringValue ?? ""
      _ = try await parts.touch(id, "webinar", key: "t")
      _ = try await parts.acts.run(ForgetLead(id: ShortText(id)), parts.admin)
      let reader = try parts.bench.store.makeReader()
      #expect(try reader.recordLog(after: 0, limit: 100).isEmpty)
      let gone = try await parts.desk.show(id)
      guard case .refused(let refusal) = gone else { return #expect(Bool(false), "\(gone)") }
      #expect(refusal.code == "not_found")
    }
  }

  @Test func whatIsTooOldIsDropped() async throws {
    try await with { parts in
      let id = try await parts.tell(Self.form, key: "k")["id"]?.stringValue ?? ""
      _ = try await parts.touch(id, "webinar", key: "t")
      func look(_ time: Duration) async {
        await RecordRetention(
          writer: parts.bench.writer, readers: ReaderPool(parts.bench.store), leadsFor: time, searchesFor: time,
          mostSearches: 10
        ).look()
      }
      await look(.seconds(60))
      #expect(try parts.count(LeadRecords.kind) == 1)
      await look(.zero)
      #expect(try parts.count(LeadRecords.kind) == 0)
      #expect(try parts.count(LeadRecords.touches) == 0)
    }
  }
}
