public import CivilTime
public import Ingress
public import Locales
public import Pages

/// A consultant who fits what was searched for, and why.
public struct SearchHit: Sendable, Hashable {
  /// The slug of the consultant.
  public var slug: String
  /// 0 to 100.
  public var score: Int
  /// The reason as a sentence for people; nil if there is none.
  public var reason: String?

  /// Creates a hit from its fields.
  public init(slug: String, score: Int, reason: String?) {
    (self.slug, self.score, self.reason) = (slug, score, reason)
  }
}

/// The marketplace as its pages see it: what the public API asks for, and the catalogue in the words of a language.
public protocol SiteServices: Sendable {
  /// The services of the public API. The site is one of its callers.
  var receiver: any EventReceiver { get }
  /// The daemon's time.
  var now: Instant { get }
  /// Returns a zone by its name; nil if none is known by it.
  func zone(_ name: String) -> NamedZone?
  /// Returns a stream with an element for each change of a booking from now on. It may tell of more than there was.
  func changes(of reference: String) -> AsyncStream<Void>
  /// Returns everybody who is shown, in the order of their slugs.
  ///
  /// - Throws: `Unreadable` if the store cannot be read.
  func consultants(in language: SiteLanguage) async throws(Unreadable) -> [ConsultantView]
  /// Returns what clients say and how much is booked, without logos.
  ///
  /// - Throws: `Unreadable` if the store cannot be read.
  func proof() async throws(Unreadable) -> SocialProof
  /// Returns the documents of a booking in the order in which they were issued.
  ///
  /// - Throws: `Unreadable` if the store cannot be read.
  func documents(of reference: String) async throws(Unreadable) -> [InvoiceView]
  /// True for a number of value-added tax of a country whose form and check digits are right; of a country outside of the
  /// union any number is.
  ///
  /// - Parameter country: ISO 3166.
  func isTaxNumber(_ number: String, of country: String) -> Bool
  /// Returns who fits a text, the best first; nil if nothing is searched.
  ///
  /// - Throws: `Unreadable` if the store cannot be read.
  func search(_ text: String, in language: SiteLanguage) async throws(Unreadable) -> [SearchHit]?
}
