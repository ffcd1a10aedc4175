public import CivilTime

/// The part of a consultant's record that matching reads. It holds neither name nor photo, age or gender: none of them
/// can move a rank.
public struct ConsultantProfile: Hashable, Sendable {
  /// The id that results name, unique on a shelf.
  public var id: String
  /// Published and not hidden by an operator.
  public var isPublished = true
  /// The consultant takes new clients; one who does not is never found.
  public var isAccepting = true
  /// The texts in which the words of a request are looked for.
  public var text = ProfileText()
  /// Skills and their levels. Those that the taxonomy does not know add nothing to the scores.
  public var skills: [SkillLevel] = []
  /// Industries and the experience in them. Those that the taxonomy does not know add nothing to the scores.
  public var industries: [IndustryYears] = []
  /// The languages that the consultant speaks, in any order.
  public var languages: [Language] = [.english]
  /// The declared styles of communication. Without any, the score for style is 50.
  public var styles: [CommunicationStyle] = []
  /// The forms of meetings that the consultant offers.
  public var meetingTypes: Set<MeetingType> = [.video]
  /// The prices of the offered services. Without a budget, the currency of the first one counts.
  public var prices: [ServicePrice] = []
  /// Years of experience in all industries together.
  public var yearsOfExperience = 0
  /// The facts about the consultant that were checked.
  public var verification: Set<Verification> = []
  /// The reviews by clients.
  public var ratings = Ratings()
  /// How the consultant's bookings ended.
  public var delivery = DeliveryHistory()
  /// Starts that are free, ascending. The earliest few are enough unless a request asks for a later window.
  public var freeStarts: [Instant] = []
  /// 70 % or more of the next 14 days are booked.
  public var hasHeavyWorkload = false
  /// Published testimonials.
  public var testimonials: [Testimonial] = []

  /// Creates a published profile of a consultant who takes clients, speaks English and meets by video.
  public init(id: String) { self.id = id }
}

/// Texts that are searched, in all their languages.
public struct ProfileText: Hashable, Sendable {
  /// The professional title, with weight 3.
  public var title: [String] = []
  /// The names of skills, with weight 4.
  public var expertise: [String] = []
  /// Specializations within the skills, with weight 3.
  public var specializations: [String] = []
  /// Keywords that the consultant chose, with weight 3.
  public var keywordTags: [String] = []
  /// Problems that the consultant solves, with weight 2.
  public var problemSolvingAreas: [String] = []
  /// The names of certificates, with weight 2.
  public var certifications: [String] = []
  /// The text about the person, with weight 1.
  public var biography: [String] = []

  /// Creates texts in which nothing can be found.
  public init() {}

  /// The fields with their weights.
  var fields: [(texts: [String], weight: Int)] {
    [
      (title, 3), (expertise, 4), (specializations, 3), (keywordTags, 3), (problemSolvingAreas, 2), (certifications, 2),
      (biography, 1),
    ]
  }
}

/// The price of one service of a consultant.
public struct ServicePrice: Hashable, Sendable {
  /// The type of the service.
  public let service: String
  /// In minor units.
  public let amount: Int64
  /// The code of ISO 4217.
  public let currency: String

  /// Creates a price from its fields.
  public init(service: String, amount: Int64, currency: String) {
    self.service = service
    self.amount = amount
    self.currency = currency
  }
}

/// Facts that somebody has checked.
public enum Verification: String, Hashable, Sendable, CaseIterable {
  case profile
  case identity
  case linkedIn = "linkedin"
  case certification
  case background
}

/// A published review that an explanation may cite.
public struct Testimonial: Hashable, Sendable {
  /// The id by which explanations cite it.
  public let id: String
  /// 1 to 5.
  public let rating: Int
  /// The id of the industry that it is about, if any.
  public let industry: String?
  /// The id of the skill that it is about, if any.
  public let skill: String?

  /// Creates a testimonial. Without an industry and a skill it is never cited.
  public init(id: String, rating: Int, industry: String? = nil, skill: String? = nil) {
    self.id = id
    self.rating = rating
    self.industry = industry
    self.skill = skill
  }
}
