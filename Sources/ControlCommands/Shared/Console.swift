import Glibc

/// The destinations of data and messages. Tests use their own.
struct Console {
  var data: (String) -> Void
  var note: (String) -> Void

  /// Writes one or more lines of data.
  func show(_ text: String) { data(text + "\n") }

  /// Writes one line of a message.
  func talk(_ text: String) { note(text + "\n") }

  static var standard: Console {
    Console(data: { write(1, $0) }, note: { write(2, $0) })
  }

  /// Unbuffered, so that each line appears at once. If the reader has ended (`follow | head`), SIGPIPE ends the
  /// process, as is usual.
  private static func write(_ descriptor: Int32, _ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      if written <= 0 { return }
      rest = rest.dropFirst(written)
    }
  }
}
