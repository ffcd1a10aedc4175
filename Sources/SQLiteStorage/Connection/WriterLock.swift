import Glibc
import Storage

/// The exclusive right to write, across processes: an advisory lock on `<path>.lock`. It is released when this object
/// is deinitialised or the process ends, however it ends.
final class WriterLock {
  private let descriptor: Int32

  init(for path: String) throws(StoreError) {
    let name = path + ".lock"
    descriptor = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(
        .incompatible,
        "cannot open \(name): \(StoreFile.reason()); the folder must exist and belong to the daemon's user")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      // The descriptor is not closed here. All properties are initialised by now, so `deinit` runs when this
      // initialiser throws; closing twice could close a descriptor that was opened elsewhere meanwhile.
      throw StoreError(
        .busy,
        "\(name) is held by \(Self.holder(descriptor)): a store has one writer; "
          + "stop that one first (systemctl stop magnetiqd)")
    }
    // The process id only serves the message above; the kernel holds the lock.
    let line = Array("\(getpid())\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, line, line.count, 0)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  private static func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let digits = bytes.prefix(max(0, count)).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return digits.isEmpty ? "another writer" : "process \(String(decoding: digits, as: UTF8.self))"
  }
}
