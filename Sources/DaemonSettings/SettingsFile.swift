internal import Glibc
internal import YAMLTree

/// Reads a settings file.
enum SettingsFile {
  /// The settings, with every key that was asked for on the way.
  ///
  /// - Throws: all findings at once.
  static func read(_ bytes: [UInt8], file: String) throws(SettingsError) -> (settings: Settings, keys: [String]) {
    let findings = FindingList(file: file)
    guard let node = tree(bytes, findings) else { throw SettingsError(findings: findings.sorted) }
    let root = SectionReader(path: "", node: node, place: node.place, findings: findings)
    let settings = root.finish { Settings($0) }
    guard findings.isEmpty else { throw SettingsError(findings: findings.sorted) }
    return (settings, findings.askedKeys)
  }

  /// nil with findings. A file without a document leaves every setting at its default.
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

  /// As much of the file as is enough for the reader to refuse it as too large.
  ///
  /// - Throws: `settings-unreadable`.
  static func contents(of path: String) throws(SettingsError) -> [UInt8] {
    func unreadable(_ reason: String) -> SettingsError {
      let findings = FindingList(file: path)
      findings.add(
        .unreadable, at: Place(line: 1, column: 1), expected: "a settings file in UTF-8", given: reason,
        cure: "look at the path given by --config and the file's permissions")
      return SettingsError(findings: findings.sorted)
    }
    // The file is looked at before it is opened, because opening alone does something to a device. It is opened without waiting,
    // because a pipe that nobody writes to would keep the daemon from starting for ever.
    var status = stat()
    guard stat(path, &status) == 0 else { throw unreadable(String(cString: strerror(errno))) }
    if let other = otherKind(status.st_mode) { throw unreadable(other) }
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(String(cString: strerror(errno))) }
    defer { close(descriptor) }
    guard fstat(descriptor, &status) == 0 else { throw unreadable(String(cString: strerror(errno))) }
    if let other = otherKind(status.st_mode) { throw unreadable(other) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while bytes.count <= YAMLLimits().bytes + chunk.count {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw unreadable(String(cString: strerror(errno)))
      }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }
}

extension Settings {
  /// - Parameters:
  ///   - text: YAML.
  ///   - file: the name that findings carry.
  /// - Throws: all findings at once.
  public static func parse(_ text: String, file: String) throws(SettingsError) -> Settings {
    try SettingsFile.read(Array(text.utf8), file: file).settings
  }

  /// - Throws: `settings-unreadable` when the file cannot be read, else as `parse`.
  public static func load(path: String) throws(SettingsError) -> Settings {
    try SettingsFile.read(SettingsFile.contents(of: path), file: path).settings
  }
}

extension SettingsFile {
  /// Returns the kind of a file that is not a regular one; nil for a regular file.
  private static func otherKind(_ mode: mode_t) -> String? {
    switch mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe (FIFO)"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
  }
}
