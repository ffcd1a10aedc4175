internal import Files
internal import YAMLTree

/// Reads a settings file.
enum SettingsFile {
  /// The settings as far as they can be read; nil if the file is not YAML or cannot be read.
  static func read(_ bytes: [UInt8], _ findings: FindingList) -> Settings? {
    guard let node = tree(bytes, findings) else { return nil }
    let root = SectionReader(path: "", node: node, place: node.place, findings: findings)
    return root.finish { Settings($0) }
  }

  /// Returns nil with findings. A file without a document leaves every setting at its default.
  static func tree(_ bytes: [UInt8], _ findings: FindingList) -> Node? {
    var reader = YAMLReader()
    reader.allowsEmptyValues = true
    do {
      return try reader.read(bytes, file: findings.file)
    } catch {
      if error.list.map(\.kind) == [.empty] {
        return Node(content: .mapping([]), file: findings.file, line: 1, column: 1)
      }
      for fault in error.list { findings.add(fault) }
      return nil
    }
  }

  /// Returns the file's bytes; nil, with a finding, if it cannot be read or has more of them than the reader accepts.
  static func contents(of path: String, _ findings: FindingList) -> [UInt8]? {
    func unreadable(_ reason: String) -> [UInt8]? {
      findings.add(
        .unreadable, at: Place(line: 1, column: 1), expected: "a settings file in UTF-8", given: reason,
        cure: "look at the path given by --config and the file's permissions")
      return nil
    }
    switch RegularFile.read(path, atMost: YAMLLimits().bytes) {
    case .success(let bytes): return bytes
    case .failure(.tooLarge): return unreadable("a file of more than \(YAMLLimits().bytes) bytes")
    case .failure(.notRegular(let kind)): return unreadable(kind)
    case .failure(.failed(let words)): return unreadable(words)
    }
  }
}
