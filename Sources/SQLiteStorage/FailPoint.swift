#if FAIL_POINTS
  import Synchronization

  /// Named places at which a test may end the process. They do not exist in a release build.
  public enum FailPoint {
    /// Not the function itself: as the direct value of a generic type it would be wrapped anew by each access.
    private struct State {
      var handler: (@Sendable (String) -> Void)?
    }

    private static let state = Mutex(State())

    /// Sets the function that is called with the name of each place that is reached.
    public static func install(_ body: @escaping @Sendable (String) -> Void) { state.withLock { $0.handler = body } }

    /// Calls the installed function, if there is one, with the name of a place.
    public static func hit(_ name: String) { state.withLock { $0.handler }?(name) }
  }
#endif
