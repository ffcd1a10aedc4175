import CEL
import CivilTime
import Foundation
import Testing

extension EndToEnd {
  /// The reads of consultants and of their time.
  @Suite struct MarketReads {
    private static func day(_ start: String) -> String { String(start.prefix(10)) }

    private static func starts(_ answer: HTTPAnswer) -> [String] {
      (answer.json["slots"]?.listValue ?? []).compactMap { $0["start"]?.stringValue }
    }

    @Test func m5_anOldNameOfAServiceIsUnderstoodAndAnsweredByItsNewOne() throws {
      let market = try MarketRig()
      let quote = try market.quote("old", more: ["service": "thirty-for-thirty"])
      #expect(quote.status == 201 && quote.json["service"] == "30-for-30", "\(quote.text)")
      let day = Self.day(try market.start())
      let slots = try market.get(
        "/v1/consultants/\(MarketRig.slug)/slots?service=thirty-for-thirty&from=\(day)&to=\(day)")
      #expect(Self.starts(slots).count == 20)
    }

    @Test func m26_theDayOfACancelledBookingIsOpenAgain() throws {
      let market = try MarketRig(record: ["maxPerDay: 1"])
      let day = Self.day(try market.start())
      let booked = try market.book("book", quote: try market.quote("quote").id)
      #expect(booked.status == 201)
      #expect(Self.starts(try market.slots(day)).isEmpty)
      let refused = try market.quote("second", start: try market.start(minutes: 240))
      #expect(refused.code == "slot_taken" && refused.json["reason"] == "max_daily_limit", "\(refused.text)")
      let done = try market.rig.ctl("bookings", "cancel", booked.reference, "--reason", "test")
      #expect(done.code == 0, "\(done.out)\(done.err)")
      try market.rig.settle()
      #expect(Self.starts(try market.slots(day)).count == 20)
      #expect(try market.quote("third", start: try market.start(minutes: 240)).status == 201)
    }

    @Test func m30_m34_theReasonIsTheSameInSlotsAndInARefusalAndToldToSitesOnly() throws {
      let market = try MarketRig(record: ["buffer: 30"], hours: "00:00-24:00")
      // Half past eleven at night, for half an hour: its buffer is the next day's first half hour.
      let late = try market.start(days: 5, minutes: 13 * 60 + 30)
      #expect(try market.book("book", quote: try market.quote("quote", start: late).id).status == 201)
      let midnight = try market.start(days: 6, minutes: -10 * 60)
      let next = try market.slots(Self.day(midnight))
      #expect(Self.starts(next).first == (try market.start(days: 6, minutes: -10 * 60 + 30)))
      let refused = try market.quote("early", start: midnight)
      #expect(refused.json["reason"] == "buffer_time", "\(refused.text)")
      let cells = try market.slots(Self.day(midnight), explain: true).json["slots"]?.listValue ?? []
      #expect(cells.count == 48)
      #expect(cells.first?["start"]?.stringValue == midnight && cells.first?["reason"] == "buffer_time")
      #expect(cells.first?["available"] == false && cells.last?["available"] == true)
      let booked = try market.slots(Self.day(late), explain: true).json["slots"]?.listValue ?? []
      #expect(booked.last?["reason"] == "booked" && booked.dropLast().last?["reason"] == "buffer_time")
      let path = "/v1/consultants/\(MarketRig.slug)/slots?service=30-for-30&from=2030-01-01&to=2030-01-01&explain=1"
      #expect(try market.get(path).status == 401)
    }

    @Test func startsOfSeveralConsultantsAreOneAnswerAndWhoIsGoneIsNamed() throws {
      let market = try MarketRig()
      let day = Self.day(try market.start())
      let path = "/v1/slots?service=30-for-30&from=\(day)&to=\(day)&consultants="
      let both = try market.get("\(path)\(MarketRig.slug),nobody,\(MarketRig.slug)&zone=Asia/Kathmandu")
      #expect(both.status == 200, "\(both.text)")
      #expect(both.json["missing"] == ["nobody"])
      let items = both.json["items"]?.listValue ?? []
      #expect(items.count == 1 && items.first?["consultant"]?.stringValue == MarketRig.slug)
      #expect(items.first?["slots"]?.listValue?.first?["wall"]?.stringValue?.hasSuffix(":45:00") == true)
      let many = (0..<51).map { "c\($0)" }.joined(separator: ",")
      for wrong in ["", many] {
        let refused = try market.get(path + wrong)
        #expect(refused.json["errors"]?.listValue?.compactMap { $0["pointer"]?.stringValue } == ["#/consultants"])
      }
      let wrong = try market.get("/v1/slots?duration=x&zone=Europe/Atlantis&explain=2&prices=yes&colour=red")
      #expect(
        wrong.json["errors"]?.listValue?.compactMap { $0["pointer"]?.stringValue } == [
          "#/consultants", "#/from", "#/to", "#/service", "#/duration", "#/zone", "#/explain", "#/prices", "#/colour",
        ], "\(wrong.text)")
    }

