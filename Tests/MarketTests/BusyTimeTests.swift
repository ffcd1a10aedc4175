import Availability
import CEL
import CivilTime
import Marketplace
import Testing

/// Other calendars of a consultant, as the catalogue counts them.
@Suite struct BusyTimeTests {
  private func catalogue(_ calendars: [String: BusyTime]) throws -> Catalogue {
    let base = try Samples.catalogue([try Samples.consultant()])
    let records = CatalogueRecord.Kind.allCases.flatMap { base.records($0) }
    let busy = calendars.map { CatalogueRecord(kind: .busy, id: $0.key, version: 1, body: $0.value.record) }
    return Catalogue(records + busy, zones: try Samples.zones())
  }

  @Test func m43_allCalendarsOfAConsultantTakeTimeAwayAndTheOldestIsTold() throws {
    let (old, new) = (try Instant.at("2027-06-01T08:00:00Z"), try Instant.at("2027-06-03T08:00:00Z"))
    let nine = try Instant.at("2027-06-07T07:00:00Z").seconds
    let catalogue = try catalogue([
      "anna-meier/work": BusyTime(fetched: old, intervals: [Interval(nine, nine + 3_600)]),
      "anna-meier/home": BusyTime(fetched: new, intervals: [Interval(nine + 1_800, nine + 7_200)]),
      "somebody-else/work": BusyTime(fetched: old, intervals: [Interval(nine, nine + 36_000)]),
    ])
    #expect(catalogue.busy("anna-meier") == [Interval(nine, nine + 7_200)])
    #expect(catalogue.busyAsOf("anna-meier") == old)
    let search = SlotSearch(
      consultant: "anna-meier", service: "30-for-30", from: try .parse("2027-06-07"), to: try .parse("2027-06-07"))
    let starts = try search.prepare(catalogue).availability(booked: [], now: old).starts()
    // The buffer follows what a calendar says, as it follows a meeting.
    #expect(starts.allSatisfy { $0 >= nine + 7_200 } && !starts.isEmpty)
  }

  @Test func aRecordThatIsNoneTakesNothingAway() throws {
    #expect(BusyTime(record: ["fetched": "yesterday"]) == nil)
    let busy = BusyTime(fetched: .epoch, intervals: [Interval(0, 60)], problems: ["one"])
    #expect(BusyTime(record: busy.record) == busy)
  }
}
