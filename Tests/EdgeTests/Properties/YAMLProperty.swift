import CEL
import CivilTime
import Digests
@testable import DaemonSettings
import Executors
import Statecharts
import WorkflowDefinitions
import YAMLTree

/// Holds for every file that authors and operators write: it is read in the same way twice, and everything that is wrong
/// with it is said at a place inside it, in words that can be printed in every format.
enum YAMLProperty {
  private static let loader = BundleLoader(
    catalogue: StandardExecutors.catalogue, zones: SystemZones(), digest: { SHA256.hash($0) })

  /// Bytes that begin with `#settings` are a settings file, others a folder of definitions; a line `#file NAME` begins each
  /// further file of it.
  static func violation(_ bytes: [UInt8]) -> String? {
    bytes.starts(with: Array("#settings".utf8)) ? settings(bytes) : definitions(bytes)
  }

  // MARK: Settings

  private static func settings(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    let first = Result { () throws(SettingsError) in try Settings.parse(text, file: "f.yaml") }
    let second = Result { () throws(SettingsError) in try Settings.parse(text, file: "f.yaml") }
    guard first == second else { return "first \(first), then \(second)" }
    guard case .failure(let error) = first else { return nil }
    guard !error.findings.isEmpty else { return "no finding in an error" }
    guard zip(error.findings, error.findings.dropFirst()).allSatisfy({ $0.place <= $1.place }) else {
      return "unsorted: \(error)"
    }
    let lines = text.unicodeScalars.count { $0 == "\n" || $0 == "\r" } + 1
    for finding in error.findings {
      guard finding.place.line >= 1, finding.place.column >= 1, finding.place.line <= lines + 1 else {
        return "outside the file: \(finding)"
      }
      if let violation = line(finding.description, 4_096) { return violation }
    }
    return nil
  }

  // MARK: Definitions

  private static func definitions(_ bytes: [UInt8]) -> String? {
    let files = files(in: bytes)
    let (findings, names) = load(files)
    let (again, otherNames) = load(files)
    guard findings == again, names == otherNames else { return "first \(findings), then \(again)" }
    for finding in findings {
      guard !finding.code.isEmpty, !finding.message.isEmpty else { return "without words: \(finding)" }
      if let violation = place(finding, files) { return violation }
      if let scalar = finding.description.unicodeScalars.first(where: isControl) {
        return "U+\(scalar.value): \(finding)"
      }
      if finding.message.utf8.count > 8_192 { return "\(finding.message.utf8.count) bytes of \(finding.code)" }
    }
    return formats(findings, files)
  }

  private static func load(_ files: [SourceFile]) -> (findings: [Finding], names: [String]) {
    do throws(Findings) {
      let loaded = try loader.load(files)
      return (loaded.warnings, loaded.bundles.map { "\($0.root.name) \($0.hash)" })
    } catch {
      return (error.list, [])
    }
  }

  private static func files(in bytes: [UInt8]) -> [SourceFile] {
    let mark = Array("#file ".utf8)
    var files = [SourceFile(path: "a.yaml", source: [])]
    for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      if line.starts(with: mark) {
        let path = String(decoding: line.dropFirst(mark.count), as: UTF8.self)
        if !path.isEmpty, !files.contains(where: { $0.path == path }) {
          files.append(SourceFile(path: path, source: []))
        }
      } else {
        files[files.count - 1].source += line + [10]
      }
    }
    if files.count > 1, files[0].source.allSatisfy({ $0 == 10 }) { files.removeFirst() }
    return files
  }

  /// One place behind the last is where something is missing.
  private static func place(_ finding: Finding, _ files: [SourceFile]) -> String? {
    guard finding.line >= 1, finding.column >= 1, (finding.endLine, finding.endColumn) > (finding.line, finding.column)
    else { return "no place: \(finding) to \(finding.endLine):\(finding.endColumn)" }
    guard let file = files.first(where: { $0.path == finding.file }) else { return nil }
    let lines = file.source.count { $0 == 10 || $0 == 13 } + 1
    guard finding.line <= lines + 1, finding.endLine <= lines + 1 else { return "outside the file: \(finding)" }
    return nil
  }

  private static func formats(_ findings: [Finding], _ files: [SourceFile]) -> String? {
    for format in FindingFormat.allCases {
      let text = format.text(findings, files: files, folder: "d")
      switch format {
      case .json, .sarif:
        guard (try? JSON.parse(text)) != nil else { return "\(format): \(text)" }
      case .gcc, .github:
        let lines = text.utf8.count { $0 == 10 }
        guard lines == findings.count else { return "\(lines) lines of \(format) for \(findings.count) findings" }
      case .table:
        if let scalar = text.unicodeScalars.first(where: isControl) { return "U+\(scalar.value) in the table" }
      }
    }
    return nil
  }

  // MARK: Words

  private static func line(_ text: String, _ limit: Int) -> String? {
    guard text.utf8.count <= limit else { return "\(text.utf8.count) bytes of a finding" }
    let scalar = text.unicodeScalars.first { isControl($0) || $0 == "\n" || $0 == "\t" }
    return scalar.map { "U+\(String($0.value, radix: 16)) in \(text.debugDescription)" }
  }

  /// A terminal would obey it.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\n" && scalar != "\t" && scalar.properties.generalCategory == .control
  }
}
