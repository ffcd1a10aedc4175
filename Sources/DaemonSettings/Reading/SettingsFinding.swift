public import YAMLTree

/// One thing that is wrong in a settings file, with its place and its cure.
public struct SettingsFinding: Hashable, Sendable, CustomStringConvertible {
  /// The kind of mistake; stable.
  public enum Code: String, Sendable, CaseIterable {
    case unreadable = "settings-unreadable"
    case tooLarge = "settings-too-large"
    case syntax = "settings-syntax"
    case anchor = "settings-anchor"
    case tag = "settings-tag"
    case duplicateKey = "settings-duplicate-key"
    case unknownKey = "settings-unknown-key"
    case missingKey = "settings-missing-key"
    case shape = "settings-shape"
    case value = "settings-value"
    case plaintext = "settings-plaintext"
    case conflict = "settings-conflict"
    /// A folder that is not there, or that the daemon may not use.
    case folder = "settings-folder"
    /// A secret that cannot be had.
    case credential = "settings-credential"
    /// A name that the definitions do not have.
    case unknownName = "settings-unknown-name"
  }

  public let file: String
  public let place: Place
  public let code: Code
  /// The key's full path, `ingress.sources[0].scheme`; empty when the finding is about the file.
  public let key: String
  public let expected: String
  /// The text that stands there, cut to 64 characters; nil when there is none.
  public let given: String?
  public let cure: String?

  /// `magnetiqd.yaml:12:9: settings-value: ingress.body_limit: expected …, given '…'; write …`
  public var description: String {
    var text = "\(file):\(place.line):\(place.column): \(code.rawValue): "
    if !key.isEmpty { text += "\(Self.shown(key)): " }
    text += "expected \(expected)"
    if let given { text += ", given '\(Self.shown(given))'" }
    if let cure { text += "; \(cure)" }
    return text
  }

  /// Keys and values are somebody else's words: their beginning is shown, on one line, and nothing that a terminal would obey.
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

/// Everything that is wrong in a settings file, in the order of its lines. Never empty.
public struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
  public let findings: [SettingsFinding]

  public var description: String { findings.map(\.description).joined(separator: "\n") }
}
