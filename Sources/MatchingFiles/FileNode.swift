internal import YAMLTree

/// Reads mappings, lists and numbers of a file, and refuses what is not expected where it stands.
struct FileNode {
  let node: Node

  static func root(_ bytes: [UInt8], file: String) throws(MatchingFileError) -> FileNode {
    do {
      return FileNode(node: try YAMLReader().read(bytes, file: file))
    } catch {
      throw MatchingFileError(error.list[0], file: file)
    }
  }

  /// The values by key. Every key is one of `known`, and all of `required` are there.
  func mapping(
    known: [String], required: [String] = []
  ) throws(MatchingFileError) -> [String: FileNode] {
    var values: [String: FileNode] = [:]
    for (key, value) in try entries() {
      guard known.contains(key) else {
        throw MatchingFileError(value.node, "\(key) is not a key here; the keys are \(known.joined(separator: ", "))")
      }
      values[key] = value
    }
    for key in required where values[key] == nil { throw MatchingFileError(node, "\(key) is missing") }
    return values
  }

  func entries() throws(MatchingFileError) -> [(key: String, value: FileNode)] {
    guard let entries = node.entries else { throw MatchingFileError(node, "expected a mapping, got \(node.kind)") }
    return entries.map { ($0.key.text ?? "", FileNode(node: $0.value)) }
  }

  func list() throws(MatchingFileError) -> [FileNode] {
    guard let items = node.items else { throw MatchingFileError(node, "expected a list, got \(node.kind)") }
    return items.map { FileNode(node: $0) }
  }

  func text() throws(MatchingFileError) -> String {
    guard let text = node.text, !text.isEmpty else { throw MatchingFileError(node, "expected text, got \(node.kind)") }
    return text
  }

  func texts() throws(MatchingFileError) -> [String] {
    var texts: [String] = []
    for item in try list() { texts.append(try item.text()) }
    return texts
  }

  func number(_ range: ClosedRange<Int>) throws(MatchingFileError) -> Int {
    let text = try text()
    guard let number = Int(text), range.contains(number) else {
      throw MatchingFileError(
        node, "expected a whole number from \(range.lowerBound) to \(range.upperBound), got \(text)")
    }
    return number
  }
}
