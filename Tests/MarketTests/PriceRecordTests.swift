import CEL
import CivilTime
import Marketplace
import Money
import Pricing
import Testing

/// Rules of prices and rates of tax as records.
@Suite struct PriceRecordTests {
  @Test func whatIsLeftOutIsAsInTheStandard() throws {
    let read = PriceRecord.read(["roundTo": 50], version: 7)
    var expected = PriceRules.standard
    (expected.version, expected.roundTo) = (7, 50)
    #expect(read.rules == expected)
    #expect(read.findings == [])
  }

  @Test func rulesAreReadAsTheyAreWritten() throws {
    var rules = PriceRules.standard
    rules.seasons = [
      Season(from: try .parse("2027-12-20"), to: try .parse("2027-12-31"), factor: BasisPoints(12_000))
    ]
    rules.fixed = ["30-for-30"]
    #expect(PriceRecord.read(PriceRecord.value(rules), version: 1).rules == rules)
  }

  @Test func everythingThatIsWrongIsToldWithItsField() throws {
    let body = try JSON.parse(
      #"""
      {"demand": [{"from": 5, "factor": 30000}], "seasons": [{"from": "2027-01-01", "to": "2027-02-01", "factor": 9000},
        {"from": "2027-02-01", "to": "2027-03-01", "factor": 9000}], "cup": 1}
      """#)
    let read = PriceRecord.read(body, version: 1)
    #expect(read.rules == nil)
    #expect(
      Set(read.findings.map(\.code)) == [
        "factor-out-of-range", "steps-out-of-order", "seasons-overlap", "unknown-field",
      ])
  }

  @Test func theSuppliersOwnCountryNeedsARate() throws {
    let read = TaxRecord.read(["supplier": "AT", "rates": ["DE": [["from": "2021-01-01", "rate": 1_900]]]])
    #expect(read.findings.map { "\($0.code) \($0.field)" } == ["missing rules/tax/rates/AT"])
    #expect(TaxRecord.read(TaxRecord.value(TaxRecord.standard)).table == TaxRecord.standard)
  }

  @Test func theCatalogueNamesTheVersionThatIsInForce() throws {
    #expect(Catalogue.empty.priceRules.version == 0)
    let record = CatalogueRecord(kind: .rules, id: PriceRecord.id, version: 3, body: ["roundTo": 50])
    let catalogue = Catalogue([record], zones: ZoneTable())
    #expect(catalogue.priceRules.version == 3 && catalogue.priceRules.roundTo == 50)
  }
}
