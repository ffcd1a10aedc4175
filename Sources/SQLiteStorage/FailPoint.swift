#if FAIL_POINTS
  import Synchronization

  /// Named places at which a test may end the process. They do not exist in a release build.
  public enum FailPoint {
    private static let handler = Mutex<(@Sendable (String) -> Void)?>(nil)

    /// Who decides what happens at a place; nil: nothing.
    public static func install(_ body: @escaping @Sendable (String) -> Void) { handler.withLock { $0 = body } }

    public static func hit(_ name: String) { handler.withLock { $0 }?(name) }
  }
#endif
