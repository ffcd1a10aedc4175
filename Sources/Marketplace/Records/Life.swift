/// Where a consultant is between the first draft and the end.
public enum Life: String, Hashable, Sendable, CaseIterable {
  case draft
  case inReview = "in_review"
  case published
  /// Shown, and accepts nothing new.
  case paused
  /// Hidden by the house.
  case suspended
  /// Hidden for ever; the slug is not given again.
  case retired

  /// True if clients see the consultant.
  public var isShown: Bool { self == .published || self == .paused }

  /// The states that may follow.
  public var next: [Life] {
    switch self {
    case .draft: [.inReview, .retired]
    case .inReview: [.draft, .published, .retired]
    case .published: [.paused, .suspended, .retired]
    case .paused: [.published, .suspended, .retired]
    case .suspended: [.published, .retired]
    case .retired: []
    }
  }
}
