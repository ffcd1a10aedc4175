import DaemonSettings
import SystemdSupport

/// Reads the secrets that settings name. One that cannot be had is a finding at the key that names it, and empty.
struct SecretReader {
  let credentials: Credentials
  let findings: StartFindings

  /// - Parameter key: the full path of the key that names the credential.
  func text(_ name: CredentialName, _ key: String) -> String {
    do throws(CredentialError) {
      return try credentials.text(name.description)
    } catch {
      // Without the folder everything in it is missing, which is one finding.
      if findings.document.isSpoilt("credentials") || findings.has("credentials.path") { return "" }
      findings.add(.credential, key, expected: "a secret that can be read", given: name.description, cure: "\(error)")
      return ""
    }
  }
}
