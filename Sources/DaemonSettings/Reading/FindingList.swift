internal import YAMLTree

/// Collects the findings of one reading of a file, on one thread.
final class FindingList {
  let file: String
  private var findings: [SettingsFinding] = []
  /// The keys that the readers have requested, in order; `[]` stands for each element of a list.
  private(set) var askedKeys: [String] = []
  /// The places of the file's keys by their full paths.
  private(set) var places: [String: Place] = [:]

  init(file: String) {
    self.file = file
  }

  var isEmpty: Bool { findings.isEmpty }

  var sorted: [SettingsFinding] {
    // The order is stable: findings at one place stay in the order in which they were found.
    findings.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(\.element)
  }

  func add(
    _ code: SettingsFinding.Code, at place: Place, key: String = "", expected: String,
    given: String? = nil, cure: String? = nil
  ) {
    findings.append(
      SettingsFinding(
        file: file, place: place, code: code, key: key, expected: expected,
        given: given.map { $0.count > 64 ? $0.prefix(64) + "…" : $0 }, cure: cure))
  }

  /// Adds a finding for a fault of the file's YAML.
  func add(_ fault: YAMLFault) {
    let (code, expected, cure): (SettingsFinding.Code, String, String) =
      switch fault.kind {
      case .encoding:
        (.unreadable, "a settings file in UTF-8", "look at the path given by --config and save the file as UTF-8")
      case .syntax, .empty: (.syntax, "YAML", "look at indentation (spaces, no tabs), colons and quotes")
      case .tooLarge, .longScalar, .tooDeep:
        (.tooLarge, "a file within the limits of settings", "this is probably not a settings file")
      case .anchor: (.anchor, "no anchors (&) and no aliases (*)", "write the value out at each place")
      case .mergeKey: (.anchor, "no merge keys", "write the keys out")
      case .tag: (.tag, "no tags", "take the tag away; keys have types already")
      case .key, .emptyValue: (.shape, "a name as the key", "write a plain key")
      case .duplicateKey: (.duplicateKey, "every key once", "keep one of them")
      }
    add(
      code, at: fault.place, expected: expected, given: fault.given ?? fault.message,
      cure: fault.cure.isEmpty ? cure : fault.cure)
  }

  /// Records the place of a key, for later findings about the thing that its value names.
  func stands(_ path: String, at place: Place) { places[path] = place }

  func asked(_ path: String) {
    let general = path.replacing(/\[\d+\]/, with: "[]")
    if !askedKeys.contains(general) { askedKeys.append(general) }
  }
}
