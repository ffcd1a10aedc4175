import CSystemd
import Glibc

/// The kernel's word about the wall clock: whether a time service keeps it right (adjtimex(2)).
public enum KernelClock {
  public enum Synchronisation: Sendable, Hashable {
    case synchronised
    /// No time service has set it since the boot, or the last one is long silent.
    case unsynchronised
    /// The kernel may not be asked, and nobody answers in its place.
    case unknown
  }

  /// systemd-timesyncd makes it when it has set the clock for the first time since the boot.
  private static let timesyncdMark = "/run/systemd/timesync/synchronized"

  /// Asks the kernel. Where a sandbox forbids that, as the unit's `ProtectClock=` does, asks systemd-timedated, and at last looks for the
  /// mark of systemd-timesyncd. May take a second.
  public static func synchronisation() -> Synchronisation {
    let kernel = magnetiq_kernel_clock_synchronised()
    switch kernel >= 0 ? kernel : magnetiq_timedated_synchronised() {
    case 1: return .synchronised
    case 0: return .unsynchronised
    default: return access(timesyncdMark, F_OK) == 0 ? .synchronised : .unknown
    }
  }
}
