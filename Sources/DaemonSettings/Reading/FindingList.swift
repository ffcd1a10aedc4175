/// Where findings gather while a file is read. Of one reading, on one thread.
final class FindingList {
  let file: String
  private var findings: [SettingsFinding] = []
  /// Every key that the reading has asked for, in order, `[]` standing for each element of a list.
  private(set) var askedKeys: [String] = []

  init(file: String) {
    self.file = file
  }

  var isEmpty: Bool { findings.isEmpty }

  var sorted: [SettingsFinding] {
    // A stable order: two findings at one place stay as they were found.
    findings.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(\.element)
  }

  func add(
    _ code: SettingsFinding.Code, at place: SettingsFinding.Place, key: String = "", expected: String,
    given: String? = nil, cure: String? = nil
  ) {
    findings.append(
      SettingsFinding(
        file: file, place: place, code: code, key: key, expected: expected,
        given: given.map { $0.count > 64 ? $0.prefix(64) + "…" : $0 }, cure: cure))
  }

  func asked(_ path: String) {
    let general = path.replacing(/\[\d+\]/, with: "[]")
    if !askedKeys.contains(general) { askedKeys.append(general) }
  }
}
