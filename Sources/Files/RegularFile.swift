internal import Glibc

/// Reads a file's bytes, provided that it is a regular file.
public enum RegularFile {
  /// The reason why a file is not read.
  public enum Refusal: Error {
    /// It has more bytes than the limit.
    case tooLarge
    /// Says what the path is instead: `a pipe`, `a folder` …
    case notRegular(String)
    /// The system's own description of the error.
    case failed(String)
  }

  /// Reads the file whole. It never reads more bytes than the limit, whatever size the file reports.
  ///
  /// The file's kind is checked before it is opened, because opening a device can have effects, and again afterwards,
  /// because another file may have taken its place. It is opened without blocking, because a pipe without a writer
  /// would block for ever.
  public static func read(_ path: String, atMost limit: Int) -> Result<[UInt8], Refusal> {
    var status = stat()
    guard stat(path, &status) == 0 else { return .failure(.failed(words(errno))) }
    if let other = otherKind(status.st_mode) { return .failure(.notRegular(other)) }
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard file >= 0 else { return .failure(.failed(words(errno))) }
    defer { close(file) }
    guard fstat(file, &status) == 0 else { return .failure(.failed(words(errno))) }
    if let other = otherKind(status.st_mode) { return .failure(.notRegular(other)) }
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

  /// Returns the kind of a file that is not a regular one; nil for a regular file.
  private static func otherKind(_ mode: mode_t) -> String? {
    switch mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
  }
}
