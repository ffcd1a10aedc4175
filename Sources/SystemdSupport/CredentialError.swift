/// Why a secret could not be had. Names the credential, never anything of its contents.
public enum CredentialError: Error, Hashable, Sendable, CustomStringConvertible {
  case badName(String)
  case noFolder(String)
  case missing(String, folders: [String])
  case empty(String)
  case tooLarge(String)
  case unreadable(String, reason: String)

  /// Stable, for `docs/errors`.
  public var code: String {
    switch self {
    case .badName: "credential-name"
    case .noFolder, .missing: "credential-missing"
    case .empty: "credential-empty"
    case .tooLarge: "credential-too-large"
    case .unreadable: "credential-unreadable"
    }
  }

  public var description: String { "\(code): \(message)" }

  private var message: String {
    switch self {
    case .badName(let name):
      "'\(name.prefix(64))' is not a credential's name: expected 1 to 255 printable ASCII characters without '/' and ':'"
    case .noFolder(let name):
      "'\(name)' is wanted, but systemd passed no credentials and the settings name no folder; "
        + "put LoadCredential=\(name):FILE into the unit, or set credentials.path"
    case .missing(let name, let folders):
      "no '\(name)' in \(folders.joined(separator: " or ")); put the secret into "
        + "/etc/magnetiq/credentials/\(name) (root, mode 0600) and restart: a reload does not pass new credentials"
    case .empty(let name):
      "'\(name)' is empty; write the secret into its file and restart"
    case .tooLarge(let name):
      "'\(name)' is over \(Credentials.maximumBytes) bytes; it is probably not the file that was meant"
    case .unreadable(let name, let reason):
      "'\(name)' cannot be read: \(reason)"
    }
  }
}
