import Glibc

/// Reads small files whole, with the system's own calls.
enum FileReader {
  struct Failure: Error {
    /// Says what went wrong, without the path.
    let message: String
    var isMissing = false
  }

  /// - Throws: also if the file has more than `limit` bytes or is no regular file.
  static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    // Opened without blocking, because a pipe without a writer would block for ever.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("cannot be opened", errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(message: "is not a regular file")
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure("cannot be read", errno) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= limit else { throw Failure(message: "has more than \(limit) bytes") }
    }
  }

  private static func failure(_ what: String, _ code: Int32) -> Failure {
    Failure(message: "\(what): \(String(cString: strerror(code)))", isMissing: code == ENOENT || code == ENOTDIR)
  }
}
