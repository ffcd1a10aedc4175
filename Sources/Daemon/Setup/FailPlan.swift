#if FAIL_POINTS
  import Glibc
  import SQLiteStorage
  import Synchronization

  /// `MAGNETIQ_FAIL_POINT=commit.before:7` ends the process with SIGKILL when that place is reached for the seventh
  /// time. With `MAGNETIQ_FAIL_WHEN=path`, only times at which that file exists count.
  enum FailPlan {
    private static func setting(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// `MAGNETIQ_CHECKPOINT_PAGES`: a smaller slice than the store's own, so that a short test includes checkpoints.
    static var checkpointPages: Int32? { setting("MAGNETIQ_CHECKPOINT_PAGES").flatMap { Int32($0) } }

    static func install() {
      guard let text = setting("MAGNETIQ_FAIL_POINT") else { return }
      let parts = text.split(separator: ":")
      guard parts.count == 2, let count = Int(parts[1]) else { return }
      let name = String(parts[0])
      let condition = setting("MAGNETIQ_FAIL_WHEN")
      let left = Mutex(count)
      FailPoint.install { place in
        guard place == name, condition.map({ access($0, F_OK) == 0 }) ?? true else { return }
        let isReached = left.withLock { left in
          left -= 1
          return left == 0
        }
        guard isReached else { return }
        let line = "fail point \(name) reached\n"
        _ = line.withCString { write(2, $0, strlen($0)) }
        kill(getpid(), SIGKILL)
      }
    }
  }
#endif
