#if FAIL_POINTS
  import Synchronization

  /// Named places at which a test may end the process. They do not exist in a release build.
  public enum FailPoint {
    private static let handler = Mutex<(@Sendable (String) -> Void)?>(nil)

    /// Sets the function that is called with the name of each place that is reached.
    public static func install(_ body: @escaping @Sendable (String) -> Void) { handler.withLock { $0 = body } }

    /// Calls the installed function, if there is one, with the name of a place.
    public static func hit(_ name: String) { handler.withLock { $0 }?(name) }
  }
#endif
