import CEL
import CivilTime

/// Reads the fields of a map with all findings at once. A field that is not asked for is a finding.
final class FieldReader {
  let path: String
  private let map: ValueMap
  private var known: Set<String> = []
  private(set) var findings: [Finding] = []

  /// The largest text of a field, in bytes.
  static let longestText = 4_096
  /// The largest number of elements of a list.
  static let longestList = 1_000

  init(_ value: Value, _ path: String) {
    self.path = path
    if let map = value.mapValue {
      self.map = map
    } else {
      self.map = ValueMap()
      findings.append(Finding("wrong-type", path, expected: "an object", given: value.typeName))
    }
  }

  func place(_ name: String) -> String { "\(path)/\(name)" }

  func note(_ code: String, _ name: String, _ message: String, isWarning: Bool = false) {
    findings.append(Finding(code, place(name), message, isWarning: isWarning))
  }

  func note(_ code: String, _ name: String, expected: String, given: String, cure: String? = nil) {
    findings.append(Finding(code, place(name), expected: expected, given: given, cure: cure))
  }

  /// A text as a message gives it: in quotes, and no longer than people read.
  static func quoted(_ text: String) -> String {
    text.count <= 60 ? "'\(text)'" : "'\(text.prefix(60))…'"
  }

  func take(_ more: [Finding]) { findings += more }

  /// Returns all findings, with one for each field that nobody has asked for.
  func finish() -> [Finding] {
    for key in map.keys {
      let name = key.stringValue ?? "\(key)"
      if !known.contains(name) {
        let cure =
          NearestName.find(name, among: known.sorted()).map { "did you mean '\($0)'?" }
          ?? "leave it out; there are \(known.sorted().joined(separator: ", "))"
        // As a segment of a JSON Pointer.
        let segment = String(name.prefix(100)).replacing("~", with: "~0").replacing("/", with: "~1")
        findings.append(
          Finding(
            "unknown-field", place(segment), expected: "a known field", given: "an unknown one", cure: cure,
            message: "there is no such field; \(cure)"))
      }
    }
    return findings
  }

  /// The value of a field; nil if it is absent or null.
  func value(_ name: String) -> Value? {
    known.insert(name)
    guard let value = map[name], !value.isNull else { return nil }
    return value
  }

  /// Notes that a field is missing.
  ///
  /// - Parameter expected: what it has to be.
  func required<T>(_ name: String, _ value: T?, _ expected: String = "a value") -> T? {
    if value == nil, self.value(name) == nil {
      findings.append(
        Finding(
          "missing", place(name), expected: expected, given: "nothing", cure: "add it", message: "is missing; add it"))
    }
    return value
  }

  private func wrong(_ name: String, _ expected: String, _ given: Value) {
    note("wrong-type", name, expected: expected, given: given.typeName)
  }

  func text(_ name: String, most: Int = FieldReader.longestText) -> String? {
    guard let value = value(name) else { return nil }
    guard let text = value.stringValue else {
      wrong(name, "a text", value)
      return nil
    }
    guard text.utf8.count <= most, !text.isEmpty else {
      let given = text.isEmpty ? "an empty one" : "one of \(text.utf8.count) bytes"
      note("wrong-length", name, expected: "a text of 1 to \(most) bytes", given: given)
      return nil
    }
    // Control characters other than line breaks and tabs, and those that turn the direction of writing.
    let isPlain = text.unicodeScalars.allSatisfy {
      ($0.value >= 0x20 && $0.value != 0x7F && !(0x80...0x9F).contains($0.value)
        && !(0x202A...0x202E).contains($0.value) && !(0x2066...0x2069).contains($0.value)) || $0 == "\n" || $0 == "\t"
    }
    guard isPlain else {
      note(
        "control-character", name, expected: "a text without control characters", given: "one with such a character",
        cure: "leave it out")
      return nil
    }
    return text
  }

  func integer(_ name: String, _ range: ClosedRange<Int64>) -> Int64? {
    guard let value = value(name) else { return nil }
    guard let number = value.intValue else {
      wrong(name, "a whole number", value)
      return nil
    }
    guard range.contains(number) else {
      note(
        "out-of-range", name, expected: "\(range.lowerBound) to \(range.upperBound)", given: "\(number)")
      return nil
    }
    return number
  }

  func flag(_ name: String) -> Bool? {
    guard let value = value(name) else { return nil }
    if value.boolValue == nil { wrong(name, "true or false", value) }
    return value.boolValue
  }

  func word<E: RawRepresentable<String> & CaseIterable>(_ name: String, _ type: E.Type = E.self) -> E? {
    guard let text = text(name) else { return nil }
    let word = E(rawValue: text)
    if word == nil {
      let words = E.allCases.map(\.rawValue)
      note(
        "unknown-word", name, expected: "one of \(words.joined(separator: ", "))", given: Self.quoted(text),
        cure: NearestName.find(text, among: words).map { "did you mean '\($0)'?" })
    }
    return word
  }

  /// Each element of a list of words.
  func words<E: RawRepresentable<String> & CaseIterable>(_ name: String, _ type: E.Type = E.self) -> [E] {
    texts(name).enumerated().compactMap { index, text in
      let word = E(rawValue: text)
      if word == nil {
        note(
          "unknown-word", "\(name)/\(index)",
          "is '\(text)', expected one of \(E.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return word
    }
  }

  func date(_ name: String) -> LocalDate? {
    guard let text = text(name) else { return nil }
    do {
      return try LocalDate.parse(text)
    } catch {
      note(error.code, name, expected: "a day, as 2030-01-31", given: Self.quoted(text))
      return nil
    }
  }

  func instant(_ name: String) -> Instant? {
    guard let text = text(name) else { return nil }
    do {
      return try Instant.parse(text)
    } catch {
      note(error.code, name, expected: "an instant, as 2030-01-31T09:00:00Z", given: Self.quoted(text))
      return nil
    }
  }

  func list(_ name: String) -> [Value]? {
    guard let value = value(name) else { return nil }
    guard let list = value.listValue else {
      wrong(name, "a list", value)
      return nil
    }
    guard list.count <= Self.longestList else {
      note("too-many", name, expected: "at most \(Self.longestList) elements", given: "\(list.count) of them")
      return nil
    }
    return list
  }

  func texts(_ name: String) -> [String] {
    (list(name) ?? []).enumerated().compactMap { index, element in
      if let text = element.stringValue, (1...500).contains(text.utf8.count) { return text }
      let given = element.stringValue.map { "one of \($0.utf8.count) bytes" } ?? element.typeName
      note("wrong-type", "\(name)/\(index)", expected: "a text of 1 to 500 bytes", given: given)
      return nil
    }
  }

  /// Reads each element of a list of objects.
  func elements<T>(_ name: String, _ read: (FieldReader) -> T?) -> [T] {
    (list(name) ?? []).enumerated().compactMap { index, element in
      let reader = FieldReader(element, place("\(name)/\(index)"))
      let value = read(reader)
      findings += reader.finish()
      return value
    }
  }

  /// Reads an object; nil if it is absent.
  func object<T>(_ name: String, _ read: (FieldReader) -> T?) -> T? {
    guard let value = value(name) else { return nil }
    let reader = FieldReader(value, place(name))
    let result = read(reader)
    findings += reader.finish()
    return result
  }

  /// The names of the fields of an object with their values, for maps whose keys are data.
  func entries(_ name: String) -> [(String, Value)] {
    guard let value = value(name) else { return [] }
    guard let map = value.mapValue else {
      wrong(name, "an object", value)
      return []
    }
    return map.entries.map { ($0.key.stringValue ?? "", $0.value) }
  }
}
