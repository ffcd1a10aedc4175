#if FAIL_POINTS
  import Glibc
  import SQLiteStorage
  import Synchronization

  /// `MAGNETIQ_FAIL_POINT=commit.before:7` ends the process with SIGKILL at the seventh time that the place is reached.
  enum FailPlan {
    static func install() {
      guard let text = getenv("MAGNETIQ_FAIL_POINT").map({ String(cString: $0) }) else { return }
      let parts = text.split(separator: ":")
      guard parts.count == 2, let count = Int(parts[1]) else { return }
      let name = String(parts[0])
      let left = Mutex(count)
      FailPoint.install { place in
        guard place == name else { return }
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
