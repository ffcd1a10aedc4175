import Glibc

extension Settings {
  /// - Parameters:
  ///   - text: YAML.
  ///   - file: the name that findings carry.
  /// - Throws: all findings at once.
  public static func parse(_ text: String, file: String) throws(SettingsError) -> Settings {
    try reading(text, file: file).settings
  }

  /// - Throws: `settings-unreadable` when the file cannot be read, else as `parse`.
  public static func load(path: String) throws(SettingsError) -> Settings {
    try parse(contents(of: path), file: path)
  }

  /// The settings, with every key that was asked for on the way.
  static func reading(_ text: String, file: String) throws(SettingsError) -> (settings: Settings, keys: [String]) {
    let findings = FindingList(file: file)
    guard let node = YAMLReader.read(text, findings: findings) else { throw SettingsError(findings: findings.sorted) }
    let root = Section(path: "", node: node, place: node.place, findings: findings)
    let settings = root.finish { Settings($0) }
    guard findings.isEmpty else { throw SettingsError(findings: findings.sorted) }
    return (settings, findings.askedKeys)
  }

  private static func contents(of path: String) throws(SettingsError) -> String {
    func unreadable(_ reason: String) -> SettingsError {
      let findings = FindingList(file: path)
      findings.add(
        .unreadable, at: .init(line: 1, column: 1), expected: "a settings file in UTF-8", given: reason,
        cure: "look at the path given by --config and the file's permissions")
      return SettingsError(findings: findings.sorted)
    }
    // Looked at before it is opened, for opening alone does something to a device; and opened without waiting, for a pipe
    // that nobody writes to would keep the daemon from starting for ever.
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
    // One byte over the limit is enough for the reader to refuse it.
    while bytes.count <= YAMLReader.maximumBytes {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw unreadable(String(cString: strerror(errno)))
      }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw unreadable("bytes that are not UTF-8") }
    return text
  }

  /// nil for a regular file.
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
