import DaemonSettings
import SystemdSupport

/// Reads the secrets that settings name. A secret that cannot be read is a finding at the key that names it, and an
/// empty text.
struct SecretReader {
  let credentials: Credentials
  let findings: StartFindings

  /// - Parameter key: the full path of the key that names the credential.
  func text(_ name: CredentialName, _ key: String) -> String {
    do throws(CredentialError) {
      return try credentials.text(name.description)
    } catch {
      // If the folder is missing, that is the one finding.
      if findings.document.isSpoilt("credentials") || findings.has("credentials.path") { return "" }
      findings.add(.credential, key, expected: "a secret that can be read", given: name.description, cure: "\(error)")
      return ""
    }
  }
}
