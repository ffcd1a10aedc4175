import Glibc
import Synchronization

/// Runs something in a mount namespace of its own thread, in which a folder is mounted for reading only. Nobody else notices.
enum ReadOnlyMount {
  private typealias Unshare = @convention(c) (Int32) -> Int32
  private typealias Mount =
    @convention(c) (
      UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UInt, UnsafeRawPointer?
    ) -> Int32

  /// linux/sched.h and linux/mount.h.
  private static let newNamespace: Int32 = 0x0002_0000
  private static let (readOnly, remount, bind, recursive, isPrivate): (UInt, UInt, UInt, UInt, UInt) =
    (1, 32, 4_096, 16_384, 1 << 18)

  static let isAllowed = run(on: "/tmp") { "ran" } == "ran"

  /// Returns the result of `body`, or the reason why it could not run.
  static func run(on folder: String, _ body: @escaping @Sendable () -> String) -> String {
    let work = Work(folder: folder, body: body)
    var thread = pthread_t()
    let context = Unmanaged.passRetained(work).toOpaque()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
        let said = ReadOnlyMount.mounted(work.folder) ?? work.body()
        work.said.withLock { $0 = said }
        return nil
      }, context)
    guard code == 0 else { return "no thread: \(code)" }
    pthread_join(thread, nil)
    return work.said.withLock { $0 }
  }

  private final class Work: Sendable {
    let folder: String
    let body: @Sendable () -> String
    let said = Mutex("")

    init(folder: String, body: @escaping @Sendable () -> String) {
      self.folder = folder
      self.body = body
    }
  }

  /// nil: done.
  private static func mounted(_ folder: String) -> String? {
    guard let unsharing = dlsym(nil, "unshare"), let mounting = dlsym(nil, "mount") else { return "no such calls" }
    let unshare = unsafeBitCast(unsharing, to: Unshare.self)
    let mount = unsafeBitCast(mounting, to: Mount.self)
    guard unshare(newNamespace) == 0, mount("none", "/", nil, recursive | isPrivate, nil) == 0,
      mount(folder, folder, nil, bind, nil) == 0,
      mount("none", folder, nil, remount | bind | readOnly, nil) == 0
    else { return "not allowed: \(errno)" }
    return nil
  }
}
