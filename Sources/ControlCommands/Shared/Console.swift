import Glibc

/// Where data and talk go. Tests give another.
struct Console {
  var data: (String) -> Void
  var note: (String) -> Void

  /// One line, or several, of data.
  func show(_ text: String) { data(text + "\n") }

  /// One line of talk.
  func talk(_ text: String) { note(text + "\n") }

  static var standard: Console {
    Console(data: { write(1, $0) }, note: { write(2, $0) })
  }

  /// Unbuffered, so that a line stands there when it happens. A reader that has left (`follow | head`) ends the process by
  /// SIGPIPE, as it should.
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
