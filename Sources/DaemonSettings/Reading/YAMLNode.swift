/// YAML as written: scalars are text, nothing is resolved. (YAML 1.1 would make `no` a boolean and `1:30` ninety.)
struct YAMLNode {
  enum Content {
    /// `isPlain`: without quotes.
    case scalar(String, isPlain: Bool)
    case mapping([Member])
    case sequence([YAMLNode])
  }

  struct Member {
    let key: String
    let keyPlace: SettingsFinding.Place
    let value: YAMLNode
  }

  let content: Content
  let place: SettingsFinding.Place

  /// `key:` with nothing after it.
  var isEmpty: Bool {
    guard case .scalar(let text, let isPlain) = content, isPlain else { return false }
    return text.isEmpty || text == "~" || text == "null"
  }

  /// What it is, for messages.
  var kind: String {
    switch content {
    case .scalar: isEmpty ? "nothing" : "a single value"
    case .mapping: "keys with values"
    case .sequence: "a list"
    }
  }
}
