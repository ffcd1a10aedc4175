/// How many inputs the writer gathers for one commit, and how long the first of them waits for the others.
///
/// A commit costs the same pages and the same sync for one input as for many. The writer therefore waits a moment when
/// it knows that others are under way, and never when nobody else is: an input that comes alone is taken at once.
struct GroupCommit: Equatable, Sendable {
  /// The inputs that are worth a commit.
  var size: Int
  /// The longest that the first of them waits.
  var wait: Duration

  /// Takes what is there.
  static let none = GroupCommit(size: 1, wait: .zero)

  /// Fewer inputs under way than these are not worth a wait.
  private static let siblings = 8
  /// More inputs than these gain little from one more.
  private static let largest = 64

  /// - Parameter underWay: the inputs that are queued and the attempts that are out.
  static func whileUnderWay(_ underWay: Int) -> GroupCommit {
    guard underWay >= siblings else { return .none }
    return GroupCommit(size: min(underWay / 2, largest), wait: .milliseconds(2))
  }
}
