import FoundationEssentials

/// The places of files that belong to this program.
enum InstalledFiles {
  /// Returns where a file or folder may be: below PREFIX, if the program is PREFIX/bin's, or in a folder of the source
  /// tree that holds the program, or below the working folder.
  static func candidates(installed: String, source: String, _ program: String) -> [String] {
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: program)) ?? program
    var around: [String] = []
    var place = parent(program)
    while place != "/", !place.isEmpty, around.count < 8 {
      around.append(place)
      place = parent(place)
    }
    let first = around.dropFirst().first.map { ["\($0)/\(installed)"] } ?? []
    return first + around.dropFirst().map { "\($0)/\(source)" } + [source]
  }

  private static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
