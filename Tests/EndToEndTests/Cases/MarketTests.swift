import CEL
import CivilTime
import Foundation
import Synchronization
import Testing

extension EndToEnd {
  /// From a start that is free to a booking of it: holds, quotes, and what is refused on the way.
  @Suite struct Market {
    @Test func m35_ofFiftyBookingsOfOneStartOneIsMadeAndTheOthersAreToldWhatIsFree() throws {
      let market = try MarketRig()
      let quotes = try (0..<50).map { try market.quote("quote-\($0)").id }
      let answers = Mutex<[HTTPAnswer?]>([])
      DispatchQueue.concurrentPerform(iterations: 50) { number in
        let answer = try? market.book("book-\(number)", quote: quotes[number])
        answers.withLock { $0.append(answer) }
      }
      let all = answers.withLock { $0.compactMap(\.self) }
      #expect(all.count { $0.status == 201 } == 1)
      let refused = all.filter { $0.status == 409 && $0.code == "slot_taken" }
      #expect(refused.count == 49)
      #expect(refused.allSatisfy { $0.json["alternatives"]?.listValue?.count == 3 })
      #expect(try market.claims().count == 1)
    }

    @Test func m36_m37_aHoldIsKeptForWhoHasItAndTakenByTheirBooking() throws {
      let market = try MarketRig()
      let hold = try market.hold("hold")
      #expect(hold.status == 201)
      let repeated = try market.hold("hold")
      #expect(repeated.reference == hold.reference)
      // Another one is refused, with the starts that are free, and so is a quote.
      let other = try market.hold("other")
      #expect(other.status == 409 && other.code == "slot_taken")
      #expect(other.json["alternatives"]?.listValue?.count == 3)
      let start = try market.start()
      let quote = try market.quote("quote", more: ["hold": .string(hold.reference)])
      #expect(quote.status == 201, "\(quote.text)")
      #expect(try market.quote("without").status == 409)
      #expect(try market.book("without", quote: quote.id).code == "slot_taken")
      let booked = try market.book("book", quote: quote.id, hold: hold.reference)
      #expect(booked.status == 201, "\(booked.text)")
      try market.rig.settle()
      #expect(try market.claims() == [booked.reference])
      #expect(try market.status(hold.reference) == "taken")
      #expect(try market.rig.number("SELECT count(*) FROM incidents") == 0)
      // Nobody takes the place of the booking by naming the same hold.
      let second = try market.quote("second", start: try market.start(minutes: 300))
      #expect(try market.book("second", quote: second.id, hold: hold.reference).code == "hold_mismatch")
      #expect(start == quote.json["start"]?.stringValue)
    }

    @Test func m37_m39_aHoldOutlivesAKilledDaemonAndEndsAtItsInstant() throws {
      let market = try MarketRig()
      let hold = try market.hold("hold")
      try market.rig.kill()
      try market.rig.start()
      #expect(try market.status(hold.reference) == "held")
      #expect(try market.quote("early").status == 409)
      try market.rig.advance(to: market.rig.now.after(.seconds(601)))
      #expect(try market.status(hold.reference) == "expired")
      #expect(try market.claims().isEmpty)
      let quote = try market.quote("late")
      #expect(try market.book("late", quote: quote.id).status == 201)
    }

    @Test func m38_aBookingWhoseHoldHasEndedIsRefused() throws {
      let market = try MarketRig()
      let hold = try market.hold("hold")
      let quote = try market.quote("quote", more: ["hold": .string(hold.reference)])
      try market.rig.advance(to: market.rig.now.after(.seconds(660)))
      let refused = try market.book("book", quote: quote.id, hold: hold.reference)
      #expect(refused.status == 409 && refused.code == "hold_ended")
      // Nothing has used the quote: without the hold the time is free.
      #expect(try market.book("again", quote: quote.id).status == 201)
    }

    @Test func m3_m56_aBookingCostsWhatItsQuoteSaidWhateverChangesAfterwards() throws {
      let market = try MarketRig()
      let quote = try market.quote("quote")
      #expect(quote.json["total"] == 3_570)
      try market.importCatalogue(
        price: 6_000,
        rules: "rules: {pricing: {roundTo: 50, seasons: [{from: 2020-01-01, to: 2060-12-31, factor: 9000}]}}")
      let booked = try market.book("book", quote: quote.id)
      #expect(booked.status == 201, "\(booked.text)")
      let row = try market.rig.rows(
        "SELECT json_extract(s.body, '$.input.price'), json_extract(s.body, '$.input.quote.rules') FROM families f JOIN family_starts s ON s.family = f.id WHERE f.key = '\(booked.reference)'"
      )
      #expect(row == [["3570", "0"]])
      let dearer = try market.quote("dearer", start: try market.start(minutes: 120))
      #expect(dearer.json["price"] == 5_400 && dearer.json["rules"] == 1, "\(dearer.text)")
    }

