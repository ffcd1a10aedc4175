import FoundationEssentials

/// Doc comments of types and their properties, as they stand in the source.
struct TypeComments {
  private var types: [String: String] = [:]
  /// By `Type.property`.
  private var fields: [String: String] = [:]
  /// By `Type.wireName`: the property, where the wire has another name.
  private var aliases: [String: String] = [:]
  /// By type: the type of its `summary`, whose fields stand beside its own.
  private var parts: [String: String] = [:]

  init(folder: String) throws {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
    for path in paths {
      let text = try String(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)"), encoding: .utf8)
      read(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }
  }

  func type(_ name: String) -> String { types[name] ?? "" }

  /// A field by its name on the wire.
  func field(_ name: String, of type: String) -> String {
    fields["\(type).\(aliases["\(type).\(name)"] ?? name)"] ?? parts[type].map { field(name, of: $0) } ?? ""
  }

  private mutating func read(_ lines: [String]) {
    var outer = ""
    var inner = ""
    var comment: [String] = []
    for line in lines {
      let text = line.trimmingPrefix { $0 == " " }
      if text.hasPrefix("/// ") {
        comment.append(String(text.dropFirst(4)))
        continue
      }
      if let match = text.prefixMatch(of: /(?:public |private )?(?:struct|enum) (\w+)/) {
        if line.hasPrefix(" ") { inner = String(match.1) } else { (outer, inner) = (String(match.1), "") }
        types[inner.isEmpty ? outer : inner] = comment.joined(separator: " ")
      } else if line == "  }" {
        inner = ""
      } else if let match = text.prefixMatch(of: /public var `?(\w+)`?: \[*(\w+)/) {
        let owner = inner.isEmpty ? outer : inner
        fields["\(owner).\(match.1)"] = comment.joined(separator: " ")
        if match.1 == "summary" { parts[owner] = String(match.2) }
      } else if let match = text.prefixMatch(of: /case (\w+) = "(\w+)"/), inner == "CodingKeys" {
        aliases["\(outer).\(match.2)"] = String(match.1)
      }
      comment = []
    }
  }
}
