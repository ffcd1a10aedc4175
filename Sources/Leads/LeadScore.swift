/// How much attention a request deserves, and why.
public struct LeadScore: Hashable, Sendable {
  /// The version of the rules.
  public let rules: String
  /// 0 to 100.
  public let total: Int
  public let grade: Grade
  /// Four groups, in the order of `Group.allCases`.
  public let groups: [GroupScore]
  /// The part of the total from groups other than the demographic one; 0 in the blended model.
  public let bonus: Int
  /// Demographic answers that were not given, in their order.
  public let missing: [String]

  public subscript(group: Group) -> Int { groups.first { $0.group == group }?.points ?? 0 }

  public var priority: Priority { grade.priority }
  /// Counts among qualified leads.
  public var isQualified: Bool { grade != .d }
  public var actions: [RecommendedAction] { grade.actions }

  public enum Group: String, Hashable, Sendable, CaseIterable {
    case demographic
    case behaviour
    case intent
    case firmographic
  }

  /// A group's points, at most 100, and its parts, which sum to them.
  public struct GroupScore: Hashable, Sendable {
    public let group: Group
    public let parts: [Part]

    public var points: Int { parts.reduce(0) { $0 + $1.points } }
  }

  public struct Part: Hashable, Sendable {
    public let name: String
    public let points: Int
  }

  public enum Grade: String, Hashable, Sendable, CaseIterable {
    case a = "A"
    case b = "B"
    case c = "C"
    case d = "D"

    public init(total: Int) {
      self = total >= 80 ? .a : total >= 60 ? .b : total >= 40 ? .c : .d
    }

    public var priority: Priority {
      switch self {
      case .a: .hot
      case .b, .c: .warm
      case .d: .cold
      }
    }

    var actions: [RecommendedAction] {
      switch self {
      case .a: [.call(withinWorkingHours: 4), .assignSales]
      case .b: [.personalMail(withinDays: 1)]
      case .c: [.sequence(.longTerm)]
      case .d: []
      }
    }
  }

  public enum Priority: String, Hashable, Sendable, CaseIterable {
    case hot
    case warm
    case cold
  }
}

/// The next action for a lead.
public enum RecommendedAction: Hashable, Sendable {
  case call(withinWorkingHours: Int)
  case assignSales
  case personalMail(withinDays: Int)
  case sequence(SequenceType)
}
