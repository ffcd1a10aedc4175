internal import YAMLTree

/// A settings file as it was read: the settings, everything that is wrong with the file itself, and where its keys stand, for findings
/// about what the settings name.
public struct SettingsDocument: Sendable {
  /// The name that findings carry.
  public let file: String
  /// The settings, as far as they can be read; what cannot has its default. nil if the file could not be read at all.
  public var settings: Settings?
  /// Everything that is wrong with the file, in the order of its lines.
  public let findings: [SettingsFinding]
  /// Every key that the reading asked for, `[]` standing for each element of a list.
  let askedKeys: [String]
  private let places: [String: Place]

  /// Reads a text.
  ///
  /// - Parameter file: the name that findings carry.
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

  /// True if something of this section, or what it depends on, could not be read.
  public func isSpoilt(_ section: String) -> Bool {
    settings == nil || findings.contains { $0.key == section || $0.key.hasPrefix(section + ".") }
  }

  /// A finding about what a key of the settings names. It stands where the key does, or the section that would hold it.
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
  /// - Parameter file: the name that findings carry.
  /// - Throws: all findings at once.
  public static func parse(_ text: String, file: String) throws(SettingsError) -> Settings {
    let document = SettingsDocument(text: text, file: file)
    guard document.findings.isEmpty, let settings = document.settings else {
      throw SettingsError(findings: document.findings)
    }
    return settings
  }
}
