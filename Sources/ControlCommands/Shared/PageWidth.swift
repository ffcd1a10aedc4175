import Glibc

/// The width of the reader's page.
enum PageWidth {
  static let standard = 80

  /// The terminal's columns; 80 if the output is no terminal.
  static var current: Int {
    var size = winsize()
    guard isatty(1) == 1, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return standard }
    return max(40, Int(size.ws_col))
  }
}
