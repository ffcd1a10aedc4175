/// A definition of the workflow language in the making, and its YAML text.
indirect enum Definition {
  /// Text, quoted.
  case text(String)
  /// As it stands: `true`, `12`, `null`.
  case plain(String)
  case list([Definition])
  case map([(key: String, value: Definition)])

  var yaml: String {
    var text = ""
    write(self, depth: 0, to: &text)
    return text
  }

  private func write(_ definition: Definition, depth: Int, to text: inout String) {
    let margin = String(repeating: "  ", count: depth)
    switch definition {
    case .text(let value): text += " \(Self.quoted(value))\n"
    case .plain(let value): text += " \(value)\n"
    case .list(let items):
      if items.isEmpty { text += " []\n" }
      for (index, item) in items.enumerated() {
        if index == 0 && depth > 0 { text += "\n" }
        text += "\(margin)-"
        write(item, depth: depth + 1, to: &text)
      }
    case .map(let entries):
      if entries.isEmpty { text += " {}\n" }
      for (index, entry) in entries.enumerated() {
        if index == 0 && depth > 0 { text += "\n" }
        text += "\(margin)\(Self.quoted(entry.key)):"
        write(entry.value, depth: depth + 1, to: &text)
      }
    }
  }

  /// In double quotes, with JSON's escapes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
