internal import YAMLTree

/// A settings file that was read: the settings, the file's own faults, and the places of its keys for findings about
/// the things that the settings name.
public struct SettingsDocument: Sendable {
  /// The file's name in findings.
  public let file: String
  /// The settings as far as they can be read, with defaults for the rest; nil if the file could not be read at all.
  public var settings: Settings?
  /// All faults of the file, in the order of its lines.
  public let findings: [SettingsFinding]
  /// The keys that the readers requested; `[]` stands for each element of a list.
  let askedKeys: [String]
  private let places: [String: Place]

  /// Reads a text.
  ///
  /// - Parameter file: the file's name in findings.
  public init(text: String, file: String) { self.init(Array(text.utf8), FindingList(file: file)) }

  /// Reads a file.
  public init(path: String) {
    let findings = FindingList(file: path)
    self.init(SettingsFile.contents(of: path, findings), findings)
  }

  private init(_ bytes: [UInt8]?, _ list: FindingList) {
    file = list.file
    settings = bytes.flatMap { SettingsFile.read($0, list) }
    findings = list.sorted
    askedKeys = list.askedKeys
    places = list.places
  }

  /// True if the file has the key.
  public func writes(_ key: String) -> Bool { places[key] != nil }

  /// True if a part of this section, or of a section that it depends on, could not be read.
  public func isSpoilt(_ section: String) -> Bool {
    settings == nil || findings.contains { $0.key == section || $0.key.hasPrefix(section + ".") }
  }

  /// Creates a finding about the thing that a key of the settings names. It stands at the key or, if that is absent, at
  /// its section.
  public func finding(
    _ code: SettingsFinding.Code, _ key: String, expected: String, given: String? = nil, cure: String? = nil
  ) -> SettingsFinding {
    var path = key[...]
    while places[String(path)] == nil, let end = path.lastIndex(where: { $0 == "." || $0 == "[" }) {
      path = path[..<end]
    }
    return SettingsFinding(
      file: file, place: places[String(path)] ?? Place(line: 1, column: 1), code: code, key: key, expected: expected,
      given: given, cure: cure)
  }
}

extension Settings {
  /// Reads a text.
  ///
  /// - Parameter file: the file's name in findings.
  /// - Throws: all findings at once.
  public static func parse(_ text: String, file: String) throws(SettingsError) -> Settings {
    let document = SettingsDocument(text: text, file: file)
    guard document.findings.isEmpty, let settings = document.settings else {
      throw SettingsError(findings: document.findings)
    }
    return settings
  }
}