    @Test func m57_anExpiredQuoteIsAnsweredWithAFreshOne() throws {
      let market = try MarketRig()
      let quote = try market.quote("quote")
      try market.rig.advance(to: market.rig.now.after(.seconds(901)))
      let refused = try market.book("book", quote: quote.id)
      #expect(refused.status == 409 && refused.code == "quote_expired")
      let fresh = refused.json["quote"]?["id"]?.stringValue ?? ""
      #expect(fresh != quote.id && refused.json["quote"]?["total"] == 3_570)
      #expect(try market.book("book", quote: fresh).status == 201)
    }

    @Test func aQuoteIsExtendedOnce() throws {
      let market = try MarketRig()
      let quote = try market.quote("quote")
      #expect(try market.post("quotes/\(quote.id)/extend", .map(ValueMap()), key: "a").status == 200)
      #expect(try market.post("quotes/\(quote.id)/extend", .map(ValueMap()), key: "b").code == "not_extendable")
      try market.rig.advance(to: market.rig.now.after(.seconds(1_700)))
      #expect(try market.book("book", quote: quote.id).status == 201)
    }

    @Test func m58_aQuoteIsUsedByOneBookingAndARepeatedRequestIsAnsweredAsTheFirst() throws {
      let market = try MarketRig()
      let quote = try market.quote("quote")
      #expect(try market.quote("quote").id == quote.id)
      let answers = Mutex<[HTTPAnswer?]>([])
      DispatchQueue.concurrentPerform(iterations: 8) { number in
        let answer = try? market.book("book-\(number)", quote: quote.id)
        answers.withLock { $0.append(answer) }
      }
      let all = answers.withLock { $0.compactMap(\.self) }
      let made = all.filter { $0.status == 201 }
      #expect(made.count == 1)
      #expect(all.filter { $0.status == 409 }.allSatisfy { ["quote_used", "slot_taken"].contains($0.code) })
      let winner = try #require(
        (0..<8).first { (try? market.book("book-\($0)", quote: quote.id))?.status == 201 })
      let again = try market.book("book-\(winner)", quote: quote.id)
      #expect(again.status == 201 && again.reference == made.first?.reference)
      try market.rig.advance(to: market.rig.now.after(.seconds(1_800)))
      #expect(try market.book("book-\(winner)", quote: quote.id).reference == made.first?.reference)
      #expect(try market.book("other", quote: quote.id).code == "quote_used")
    }

    @Test func m59_aPriceOfTheCallersIsAnUnknownField() throws {
      let market = try MarketRig(settings: "market: {quotes: required}")
      let quote = try market.quote("quote")
      var order = MarketRig.order(quote: quote.id)
      order["price"] = 1
      let refused = try market.post("bookings", .map(order), key: "book")
      #expect(refused.status == 422 && refused.code == "wrong_input")
      #expect(refused.json["errors"]?.listValue?.compactMap { $0["pointer"]?.stringValue } == ["#/price"])
      // Where quotes are required, no site prices for itself.
      let raw = try market.post(
        "bookings", Order(key: "raw", consultant: "anna", start: try market.rig.now.noon(inDays: 3)).json, key: "raw")
      #expect(raw.status == 422)
      #expect(raw.json["errors"]?.listValue?.contains { $0["pointer"]?.stringValue == "#/quote" } == true)
    }

