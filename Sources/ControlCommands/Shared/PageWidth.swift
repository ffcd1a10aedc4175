import Glibc

/// How wide the reader's page is.
enum PageWidth {
  static let standard = 80

  /// The terminal's columns; 80 where output goes elsewhere.
  static var current: Int {
    var size = winsize()
    guard isatty(1) == 1, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return standard }
    return max(40, Int(size.ws_col))
  }
}
