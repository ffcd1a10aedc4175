import Glibc

/// Standard output is fully buffered into a pipe; whoever starts the sandbox waits for its first line.
enum Output {
  static func flush() { fflush(nil) }
}
