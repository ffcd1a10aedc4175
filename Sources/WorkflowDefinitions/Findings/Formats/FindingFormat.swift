internal import CEL
internal import YAMLTree

/// The formats in which findings are written.
public enum FindingFormat: String, Sendable, CaseIterable {
  /// For people: the finding, its line with the place marked, the cure and where to read more; a summary at the end.
  case table
  /// A JSON array with one object for each finding.
  case json
  /// SARIF 2.1.0 with one run, as GitHub code scanning and editors read it.
  case sarif
  /// One line each, in the form of a compiler: `file:line:column: error: message [code]`.
  case gcc
  /// Workflow commands of GitHub Actions, which become annotations of a pull request.
  case github

  /// Formats the findings as text that ends with a line break, or as empty text if there are none.
  ///
  /// - Parameters:
  ///   - files: the checked files, whose lines are quoted.
  ///   - folder: a prefix for each file's name, without a slash at its end, so that the place can be opened from the
  ///   working directory.
  public func text(_ findings: [Finding], files: [SourceFile], folder: String = "") -> String {
    let placed = findings.map { finding in
      var copy = finding
      // A finding about the folder itself has no file.
      if !folder.isEmpty { copy.file = finding.file == "." ? folder : "\(folder)/\(finding.file)" }
      return copy
    }
    let excerpts = Excerpts(files)
    switch self {
    case .table:
      let blocks = zip(findings, placed).map { Self.block($1, excerpt: excerpts.marked($0)) + "\n" }
      return blocks.joined() + Self.summary(findings, files: files.count { BundleLoader.isDefinition($0.path) }) + "\n"
    case .json:
      return JSON.pretty(.list(zip(findings, placed).map { $1.value(source: excerpts.line($0)) })) + "\n"
    case .sarif:
      return JSON.pretty(SARIFLog(placed, lines: findings.map(excerpts.line)).value) + "\n"
    case .gcc:
      return placed.map { "\(Printable.line($0.head))\n" }.joined()
    case .github:
      return placed.map { "\($0.annotation)\n" }.joined()
    }
  }

  /// Formats one finding for people, without a line break at its end.
  static func block(_ finding: Finding, excerpt: String) -> String {
    var lines = [Printable.line(finding.head)]
    if !excerpt.isEmpty { lines.append(excerpt) }
    if !finding.cure.isEmpty { lines.append("  cure: \(Printable.line(finding.cure))") }
    lines.append("  see: magnetiqctl workflows explain \(finding.code)")
    return lines.joined(separator: "\n")
  }

  /// Counts errors, warnings and files: `3 errors, 1 warning in 7 files`.
  public static func summary(_ findings: [Finding], files: Int) -> String {
    func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
    let errors = findings.count { $0.severity == .error }
    return "\(count(errors, "error")), \(count(findings.count - errors, "warning")) in \(count(files, "file"))"
  }
}

extension Finding {
  /// The first line: place, severity, message, code.
  var head: String { "\(file):\(line):\(column): \(severity.rawValue): \(message) [\(code)]" }

  /// The path of the page that explains the code, within the documentation's folder.
  var page: String { "docs/errors/\(code).md" }

  /// The finding for programs: `severity`, `code`, `message`, `cure`, `file`, `line`, `column`, `end_line`,
  /// `end_column` (the first character after the marked text), `source` (the line) and `page`. Lines and columns count
  /// from 1, columns in Unicode code points.
  func value(source: String) -> Value {
    [
      "severity": .string(severity.rawValue), "code": .string(code), "message": .string(message), "cure": .string(cure),
      "file": .string(file), "line": .int(Int64(line)), "column": .int(Int64(column)), "end_line": .int(Int64(endLine)),
      "end_column": .int(Int64(endColumn)), "source": .string(source), "page": .string(page),
    ]
  }

  /// The workflow command `::error file=…,line=…::message`, with the command's own characters escaped.
  var annotation: String {
    func escaped(_ text: String, property: Bool) -> String {
      text.map { character in
        switch character {
        case "%": "%25"
        case "\r": "%0D"
        case "\n", "\r\n": "%0A"
        case ":" where property: "%3A"
        case "," where property: "%2C"
        default: String(character)
        }
      }.joined()
    }
    let place =
      "file=\(escaped(file, property: true)),line=\(line),endLine=\(endLine),col=\(column)"
      + (line == endLine ? ",endColumn=\(max(column, endColumn - 1))" : "")
    let text = cure.isEmpty ? message : "\(message)\ncure: \(cure)"
    return
      "::\(severity.rawValue) \(place),title=\(escaped(code, property: true))::\(escaped(text, property: false))"
  }
}
