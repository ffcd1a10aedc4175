import DaemonSettings
import WorkflowDefinitions

/// Collects what keeps the daemon from starting, on one thread.
final class StartFindings {
  let document: SettingsDocument
  private(set) var settings: [SettingsFinding]
  private(set) var definitions: [Finding] = []
  private let folder: String

  init(_ document: SettingsDocument) {
    self.document = document
    settings = document.findings
    folder = document.settings?.workflows.path ?? ""
  }

  /// A finding about what a key of the settings names.
  func add(
    _ code: SettingsFinding.Code, _ key: String, expected: String, given: String? = nil, cure: String? = nil
  ) {
    settings.append(document.finding(code, key, expected: expected, given: given, cure: cure))
  }

  func add(_ finding: SettingsFinding) { settings.append(finding) }

  func add(_ findings: Findings) { definitions += findings.list }

  /// True if something is wrong with what this key names.
  func has(_ key: String) -> Bool { settings.contains { $0.key == key } }

  /// nil if nothing is wrong.
  ///
  /// - Parameter remarks: what only the start can show.
  func refusal(_ remarks: [String]) -> StartRefusal? {
    if settings.isEmpty, definitions.isEmpty { return nil }
    // A stable order: two findings at one place stay as they were found.
    let ordered = settings.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
    return StartRefusal(
      settings: ordered.map(\.element), definitions: definitions, folder: folder,
      remarks: remarks)
  }
}
