internal import Glibc
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

  /// Returns the file's bytes, up to one more than the reader accepts, so that a larger file is refused as too large;
  /// nil, with a finding, if it cannot be read.
  static func contents(of path: String, _ findings: FindingList) -> [UInt8]? {
    func unreadable(_ reason: String) -> [UInt8]? {
      findings.add(
        .unreadable, at: Place(line: 1, column: 1), expected: "a settings file in UTF-8", given: reason,
        cure: "look at the path given by --config and the file's permissions")
      return nil
    }
    // The file's kind is checked before it is opened, because opening a device can have effects. It is opened without
    // blocking, because a pipe without a writer would keep the daemon from starting.
    var status = stat()
    guard stat(path, &status) == 0 else { return unreadable(String(cString: strerror(errno))) }
    if let other = otherKind(status.st_mode) { return unreadable(other) }
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { return unreadable(String(cString: strerror(errno))) }
    defer { close(descriptor) }
    guard fstat(descriptor, &status) == 0 else { return unreadable(String(cString: strerror(errno))) }
    if let other = otherKind(status.st_mode) { return unreadable(other) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while bytes.count <= YAMLLimits().bytes + chunk.count {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        return unreadable(String(cString: strerror(errno)))
      }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
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
