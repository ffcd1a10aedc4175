/// How much attention a request deserves, and why.
public struct LeadScore: Hashable, Sendable {
  /// The version of the rules.
  public let rules: String
  /// 0 to 100.
  public let total: Int
  /// The grade of the total.
  public let grade: Grade
  /// Four groups, in the order of `Group.allCases`.
  public let groups: [GroupScore]
  /// The part of the total from groups other than the demographic one; 0 in the blended model.
  public let bonus: Int
  /// Demographic answers that were not given, in their order.
  public let missing: [String]

  /// The points of a group; 0 if the score lacks the group.
  public subscript(group: Group) -> Int { groups.first { $0.group == group }?.points ?? 0 }

  /// The priority of the grade.
  public var priority: Priority { grade.priority }
  /// Counts among qualified leads.
  public var isQualified: Bool { grade != .d }
  /// The recommended actions of the grade; none for grade D.
  public var actions: [RecommendedAction] { grade.actions }

  /// The groups of points, in the order in which scores list them.
  public enum Group: String, Hashable, Sendable, CaseIterable {
    case demographic
    case behaviour
    case intent
    case firmographic
  }

  /// A group's points, at most 100, and its parts, which sum to them.
  public struct GroupScore: Hashable, Sendable {
    /// The group that the points belong to.
    public let group: Group
    /// One part for each answer or kind of behaviour, always in the same order.
    public let parts: [Part]

    /// The sum of the parts.
    public var points: Int { parts.reduce(0) { $0 + $1.points } }
  }

  /// The points of one answer or of one kind of behaviour.
  public struct Part: Hashable, Sendable {
    /// The name of the answer or behaviour, such as `jobTitle` or `pageViews`.
    public let name: String
    /// The points; 0 if the answer is missing.
    public let points: Int
  }

  /// The grades of leads, best first.
  public enum Grade: String, Hashable, Sendable, CaseIterable {
    case a = "A"
    case b = "B"
    case c = "C"
    case d = "D"

    /// Grades a total: A from 80, B from 60, C from 40, D below.
    public init(total: Int) {
      self = total >= 80 ? .a : total >= 60 ? .b : total >= 40 ? .c : .d
    }

    /// Hot for A, warm for B and C, cold for D.
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

  /// The order in which leads deserve attention.
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
