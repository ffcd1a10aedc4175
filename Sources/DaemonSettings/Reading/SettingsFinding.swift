public import YAMLTree

/// A fault of a settings file, with its place and its cure.
public struct SettingsFinding: Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault. The codes are stable.
  public enum Code: String, Sendable, CaseIterable {
    /// The file cannot be read.
    case unreadable = "settings-unreadable"
    /// The file exceeds a limit of size, depth or number of values.
    case tooLarge = "settings-too-large"
    /// The text is not valid YAML.
    case syntax = "settings-syntax"
    /// An anchor or alias, which settings may not use.
    case anchor = "settings-anchor"
    /// A tag, which settings may not use.
    case tag = "settings-tag"
    /// A key that occurs twice in a mapping.
    case duplicateKey = "settings-duplicate-key"
    /// A key that settings do not have.
    case unknownKey = "settings-unknown-key"
    /// A required key is missing.
    case missingKey = "settings-missing-key"
    /// A scalar, list or mapping in the place of another.
    case shape = "settings-shape"
    /// A value outside of its range or set.
    case value = "settings-value"
    /// An unencrypted connection outside of a sandbox.
    case plaintext = "settings-plaintext"
    /// Two settings contradict each other.
    case conflict = "settings-conflict"
    /// A folder that does not exist or that the daemon may not use.
    case folder = "settings-folder"
    /// A secret that cannot be read.
    case credential = "settings-credential"
    /// A name that the definitions do not declare.
    case unknownName = "settings-unknown-name"
  }

  /// The file's name as it was given.
  public let file: String
  /// The place of the key or of its value.
  public let place: Place
  /// The kind of fault.
  public let code: Code
  /// The key's full path, `ingress.sources[0].scheme`; empty if the finding concerns the file.
  public let key: String
  /// The accepted form or range.
  public let expected: String
  /// The present text, cut to 64 characters; nil if there is none or it must not be shown.
  public let given: String?
  /// The action that mends it; nil if `expected` says it all.
  public let cure: String?

  /// The finding in one line: `magnetiqd.yaml:12:9: settings-value: ingress.body_limit: expected …, given '…'; write …`
  public var description: String {
    var text = "\(file):\(place.line):\(place.column): \(code.rawValue): "
    if !key.isEmpty { text += "\(Self.shown(key)): " }
    text += "expected \(expected)"
    if let given { text += ", given '\(Self.shown(given))'" }
    if let cure { text += "; \(cure)" }
    return text
  }

  /// Shortens text from the file to one line and removes control characters, because it may come from elsewhere.
  private static func shown(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(128).map { scalar -> Unicode.Scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
      default: scalar
      }
    }
    return String(String.UnicodeScalarView(scalars)) + (text.unicodeScalars.count > 128 ? "…" : "")
  }
}

/// All faults of a settings file in the order of its lines; never empty.
public struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The findings, at least one.
  public let findings: [SettingsFinding]

  /// The findings, one a line.
  public var description: String { findings.map(\.description).joined(separator: "\n") }
}
