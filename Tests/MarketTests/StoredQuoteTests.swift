import CEL
import CivilTime
import Marketplace
import Testing

@Suite struct StoredQuoteTests {
  private func quote() throws -> StoredQuote {
    StoredQuote(body: ["price": 3_300], call: ["service": "s"], expires: try .at("2027-06-01T12:15:00Z"))
  }

  @Test func m57_aQuoteThatHasExpiredIsNotUsed() throws {
    let (quote, expiry) = (try quote(), try Instant.at("2027-06-01T12:15:00Z"))
    let before = try Instant.at("2027-06-01T12:14:59Z")
    #expect(throws: StoredQuote.Refusal.expired) { try quote.used(by: "a", at: expiry) }
    #expect(try quote.used(by: "a", at: before).usedBy == "a")
  }

  @Test func m58_oneQuoteIsForOneBooking() throws {
    let now = try Instant.at("2027-06-01T12:00:00Z")
    let used = try quote().used(by: "a", at: now)
    #expect(throws: StoredQuote.Refusal.used) { try used.used(by: "b", at: now) }
    // The same key is answered as before, also when the quote has expired since.
    let later = try Instant.at("2027-06-02T12:00:00Z")
    #expect(try used.used(by: "a", at: later) == used)
    #expect(StoredQuote(record: used.record) == used)
    #expect(StoredQuote(record: ["other": 1]) == nil)
  }
}
