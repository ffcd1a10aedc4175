import CivilTime
import Control
import Ingress
import Locales
import Matching
import Marketplace
import Pages
import Pricing
import Site
import Storage

/// The marketplace behind the site.
struct SiteCatalogue: SiteServices {
  let receiver: any EventReceiver
  let writer: WriterThread
  let readers: ReaderPool
  let shelf: SiteShelf
  let proofShelf = ProofShelf()
  /// Nil if nothing is searched.
  let matches: MatchShelf?
  let zones: any ZoneSource
  let eventStream: EventStream

  /// As many as a search may find.
  private static let mostHits = 50

  var now: Instant { writer.clock.now }

  func zone(_ name: String) -> NamedZone? {
    if name == "UTC" { return NamedZone(name: name, rules: .utc) }
    guard name.utf8.count <= 64, name.utf8.allSatisfy(Self.isOfName), let rules = zones.rules(for: name) else {
      return nil
    }
    return NamedZone(name: name, rules: rules)
  }

  /// The text is checked before it can become part of a path.
  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"):
      true
    default: false
    }
  }

  func changes(of reference: String) -> AsyncStream<Void> {
    let changes = eventStream.subscribe { $0.reference == reference }
    return AsyncStream { await changes.next().map { _ in () } }
  }

  func consultants(in language: SiteLanguage) async throws(Unreadable) -> [ConsultantView] {
    let now = now
    return try await reading { [shelf] reader throws(StoreError) in
      try shelf.consultants(reader, in: language, now: now)
    }
  }

  func proof() async throws(Unreadable) -> SocialProof {
    let now = now
    return try await reading { [proofShelf] reader throws(StoreError) in try proofShelf.proof(reader, now: now) }
  }

  func documents(of reference: String) async throws(Unreadable) -> [InvoiceView] {
    let found = try await reading { reader throws(StoreError) in
      try InvoiceRecords.documents(of: reference, reader)
    }
    return found.map { InvoiceView($0) }
  }

  func isTaxNumber(_ number: String, of country: String) -> Bool {
    guard TaxTable.union.contains(country) else { return true }
    guard let number = VATNumber(number) else { return false }
    return number.isValid && number.country == country
  }

  func search(_ text: String, in language: SiteLanguage) async throws(Unreadable) -> [SearchHit]? {
    guard let matches else { return nil }
    let now = now
    return try await reading { reader throws(StoreError) -> [SearchHit]? in
      let matcher = try matches.matcher(reader, now: now)
      let request = MatchRequest(text: text, maxResults: Self.mostHits)
      // A text without a word to search for finds everybody.
      guard let answer = try? matcher.find(request, now: now) else { return nil }
      let spoken: Language = language == .de ? .german : .english
      return answer.results.map {
        SearchHit(
          slug: $0.consultant, score: $0.overall, reason: ExplanationText.why($0, matches.files.taxonomy, spoken))
      }
    }
  }

  private func reading<T: Sendable>(
    _ body: @escaping @Sendable (any StoreReader) throws(StoreError) -> T
  ) async throws(Unreadable) -> T {
    do throws(StoreError) {
      return try await readers.query(body)
    } catch {
      throw Unreadable()
    }
  }
}
