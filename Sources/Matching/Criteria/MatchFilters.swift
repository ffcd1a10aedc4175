/// Conditions that a consultant meets or is not shown, before any score.
public struct MatchFilters: Hashable, Sendable {
  /// Tenths of a star, held against the mean that is shrunk towards 4.5.
  public var minimumRatingTenths: Int?
  /// The fewest years of experience in all industries together; nil for any.
  public var minimumExperienceYears: Int?
  /// Both the profile and the identity of the consultant have to be verified.
  public var verificationRequired = false
  /// The consultant's LinkedIn account has to be verified.
  public var linkedInRequired = false
  /// Empty: any.
  public var meetingTypes: Set<MeetingType> = []

  /// Creates filters that admit everybody.
  public init() {}
}

/// A filter by the name that requests give it.
public enum MatchFilter: String, Hashable, Sendable, CaseIterable {
  case minimumRating
  case minimumExperienceYears
  case verificationRequired
  case linkedInRequired = "linkedinRequired"
  case meetingType = "meetingTypePreference"
  case language = "languagePreference"
  case service = "serviceType"

  /// Whether the criteria ask this at all.
  func isAsked(_ criteria: MatchCriteria) -> Bool {
    switch self {
    case .minimumRating: criteria.filters.minimumRatingTenths != nil
    case .minimumExperienceYears: criteria.filters.minimumExperienceYears != nil
    case .verificationRequired: criteria.filters.verificationRequired
    case .linkedInRequired: criteria.filters.linkedInRequired
    case .meetingType: !criteria.filters.meetingTypes.isEmpty
    case .language: !criteria.languages.isEmpty
    case .service: criteria.service != nil
    }
  }

  /// Whether a consultant passes this filter; true if the criteria do not ask it.
  func admits(_ profile: ConsultantProfile, _ criteria: MatchCriteria) -> Bool {
    let filters = criteria.filters
    switch self {
    case .minimumRating:
      guard let least = filters.minimumRatingTenths else { return true }
      return 10 * (45 + profile.ratings.sum) >= least * (10 + profile.ratings.count)
    case .minimumExperienceYears: return profile.yearsOfExperience >= filters.minimumExperienceYears ?? 0
    case .verificationRequired:
      return !filters.verificationRequired || profile.verification.isSuperset(of: [.profile, .identity])
    case .linkedInRequired: return !filters.linkedInRequired || profile.verification.contains(.linkedIn)
    case .meetingType:
      return filters.meetingTypes.isEmpty || !filters.meetingTypes.isDisjoint(with: profile.meetingTypes)
    case .language:
      return criteria.languages.isEmpty || profile.languages.contains(.english)
        || criteria.languages.contains { profile.languages.contains($0) }
    case .service:
      guard let service = criteria.service else { return true }
      return profile.prices.contains { $0.service == service }
    }
  }
}

/// The filter whose removal shows most, when all together leave nobody.
public struct Relaxation: Hashable, Sendable, CustomStringConvertible {
  /// The filter to drop.
  public let filter: MatchFilter
  /// So many would be shown.
  public let more: Int

  /// The filter and the number of consultants, as `minimumRating (3 more)`.
  public var description: String { "\(filter.rawValue) (\(more) more)" }
}
