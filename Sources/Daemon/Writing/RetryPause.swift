/// The pauses between tries at something that fails: 50 ms, then twice as long each time, at most 5 s. Measured by a clock that only
/// goes forward, so that no step of the wall clock shortens or lengthens a pause.
///
/// `fail` and `succeed` say when failing begins and ends, so that it is told in one line each and not at every try.
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

  /// A try failed. True for the first in a row.
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

  /// A try succeeded. The row of failures that it ends; nil if there was none.
  mutating func succeed(at now: Duration) -> Ended? {
    defer { failing = nil }
    return failing.map { Ended(lasted: now - $0.since, tries: $0.tries) }
  }

  /// How long the pause still lasts; zero once it is over, nil while nothing fails.
  func left(at now: Duration) -> Duration? { failing.map { max(.zero, $0.next - now) } }

  /// Whether another try may be made.
  func isOver(at now: Duration) -> Bool { left(at: now) ?? .zero == .zero }
}
