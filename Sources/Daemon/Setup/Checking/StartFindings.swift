import DaemonSettings
import WorkflowDefinitions

/// Collects the reasons that keep the daemon from starting, on one thread.
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

  /// Adds a finding about the thing that a key of the settings names.
  func add(
    _ code: SettingsFinding.Code, _ key: String, expected: String, given: String? = nil, cure: String? = nil
  ) {
    settings.append(document.finding(code, key, expected: expected, given: given, cure: cure))
  }

  func add(_ finding: SettingsFinding) { settings.append(finding) }

  func add(_ findings: Findings) { definitions += findings.list }

  /// True if there is a finding at this key.
  func has(_ key: String) -> Bool { settings.contains { $0.key == key } }

  /// Returns nil if nothing is wrong.
  ///
  /// - Parameter remarks: remarks about things that only a start can show.
  func refusal(_ remarks: [String]) -> StartRefusal? {
    if settings.isEmpty, definitions.isEmpty { return nil }
    // The order is stable: findings at one place stay in the order in which they were found.
    let ordered = settings.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
    return StartRefusal(
      settings: ordered.map(\.element), definitions: definitions, folder: folder,
      remarks: remarks)
  }
}
