internal import Glibc

/// A file's bytes, if it is one.
enum RegularFile {
  enum Refusal: Error {
    case tooLarge
    /// `a pipe`, `a folder` …
    case notRegular(String)
    /// In the system's words.
    case failed(String)
  }

  /// Opened without waiting: a pipe nobody writes to would keep the reader for ever. More bytes than the limit are not read, whatever the
  /// file's size is said to be.
  static func read(_ path: String, atMost limit: Int) -> Result<[UInt8], Refusal> {
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard file >= 0 else {
      // Sockets cannot be opened at all.
      return .failure(errno == ENXIO ? .notRegular("a socket or a device") : .failed(words(errno)))
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { return .failure(.failed(words(errno))) }
    guard status.st_mode & S_IFMT == S_IFREG else { return .failure(.notRegular(kind(status.st_mode))) }
    guard status.st_size <= limit else { return .failure(.tooLarge) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return .failure(.failed(words(errno))) }
      if count == 0 { return .success(bytes) }
      bytes += chunk[..<count]
      guard bytes.count <= limit else { return .failure(.tooLarge) }
    }
  }

  private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }

  private static func kind(_ mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
  }
}
