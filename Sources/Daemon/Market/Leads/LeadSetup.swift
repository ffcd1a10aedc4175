import DaemonSettings
import Leads
import MatchingFiles

/// Reads the file that `leads` names.
struct LeadSetup {
  private static let most = 1 << 20

  let settings: LeadsSection
  let findings: StartFindings

  /// The standard rules without a file. A file that cannot be used is a finding.
  func rules() -> LeadRules {
    guard let path = settings.rules else { return .standard }
    let rules = NamedFile(findings: findings).read(path, "leads.rules", most: Self.most) {
      bytes throws(MatchingFileError) in try LeadRulesFile.read(bytes, file: path)
    }
    return rules ?? .standard
  }
}
