internal import Glibc

/// Lines for people, each of which is there at once, also in a pipe or a file.
enum Output {
  static func say(_ line: String) {
    print(line)
    fflush(nil)
  }

  /// The most memory that the process had.
  static var memory: String {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return "\(usage.ru_maxrss / 1_024) MiB at most"
  }
}
