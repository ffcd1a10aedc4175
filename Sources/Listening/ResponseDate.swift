import CivilTime
import Encoding
import Glibc

/// The `Date` of answers (RFC 9110 §6.6.1). It is the wall clock's time, for it is what the peer's caches and clocks compare with
/// theirs; nothing in the daemon is decided by it.
enum ResponseDate {
  /// Empty if the machine's clock is beyond what an `Instant` can say.
  static var now: String { Instant(seconds: Int64(time(nil))).map(HTTPDate.text) ?? "" }
}
