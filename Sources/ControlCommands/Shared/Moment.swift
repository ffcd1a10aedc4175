import ArgumentParser
import CivilTime
import Control

/// An instant, given as such or as the time since then by the daemon's clock.
enum Moment: ExpressibleByArgument {
  case at(Instant)
  case ago(Duration)

  init?(argument: String) {
    if let instant = try? Instant.parse(argument) {
      self = .at(instant)
    } else if let span = try? Duration.parse(iso8601: argument), span >= .zero {
      self = .ago(span)
    } else {
      return nil
    }
  }

  /// Uses the daemon's clock, which may be a test clock.
  func instant(_ session: Session) throws(ControlFailure) -> Instant? {
    switch self {
    case .at(let instant): return instant
    case .ago(let span): return try session.read(ShowClock()).now?.adding(.zero - span)
    }
  }
}
