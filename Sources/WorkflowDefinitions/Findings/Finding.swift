/// Something wrong with a definition: where, what, and the likely cure.
public struct Finding: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Severity: String, Sendable { case error, warning }

  public var severity: Severity
  /// Stable, kebab-case: `unknown-key`, `missing-target`, `type-mismatch` …
  public var code: String
  public var file: String
  /// From 1.
  public var line: Int
  /// From 1, in characters.
  public var column: Int
  public var message: String
  /// What to write instead; empty if nothing is known.
  public var cure: String

  public init(
    _ severity: Severity = .error, code: String, file: String, line: Int, column: Int, message: String,
    cure: String = ""
  ) {
    self.severity = severity
    self.code = code
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.cure = cure
  }

  /// `booking.yaml:12:7: error: message [code]` and the cure on a line of its own.
  public var description: String {
    let head = "\(file):\(line):\(column): \(severity.rawValue): \(message) [\(code)]"
    return cure.isEmpty ? head : "\(head)\n  cure: \(cure)"
  }
}

/// All findings of a bundle at once.
public struct Findings: Error, Sendable, CustomStringConvertible {
  public var list: [Finding]
  public init(_ list: [Finding]) { self.list = list }
  public var description: String { list.map(\.description).joined(separator: "\n") }
}

/// The nearest of a few known names, for "did you mean".
package func nearest(to name: String, in known: [String]) -> String? {
  var best: (name: String, distance: Int)?
  for candidate in known {
    let distance = editDistance(name, candidate)
    if distance <= max(1, name.utf8.count / 3), distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// Levenshtein's distance over bytes.
private func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a.utf8)
  let b = Array(b.utf8)
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let previous = row[j + 1]
      row[j + 1] = min(previous + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
      diagonal = previous
    }
  }
  return row[b.count]
}
