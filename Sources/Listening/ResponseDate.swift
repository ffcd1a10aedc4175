import CivilTime
import Encoding
import Glibc

/// The `Date` of answers (RFC 9110 §6.6.1). It is the time of the machine's clock, because the peer's caches and clocks
/// compare it with theirs. Nothing in the daemon is decided by it.
enum ResponseDate {
  /// The present time; empty if the machine's clock is outside the years of an `Instant`.
  static var now: String { Instant(seconds: Int64(time(nil))).map(HTTPDate.text) ?? "" }
}
