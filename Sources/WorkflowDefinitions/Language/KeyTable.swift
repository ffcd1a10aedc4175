internal import YAMLTree

/// The keys that may stand at one place of a definition. One table serves the loader's findings, the test of the editors' schema and
/// the test of the manual.
public struct KeyTable: Sendable {
  /// The kinds of value that may stand behind a key. Readers report anything else that is wrong with the value.
  public struct Kinds: OptionSet, Sendable {
    /// One bit for each kind.
    public let rawValue: Int
    /// Creates a set from its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// A scalar.
    public static let text = Kinds(rawValue: 1)
    /// A YAML sequence.
    public static let list = Kinds(rawValue: 2)
    /// A YAML mapping.
    public static let mapping = Kinds(rawValue: 4)
    /// `true` or `false`, unquoted.
    public static let flag = Kinds(rawValue: 8)
    /// A target, a candidate, a list of candidates.
    public static let transitions: Kinds = [.text, .list, .mapping]
    /// An action or a list of them.
    public static let actions: Kinds = [.list, .mapping]
    /// Any kind of value.
    public static let any: Kinds = [.text, .list, .mapping]
  }

  /// Its name in the schema (`state`).
  public let place: String
  /// For messages: `a state`.
  public let phrase: String
  let entries: [(name: String, kinds: Kinds)]

  init(_ place: String, _ phrase: String, _ entries: KeyValuePairs<String, Kinds>) {
    self.place = place
    self.phrase = phrase
    self.entries = entries.map { ($0.key, $0.value) }
  }

  /// In the order of the manual.
  public var keys: [String] { entries.map(\.name) }

  func kinds(of key: String) -> Kinds? { entries.first { $0.name == key }?.kinds }

  /// The same place with more keys.
  func with(_ place: String, _ phrase: String, _ more: KeyValuePairs<String, Kinds>) -> KeyTable {
    KeyTable(place, phrase, entries + more.map { ($0.key, $0.value) })
  }

  private init(_ place: String, _ phrase: String, _ entries: [(name: String, kinds: Kinds)]) {
    self.place = place
    self.phrase = phrase
    self.entries = entries
  }
}

extension KeyTable.Kinds {
  /// `text or a list`.
  var phrase: String {
    let words = [(Self.flag, "true or false"), (.text, "text"), (.list, "a list"), (.mapping, "a mapping")]
    return words.filter { contains($0.0) }.map(\.1).joined(separator: " or ")
  }

  /// An example to write instead of a value of the wrong kind.
  func example(_ value: Node) -> String {
    if contains(.list), contains(.mapping), let text = value.text { return "[{\(text): {…}}]" }
    if contains(.list), let text = value.text { return "[\(text)]" }
    if contains(.list) { return "[…]" }
    return contains(.mapping) ? "{…}" : contains(.flag) ? "true" : "text"
  }
}
