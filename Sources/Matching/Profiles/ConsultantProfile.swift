public import CivilTime

/// The part of a consultant's record that matching reads. It holds neither name nor photo, age or gender: none of them
/// can move a rank.
public struct ConsultantProfile: Hashable, Sendable {
  public var id: String
  /// Published and not hidden by an operator.
  public var isPublished = true
  public var isAccepting = true
  public var text = ProfileText()
  public var skills: [SkillLevel] = []
  public var industries: [IndustryYears] = []
  public var languages: [Language] = [.english]
  public var styles: [CommunicationStyle] = []
  public var meetingTypes: Set<MeetingType> = [.video]
  public var prices: [ServicePrice] = []
  public var yearsOfExperience = 0
  public var verification: Set<Verification> = []
  public var ratings = Ratings()
  public var delivery = DeliveryHistory()
  /// Starts that are free, ascending. The earliest few are enough unless a request asks for a later window.
  public var freeStarts: [Instant] = []
  /// 70 % or more of the next 14 days are booked.
  public var hasHeavyWorkload = false
  /// Published testimonials.
  public var testimonials: [Testimonial] = []

  public init(id: String) { self.id = id }
}

/// Texts that are searched, in all their languages.
public struct ProfileText: Hashable, Sendable {
  public var title: [String] = []
  public var expertise: [String] = []
  public var specializations: [String] = []
  public var keywordTags: [String] = []
  public var problemSolvingAreas: [String] = []
  public var certifications: [String] = []
  public var biography: [String] = []

  public init() {}

  /// The fields with their weights.
  var fields: [(texts: [String], weight: Int)] {
    [
      (title, 3), (expertise, 4), (specializations, 3), (keywordTags, 3), (problemSolvingAreas, 2), (certifications, 2),
      (biography, 1),
    ]
  }
}

public struct ServicePrice: Hashable, Sendable {
  public let service: String
  /// In minor units.
  public let amount: Int64
  public let currency: String

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

public struct Testimonial: Hashable, Sendable {
  public let id: String
  /// 1 to 5.
  public let rating: Int
  public let industry: String?
  public let skill: String?

  public init(id: String, rating: Int, industry: String? = nil, skill: String? = nil) {
    self.id = id
    self.rating = rating
    self.industry = industry
    self.skill = skill
  }
}
