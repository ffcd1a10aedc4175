import CSystemd
import Glibc

/// The kernel's state of the wall clock, which tells whether a time service keeps it right (adjtimex(2)).
public enum KernelClock {
  /// The state of the wall clock.
  public enum Synchronisation: Sendable, Hashable {
    case synchronised
    /// No time service has set the clock since the boot, or the last one has been silent for long.
    case unsynchronised
    /// The kernel may not be asked, and no other source answered.
    case unknown
  }

  /// systemd-timesyncd creates this file when it first sets the clock after a boot.
  private static let timesyncdMark = "/run/systemd/timesync/synchronized"

  /// Asks the kernel. Where a sandbox forbids that, as `ProtectClock=` in the unit does, it asks systemd-timedated, and
  /// finally looks for the file of systemd-timesyncd. The call may take a second.
  public static func synchronisation() -> Synchronisation {
    let kernel = magnetiq_kernel_clock_synchronised()
    switch kernel >= 0 ? kernel : magnetiq_timedated_synchronised() {
    case 1: return .synchronised
    case 0: return .unsynchronised
    default: return access(timesyncdMark, F_OK) == 0 ? .synchronised : .unknown
    }
  }
}
