import CivilTime
import Encoding
import Transport

extension HTTPResponse {
  /// Returns the time in `Retry-After`, given in seconds or as a date (RFC 9110 §10.2.3), at most a day; nil if it is
  /// missing, unreadable or not above zero.
  func retryAfter(now: Instant) -> Duration? {
    guard let text = headers["retry-after"] else { return nil }
    let wait: Duration
    if let seconds = Int64(text), seconds >= 0 {
      wait = .seconds(min(seconds, 86_400))
    } else if let date = HTTPDate.parse(text) {
      wait = date.duration(since: now)
    } else {
      return nil
    }
    return wait > .zero ? min(wait, .seconds(86_400)) : nil
  }
}
