import CSystemd

/// The kernel's word about the wall clock: whether a time service keeps it right (adjtimex(2)).
public enum KernelClock {
  public enum Synchronisation: Sendable, Hashable {
    case synchronised
    /// No time service has set it since the boot, or the last one is long silent.
    case unsynchronised
    /// The kernel may not be asked, and nobody answers in its place.
    case unknown
  }

  /// Asks the kernel; where a sandbox forbids that, as the unit's `ProtectClock=` does, systemd-timedated. May take a second.
  public static func synchronisation() -> Synchronisation {
    let kernel = magnetiq_kernel_clock_synchronised()
    switch kernel >= 0 ? kernel : magnetiq_timedated_synchronised() {
    case 1: return .synchronised
    case 0: return .unsynchronised
    default: return .unknown
    }
  }
}
