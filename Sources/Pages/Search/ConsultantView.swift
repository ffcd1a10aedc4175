public import CivilTime
public import Locales

/// A word of a list of words, such as a skill: its id, and how people say it.
public struct Term: Hashable, Sendable {
  public let id: String
  public let label: String

  public init(id: String, label: String) { (self.id, self.label) = (id, label) }
}

/// A service under a consultant's terms.
public struct OfferView: Hashable, Sendable {
  public let service: String
  public let name: Passage
  public let description: Passage
  /// Before tax and before anything that changes the price, in minor units.
  public let base: Int64
  public let currency: String
  public let minutes: Int
  public let participants: Int
  public let features: [Passage]

  public init(
    service: String, name: Passage, description: Passage, base: Int64, currency: String, minutes: Int,
    participants: Int, features: [Passage]
  ) {
    (self.service, self.name, self.description, self.base) = (service, name, description, base)
    (self.currency, self.minutes, self.participants, self.features) = (currency, minutes, participants, features)
  }
}

/// A consultant as clients see them, in the language of a page as far as there are texts.
public struct ConsultantView: Hashable, Sendable {
  public var slug: String
  public var name: String
  public var title: String
  public var biography: Passage?
  /// The languages of meetings: `en`.
  public var languages: [String]
  /// What they know best comes first.
  public var skills: [Term]
  public var expertSkills: Set<String>
  public var industries: [Term]
  public var zone: NamedZone
  public var offers: [OfferView]
  /// The earliest free starts that are known, in ascending order.
  public var freeStarts: [Instant]
  public var isAccepting: Bool
  public var isVerified: Bool
  /// Papers that somebody has looked at: name and issuer.
  public var certificates: [String]
  /// How well they fit a search, 0 to 100; nil without one.
  public var score: Int?
  /// Why.
  public var reason: String?

  public init(slug: String, name: String, title: String, zone: NamedZone) {
    (self.slug, self.name, self.title, self.zone) = (slug, name, title, zone)
    (languages, skills, expertSkills, industries, offers) = ([], [], [], [], [])
    (freeStarts, isAccepting, isVerified, certificates) = ([], true, false, [])
  }

  /// The first letters of the names, for want of a picture.
  var initials: String {
    let words = name.split(separator: " ")
    return String([words.first?.first, words.count > 1 ? words.last?.first : nil].compactMap(\.self))
  }

  /// One of eight tints, always the same for one consultant.
  var tint: Int { slug.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % 8 }

  /// The offer with the lowest price.
  var cheapest: OfferView? { offers.min { $0.base < $1.base } }
}
