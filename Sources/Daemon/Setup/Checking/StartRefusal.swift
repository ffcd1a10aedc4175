import DaemonSettings
import WorkflowDefinitions

/// Everything that keeps the daemon from starting and that can be seen before its store is opened and its sockets are bound: never
/// empty. `magnetiqd --check` and the start say it in the same words.
public struct StartRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// Of the settings file, and of what it names.
  var settings: [SettingsFinding]
  /// Of the workflows' folder, with the path that stands before the files' names.
  var definitions: [Finding] = []
  var folder = ""
  /// What only the start can show, besides.
  var remarks: [String] = []

  /// A line for each finding: place, code, what is wrong, and the cure.
  public var lines: [String] {
    settings.map(\.description)
      + definitions.map { finding in
        var placed = finding
        placed.file = finding.file == "." ? folder : "\(folder)/\(finding.file)"
        return placed.description
      }
  }

  public var description: String { (lines + remarks.map { "note: \($0)" }).joined(separator: "\n") }
}
