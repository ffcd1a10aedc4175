import Dispatch
import Glibc

/// Tells when another program has changed something in a folder: the kernel says so (inotify).
struct FolderWatch {
  struct Failure: Error, CustomStringConvertible { let description: String }

  /// Waits until the condition holds. It is asked at the beginning and after each change in the folder.
  ///
  /// - Throws: if it does not hold within 15 seconds.
  static func until(_ folder: String, _ condition: @escaping @Sendable () throws -> Bool) async throws {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result { try wait(folder, condition) }) }
    }
  }

  private static func wait(_ folder: String, _ condition: () throws -> Bool) throws {
    let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    defer { close(descriptor) }
    // Watched before the first look, so that no change passes unseen.
    guard inotify_add_watch(descriptor, folder, UInt32(IN_MODIFY | IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO)) >= 0
    else { throw Failure(description: "\(folder) cannot be watched: \(String(cString: strerror(errno)))") }
    let end = ContinuousClock.now.advanced(by: .seconds(15))
    while try !condition() {
      let left = ContinuousClock.now.duration(to: end).components
      guard left.seconds >= 0, left.attoseconds >= 0 else {
        throw Failure(description: "nothing more happened in \(folder)")
      }
      var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      poll(&ready, 1, Int32(left.seconds * 1_000 + left.attoseconds / 1_000_000_000_000_000) + 1)
      var events = [UInt8](repeating: 0, count: 4_096)
      while read(descriptor, &events, events.count) > 0 {}
    }
  }
}
