/// The pauses between retries: 50 ms, then twice as long each time, at most 5 s. They are measured by a clock that only
/// goes forward, so that a step of the wall clock does not change them.
///
/// `fail` and `succeed` report the beginning and the end of a row of failures, so that each is logged in one line and
/// not at every try.
struct RetryPause: Sendable, Equatable {
  /// A row of failures that has ended.
  struct Ended: Sendable, Equatable {
    var lasted: Duration
    var tries: Int
  }

  private struct Failing: Sendable, Equatable {
    let since: Duration
    var tries: Int
    var pause: Duration
    var next: Duration
  }

  static let shortest = Duration.milliseconds(50)
  static let longest = Duration.seconds(5)

  private var failing: Failing?

  init() {}

  var isFailing: Bool { failing != nil }

  /// Records a failure. Returns true for the first in a row.
  mutating func fail(at now: Duration) -> Bool {
    guard var row = failing else {
      failing = Failing(since: now, tries: 1, pause: Self.shortest, next: now + Self.shortest)
      return true
    }
    row.tries += 1
    row.pause = min(row.pause * 2, Self.longest)
    row.next = now + row.pause
    failing = row
    return false
  }

  /// Records a success. Returns the row of failures that it ends; nil if there was none.
  mutating func succeed(at now: Duration) -> Ended? {
    defer { failing = nil }
    return failing.map { Ended(lasted: now - $0.since, tries: $0.tries) }
  }

  /// The rest of the pause: zero once it is over, nil while nothing fails.
  func left(at now: Duration) -> Duration? { failing.map { max(.zero, $0.next - now) } }

  /// Whether another try may be made.
  func isOver(at now: Duration) -> Bool { left(at: now) ?? .zero == .zero }
}
