internal import YAMLTree

/// Rewrites definitions that use retired names of the language, and leaves every other byte as it is.
public struct SourceMigration {
  /// One replaced name.
  public struct Change: Hashable, Sendable {
    /// The path below the folder.
    public let path: String
    /// The line, counted from 1.
    public let line: Int
    /// The column of the name's first character, counted from 1.
    public let column: Int
    /// The retired name as it stands in the file.
    public let old: String
    /// The name that replaces it.
    public let new: String
  }

  /// A loader reports at most 200 warnings at once, so a folder may take several rounds; each round replaces at least
  /// one name.
  private static let mostRounds = 1_000
  private let loader: BundleLoader

  /// Creates a migration; `loader` finds the retired names.
  public init(loader: BundleLoader) { self.loader = loader }

  /// Returns the files that change, and every change in the order of files, lines and columns. Files that cannot be read as YAML are
  /// left alone; `check` reports them.
  public func run(_ files: [SourceFile]) -> (files: [SourceFile], changes: [Change]) {
    var current = files
    var changes: [Change] = []
    for _ in 0..<Self.mostRounds {
      let found = findings(current).filter { $0.replacement != nil }
      if found.isEmpty { break }
      for finding in found {
        guard let index = current.firstIndex(where: { $0.path == finding.file }),
          let (text, change) = Self.replaced(finding, in: current[index])
        else { continue }
        current[index].source = text
        changes.append(change)
      }
    }
    changes.sort { ($0.path, $0.line, $0.column) < ($1.path, $1.line, $1.column) }
    let changed = Set(changes.map(\.path))
    return (current.filter { changed.contains($0.path) }, changes)
  }

  /// Returns the last finding first, so that a replacement does not move the places of those that follow.
  private func findings(_ files: [SourceFile]) -> [Finding] {
    let found: [Finding]
    do {
      found = try loader.load(files).warnings
    } catch {
      found = error.list
    }
    return found.sorted { ($0.file, $0.line, $0.column) > ($1.file, $1.line, $1.column) }
  }

  private static func replaced(_ finding: Finding, in file: SourceFile) -> (text: [UInt8], change: Change)? {
    guard let replacement = finding.replacement, finding.line == finding.endLine else { return nil }
    let text = String(decoding: file.source, as: UTF8.self)
    let scalars = text.unicodeScalars
    guard let line = start(of: finding.line, in: scalars),
      let start = scalars.index(line, offsetBy: finding.column - 1, limitedBy: scalars.endIndex),
      let end = scalars.index(line, offsetBy: finding.endColumn - 1, limitedBy: scalars.endIndex), start < end
    else { return nil }
    let old = String(scalars[start..<end])
    let changed = String(scalars[..<start]) + replacement + String(scalars[end...])
    return (
      Array(changed.utf8),
      Change(path: file.path, line: finding.line, column: finding.column, old: old, new: replacement)
    )
  }

  /// The first character of a line, counted from 1. Lines end as in YAML: with LF, CR or both.
  private static func start(of line: Int, in scalars: String.UnicodeScalarView) -> String.Index? {
    var number = 1
    var index = scalars.startIndex
    if scalars.first == "\u{FEFF}" { index = scalars.index(after: index) }
    while number < line {
      guard index < scalars.endIndex else { return nil }
      let scalar = scalars[index]
      index = scalars.index(after: index)
      if scalar == "\r", index < scalars.endIndex, scalars[index] == "\n" { index = scalars.index(after: index) }
      if scalar == "\n" || scalar == "\r" { number += 1 }
    }
    return index
  }
}
