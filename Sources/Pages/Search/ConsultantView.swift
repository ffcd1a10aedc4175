public import CivilTime
public import Locales

/// A word of a list of words, such as a skill: its id, and how people say it.
public struct Term: Hashable, Sendable {
  /// The id, which stands in addresses and forms.
  public let id: String
  /// The words for people, as far as possible in the language of the page.
  public let label: String

  /// Creates a term from its fields.
  public init(id: String, label: String) { (self.id, self.label) = (id, label) }
}

/// A service under a consultant's terms.
public struct OfferView: Hashable, Sendable {
  /// The id of the service, such as `30-for-30`.
  public let service: String
  /// The name of the service.
  public let name: Passage
  /// The description of the service.
  public let description: Passage
  /// Before tax and before anything that changes the price, in minor units.
  public let base: Int64
  /// The currency of the price as an ISO 4217 code, such as `EUR`.
  public let currency: String
  /// The length of the meeting in minutes.
  public let minutes: Int
  /// The most people who may take part.
  public let participants: Int
  /// The things that the service includes.
  public let features: [Passage]

  /// Creates an offer from its fields.
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
  /// The last part of the address of the profile.
  public var slug: String
  /// The name as it is shown.
  public var name: String
  /// The professional title.
  public var title: Passage
  /// The biography; nil if there is none.
  public var biography: Passage?
  /// The languages of meetings: `en`.
  public var languages: [String]
  /// The skills, the best known first.
  public var skills: [Term]
  /// The ids of the skills in which the consultant is at least an expert.
  public var expertSkills: Set<String>
  /// The industries that the consultant knows.
  public var industries: [Term]
  /// The consultant's own zone.
  public var zone: NamedZone
  /// The services that can be booked.
  public var offers: [OfferView]
  /// The earliest free starts that are known, in ascending order.
  public var freeStarts: [Instant]
  /// True if the consultant takes bookings.
  public var isAccepting: Bool
  /// True if the consultant's identity has been verified.
  public var isVerified: Bool
  /// Papers that somebody has looked at: name and issuer.
  public var certificates: [String]
  /// The years of experience.
  public var years: Int
  /// The kinds of meetings: `video`, `phone` and `in_person`.
  public var meetingTypes: [String]
  /// The mean of the reviews; nil without one.
  public var rating: Rating?

  /// The mean of reviews.
  public struct Rating: Hashable, Sendable {
    /// Tenths of a star, 10 to 50.
    public let tenths: Int
    /// The number of reviews, above zero.
    public let count: Int

    /// Creates a rating from its fields.
    public init(tenths: Int, count: Int) { (self.tenths, self.count) = (tenths, count) }
  }

  /// How well they fit a search, 0 to 100; nil without one.
  public var score: Int?
  /// The reason for the score, as a sentence; nil without a search.
  public var reason: String?

  /// Creates a view of a consultant who takes bookings and is not verified. All lists are empty.
  public init(slug: String, name: String, title: Passage, zone: NamedZone) {
    (self.slug, self.name, self.title, self.zone) = (slug, name, title, zone)
    (languages, skills, expertSkills, industries, offers) = ([], [], [], [], [])
    (freeStarts, isAccepting, isVerified, certificates) = ([], true, false, [])
    (years, meetingTypes) = (0, ["video"])
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