    @Test func everythingThatIsWrongWithAQuoteOrAHoldIsToldAtOnce() throws {
      let market = try MarketRig()
      let quote = try market.post("quotes", ["service": 3, "tax": ["country": "Germany"], "prise": 1], key: "wrong")
      #expect(quote.status == 422)
      #expect(
        Set(quote.json["errors"]?.listValue?.compactMap { $0["pointer"]?.stringValue } ?? [])
          == ["#/consultant", "#/service", "#/start", "#/tax/country", "#/prise"])
      let hold = try market.post("holds", ["consultant": "nobody", "service": "x", "start": "y"], key: "wrong")
      #expect(hold.status == 422 && hold.json["errors"]?.listValue?.count == 1)
      let empty = try market.post("holds", [:], key: "empty")
      #expect(
        empty.json["errors"]?.listValue?.compactMap { $0["pointer"]?.stringValue } == [
          "#/consultant", "#/service", "#/start",
        ], "\(empty.text)")
      #expect(
        try market.post("holds", ["consultant": "nobody", "service": "x", "start": .string(market.start())], key: "z")
          .status == 422)
    }

    @Test func aClientHoldsThreeTimesAtMostAndADayTwo() throws {
      let market = try MarketRig()
      for day in Int64(2)...4 {
        #expect(
          try market.hold(
            "day \(day)".replacingOccurrences(of: " ", with: "-"), start: try market.start(days: day), client: "cl-1"
          ).status == 201)
      }
      #expect(try market.hold("fourth", start: try market.start(days: 6), client: "cl-1").code == "slot_taken")
      #expect(try market.hold("other", start: try market.start(days: 6), client: "cl-2").status == 201)
      #expect(try market.hold("second", start: try market.start(days: 6, minutes: 60), client: "cl-3").status == 201)
      #expect(
        try market.hold("third", start: try market.start(days: 6, minutes: 120), client: "cl-4").code == "slot_taken")
    }

    @Test func m43_anOldCalendarStillTakesTimeAwayAndIsAnIncident() throws {
      let market = try MarketRig()
      let day = String(try market.start().prefix(10))
      let path = "/v1/consultants/\(MarketRig.slug)/slots?service=30-for-30&from=\(day)&to=\(day)"
      let free = try market.get(path)
      #expect(free.json["slots"]?.listValue?.count == 20 && free.json["unverified"] == nil)
      let compact = day.replacingOccurrences(of: "-", with: "")
      let feed = [
        "BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "DTSTART:\(compact)T080000Z", "DTEND:\(compact)T120000Z",
        "END:VEVENT",
        "END:VCALENDAR", "",
      ]
      let file = market.rig.folder.appendingPathComponent("work.ics")
      try feed.joined(separator: "\r\n").write(to: file, atomically: false, encoding: .utf8)
      let done = try market.rig.ctl("calendar", "import", MarketRig.slug, file.path, "--reason", "test")
      #expect(done.code == 0, "\(done.out)\(done.err)")
      // From noon on, with the buffer after what the calendar says.
      let fresh = try market.get(path)
      #expect(fresh.json["slots"]?.listValue?.count == 11 && fresh.json["unverified"] == false, "\(fresh.text)")
      // Half of the same file, or an error page in its place, makes no time free.
      try feed.prefix(4).joined(separator: "\r\n").write(to: file, atomically: false, encoding: .utf8)
      let half = try market.rig.ctl("calendar", "import", MarketRig.slug, file.path, "--reason", "test")
      #expect(half.code != 0 && half.err.contains("no whole calendar"), "\(half.out)\(half.err)")
      #expect(try market.get(path).json["slots"] == fresh.json["slots"])
      try market.rig.advance(to: market.rig.now.after(.seconds(90_000)))
      let old = try market.get(path)
      #expect(old.json["slots"] == fresh.json["slots"] && old.json["unverified"] == true)
      try market.rig.settle()
      #expect(try market.rig.number("SELECT count(*) FROM incidents WHERE code = 'stale_calendar'") == 1)
      #expect(
        try market.rig.ctl("calendar", "export", MarketRig.slug).out.contains("FREEBUSY;FBTYPE=BUSY:\(compact)T080000Z")
      )
    }

    @Test func m4_whoIsSuspendedIsHiddenAtOnceAndTheirBookingsStand() throws {
      let market = try MarketRig()
      let booked = try (Int64(5)...7).map { day in
        try market.book("book-\(day)", quote: try market.quote("quote-\(day)", start: try market.start(days: day)).id)
      }
      let done = try market.rig.ctl("consultants", "move", MarketRig.slug, "suspended", "--reason", "test")
      #expect(done.code == 0, "\(done.out)\(done.err)")
      #expect(try market.get("/v1/consultants/\(MarketRig.slug)").status == 404)
      #expect(try market.quote("late", start: try market.start(minutes: 120)).status == 422)
      for answer in booked { #expect(try market.status(answer.reference) == "pending_payment") }
      try market.rig.settle()
      let tasks = try market.rig.ctl("tasks", "list").out
      #expect(tasks.contains("3 bookings of a suspended consultant"), "\(tasks)")
    }
  }
}