    @Test func thePriceBesideAStartIsThatOfItsQuote() throws {
      let market = try MarketRig(
        hours: "08:00-12:00")
      try market.importCatalogue(
        rules: "rules: {pricing: {seasons: [{from: 2020-01-01, to: 2060-12-31, factor: 9000}]}}", hours: "08:00-12:00")
      for days in [Int64(1), 2, 3, 5] {
        let start = try market.start(days: days)
        let slots = try market.slots(Self.day(start), more: "&prices=1").json["slots"]?.listValue ?? []
        let slot = slots.first { $0["start"]?.stringValue == start }
        let quote = try market.quote("quote-\(days)", start: start)
        #expect(slot?["pricing"]?["price"] == quote.json["price"] && quote.status == 201, "\(quote.text)")
        #expect(slot?["pricing"]?["currency"] == "EUR")
      }
    }

    @Test func listsHaveATagThatChangesWithWhatTheyShow() throws {
      let market = try MarketRig()
      func tag(_ path: String) throws -> String { try market.get(path).headers["etag"] ?? "none" }
      let paths = ["/v1/services", "/v1/consultants", "/v1/consultants/\(MarketRig.slug)"]
      for path in paths {
        let before = try tag(path)
        #expect(try market.get(path, headers: ["If-None-Match": before]).status == 304, "\(path) \(before)")
      }
      let (services, consultants, consultant) = (try tag(paths[0]), try tag(paths[1]), try tag(paths[2]))
      try market.importCatalogue(price: 4_000)
      #expect(try tag(paths[0]) == services)
      #expect(try tag(paths[1]) != consultants)
      #expect(try market.get(paths[2], headers: ["If-None-Match": consultant]).status == 200)
    }

    /// A folder of zone files, in which Berlin has the clock of another city.
    private static func zones(_ folder: URL, _ edition: String, berlin: String) throws -> [String: String] {
      let (files, own) = (FileManager.default, folder.appendingPathComponent("zones-\(edition)"))
      try files.createDirectory(at: own.appendingPathComponent("Europe"), withIntermediateDirectories: true)
      try files.copyItem(
        atPath: "/usr/share/zoneinfo/\(berlin)", toPath: own.appendingPathComponent("Europe/Berlin").path)
      try "\(edition)\n".write(to: own.appendingPathComponent("+VERSION"), atomically: false, encoding: .utf8)
      return ["TZDIR": own.path]
    }

    @Test func m42_newRulesOfAZoneAskAPersonAboutEachBookingThatTheyTouchAndMoveNone() throws {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zones-\(UUID().uuidString.prefix(8))")
      defer { try? FileManager.default.removeItem(at: folder) }
      let market = try MarketRig(environment: try Self.zones(folder, "2030a", berlin: "Europe/Berlin"))
      let booked = try market.book("book", quote: try market.quote("quote").id)
      #expect(booked.status == 201, "\(booked.text)")
      func claims() throws -> [[String?]] { try market.rig.rows("SELECT * FROM claims ORDER BY name") }
      let before = try claims()
      market.rig.stop()
      try market.rig.start(environment: try Self.zones(folder, "2030b", berlin: "Europe/London"))
      // The daemon takes events before it has looked at all bookings.
      var tasks = ""
      for _ in 0..<200 where !tasks.contains("2030b") { tasks = try market.rig.ctl("tasks", "list").out }
      #expect(tasks.contains("the rules of the clocks have changed (2030b)"), "\(tasks)")
      #expect(tasks.split(separator: "\n").filter { $0.contains("2030b") }.count == 1)
      #expect(try claims() == before)
      #expect(try market.status(booked.reference) == "pending_payment")
      // The same rules again: nobody is asked twice.
      market.rig.stop()
      try market.rig.start(environment: try Self.zones(folder, "2030c", berlin: "Europe/London"))
      var edition: String?
      for _ in 0..<200 where edition != "2030c" {
        edition = try market.rig.rows("SELECT value FROM meta WHERE key = 'zone-edition'").first?.first ?? nil
      }
      #expect(edition == "2030c")
      #expect(try market.rig.number("SELECT count(*) FROM task_states WHERE step_type = 'human.task'") == 1)
    }
  }
}
