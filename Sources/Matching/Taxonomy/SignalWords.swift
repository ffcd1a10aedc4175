/// Words of a request that name no subject: how urgent it is, how large, who takes part.
public struct SignalWords: Hashable, Sendable {
  /// Phrases that make a request urgent.
  public var urgency: [String]
  /// Phrases that tell how large a matter is. Of a phrase that stands under several sizes the largest counts.
  public var complexity: [Complexity: [String]]
  /// Roles and bodies whose part in a matter makes it larger.
  public var stakeholders: [String]

  /// Creates lists of phrases, all of them empty unless given.
  public init(urgency: [String] = [], complexity: [Complexity: [String]] = [:], stakeholders: [String] = []) {
    self.urgency = urgency
    self.complexity = complexity
    self.stakeholders = stakeholders
  }
}

/// How large a matter is.
public enum Complexity: String, Hashable, Sendable, CaseIterable, Comparable {
  case basic
  case intermediate
  case advanced
  case enterprise

  /// Orders by size, from `basic` to `enterprise`.
  public static func < (a: Complexity, b: Complexity) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .basic: 0
    case .intermediate: 1
    case .advanced: 2
    case .enterprise: 3
    }
  }
}
