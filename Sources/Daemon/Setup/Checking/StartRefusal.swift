import DaemonSettings
import WorkflowDefinitions

/// Everything that keeps the daemon from starting and can be found before its store is opened and its sockets are
/// bound; never empty. `magnetiqd --check` and the start report it in the same words.
public struct StartRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// Findings about the settings file and the things that it names.
  var settings: [SettingsFinding]
  /// Findings about the workflows' folder, with its path before the files' names.
  var definitions: [Finding] = []
  var folder = ""
  /// Remarks about things that only a start can show.
  var remarks: [String] = []

  /// One line for each finding: place, code, fault and cure.
  public var lines: [String] {
    settings.map(\.description)
      + definitions.map { finding in
        var placed = finding
        placed.file = finding.file == "." ? folder : "\(folder)/\(finding.file)"
        return placed.description
      }
  }

  /// The lines, and a note for each remark.
  public var description: String { (lines + remarks.map { "note: \($0)" }).joined(separator: "\n") }
}
