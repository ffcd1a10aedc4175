/// The reason why a secret could not be read. It names the credential and nothing of its contents.
public enum CredentialError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name is not a credential's name.
  case badName(String)
  /// systemd passed no credentials, and the settings name no folder.
  case noFolder(String)
  /// No folder has such a credential.
  case missing(String, folders: [String])
  /// The file holds no secret.
  case empty(String)
  /// The file is longer than `Credentials.maximumBytes`.
  case tooLarge(String)
  /// The content is no single line of text: it is not UTF-8, has several lines or holds control characters.
  case notText(String, reason: String)
  /// Others may read or write the file, it belongs to another user, or it is not a regular file.
  case unsafe(String, expected: String, given: String, cure: String)
  /// The system refused to read it.
  case unreadable(String, reason: String)

  /// A stable code in kebab-case, explained in `docs/errors`.
  public var code: String {
    switch self {
    case .badName: "credential-name"
    case .noFolder, .missing: "credential-missing"
    case .empty: "credential-empty"
    case .tooLarge: "credential-too-large"
    case .notText: "credential-not-text"
    case .unsafe: "credential-unsafe"
    case .unreadable: "credential-unreadable"
    }
  }

  /// True if there is no such credential. A credential that exists and cannot be used is never absent.
  public var isAbsence: Bool {
    switch self {
    case .noFolder, .missing: true
    case .badName, .empty, .tooLarge, .notText, .unsafe, .unreadable: false
    }
  }

  /// The code and a sentence with the cure.
  public var description: String { "\(code): \(message)" }

  /// The folder in which an operator puts a secret: the one that the settings name, or that from which systemd copies.
  private static func home(_ folders: [String]) -> String {
    folders.last.flatMap { $0.hasPrefix("/run/credentials/") ? nil : $0 } ?? "/etc/magnetiq/credentials"
  }

  private var message: String {
    switch self {
    case .badName(let name):
      "'\(name.prefix(64))' is not a credential's name: expected 1 to 255 printable ASCII characters without '/' and ':'"
    case .noFolder(let name):
      "'\(name)' is needed, but systemd passed no credentials and the settings name no folder; "
        + "put LoadCredential=\(name):FILE into the unit, or set credentials.path"
    case .missing(let name, let folders):
      "no '\(name)' in \(folders.joined(separator: " or ")); put the secret into "
        + "\(Self.home(folders))/\(name) (mode 0600) and restart: a reload does not pass new credentials"
    case .empty(let name):
      "'\(name)' is empty; write the secret into its file and restart"
    case .tooLarge(let name):
      "'\(name)' is over \(Credentials.maximumBytes) bytes; it is probably not the intended file"
    case .notText(let name, let reason):
      "'\(name)' is \(reason), expected one line of UTF-8 text; write the secret alone into its file and restart"
    case .unsafe(let name, let expected, let given, let cure):
      "'\(name)': expected \(expected), given \(given); \(cure), and change the secret if somebody else could have read it"
    case .unreadable(let name, let reason):
      "'\(name)' cannot be read: \(reason)"
    }
  }
}
