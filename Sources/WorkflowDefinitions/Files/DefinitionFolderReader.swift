internal import Files
internal import Glibc
internal import YAMLTree

/// Reads the files of the given kinds in a folder, within limits. It reads regular files only. Anything else under such
/// a name (a pipe, a device, a dangling link) is reported and not opened, because opening it could block the reader.
public struct DefinitionFolderReader: Sendable {
  /// Upper bounds of a read; exceeding one is a finding.
  public struct Limits: Sendable, Hashable {
    /// Bytes of one file.
    public var fileBytes = 1 << 20
    /// Bytes of all files together.
    public var bytes = 16 << 20
    /// The number of files that are read.
    public var files = 1_000
    /// Entries of one folder, whatever their names.
    public var names = 10_000
    /// Creates the default limits.
    public init() {}
  }

  /// The files of one folder, and of those below it to a depth, that have one of the endings.
  public struct Selection: Sendable, Hashable {
    /// The folder's path below the one that is read; empty for that folder itself.
    public var subfolder: String
    /// The endings that are read, each with its dot.
    public var endings: [String]
    /// Whether it is an error if the folder does not exist.
    public var isRequired: Bool
    /// How deep folders below it are read; hidden ones and those of `TreePath.apart` never are.
    public var depth: Int

    /// Creates a selection; without a depth of the folder alone.
    public init(subfolder: String, endings: [String], isRequired: Bool, depth: Int = 0) {
      self.subfolder = subfolder
      self.endings = endings
      self.isRequired = isRequired
      self.depth = depth
    }

    /// Workflows, and the files that they include.
    public static let definitions = Selection(
      subfolder: "", endings: [".yaml", ".yml"], isRequired: true, depth: TreePath.deepest)
    /// Scenarios, which lie in a folder of their own.
    public static let scenarios = Selection(subfolder: "", endings: [".yaml", ".yml"], isRequired: true)
    /// Mail templates; a folder without any is valid.
    public static let templates = Selection(subfolder: "templates", endings: [".mail"], isRequired: false)
  }

  /// The bounds of each read.
  public var limits: Limits

  /// Creates a reader with the given bounds.
  public init(limits: Limits = Limits()) { self.limits = limits }

  /// Reads the selected files.
  ///
  /// - Returns: the files of each selection in turn, sorted by name.
  /// - Throws: `Findings` with everything that cannot be read.
  public func read(_ folder: String, _ selections: [Selection]) throws(Findings) -> [SourceFile] {
    var files: [SourceFile] = []
    var findings: [Finding] = []
    var bytes = 0
    for selection in selections {
      for below in try paths(of: selection, in: folder, selection.subfolder, selection.depth) {
        guard files.count < limits.files, bytes <= limits.bytes else {
          throw Findings([
            Self.finding(
              .tooLarge, below, "the folder has more than \(limits.files) files or \(limits.bytes) bytes",
              "leave only deployed files in it")
          ])
        }
        switch RegularFile.read("\(folder)/\(below)", atMost: limits.fileBytes) {
        case .success(let source):
          bytes += source.count
          files.append(SourceFile(path: below, source: source))
        case .failure(let refusal): findings.append(finding(about: refusal, below))
        }
      }
    }
    if !findings.isEmpty { throw Findings(findings) }
    return files
  }

  /// The paths of a folder's matching files, then those of the folders below it, each sorted; none if the folder does not
  /// exist and is not required.
  ///
  /// - Parameter place: the folder's path below the one that is read; empty for that folder itself.
  private func paths(
    of selection: Selection, in folder: String, _ place: String, _ depth: Int
  ) throws(Findings) -> [String] {
    let found = try names(in: place.isEmpty ? folder : "\(folder)/\(place)", place, selection)
    func path(_ name: String) -> String { place.isEmpty ? name : "\(place)/\(name)" }
    var paths = found.files.map(path)
    if depth > 0 {
      for name in found.folders { paths += try self.paths(of: selection, in: folder, path(name), depth - 1) }
    }
    return paths
  }

  /// The names of a folder's matching files and of the folders in it, sorted.
  private func names(
    in folder: String, _ path: String, _ selection: Selection
  ) throws(Findings) -> (files: [String], folders: [String]) {
    let place = path.isEmpty ? "." : path
    guard let stream = opendir(folder) else {
      if errno == ENOENT, !selection.isRequired { return ([], []) }
      throw Findings([
        Self.finding(
          .unreadable, place, "'\(folder)' is no folder that can be read: \(String(cString: strerror(errno)))",
          "name a folder with definitions, and let the reader in")
      ])
    }
    defer { closedir(stream) }
    var names: [String] = []
    var folders: [String] = []
    var count = 0
    while let entry = readdir(stream) {
      count += 1
      guard count <= limits.names else {
        throw Findings([
          Self.finding(
            .tooLarge, place, "the folder has more than \(limits.names) names", "leave only deployed files in it")
        ])
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if selection.endings.contains(where: { name.hasSuffix($0) }) {
        names.append(name)
      } else if selection.depth > 0, !name.hasPrefix("."), !TreePath.apart.contains(name),
        Self.isFolder("\(folder)/\(name)")
      {
        folders.append(name)
      }
    }
    return (names.sorted(), folders.sorted())
  }

  /// True for a folder; a link to one is not followed, since it may lead back.
  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private func finding(about refusal: RegularFile.Refusal, _ path: String) -> Finding {
    switch refusal {
    case .tooLarge:
      Self.finding(
        .tooLarge, path, "the file exceeds \(limits.fileBytes) bytes", "leave only deployed files in the folder")
    case .notRegular(let kind):
      Self.finding(.unreadable, path, "this is \(kind), no file", "another name for it, or another folder")
    case .failed(let why):
      Self.finding(.unreadable, path, "the file cannot be read: \(why)", "let the reader have it, or remove it")
    }
  }

  private enum Code: String {
    case unreadable = "unreadable-file"
    case tooLarge = "folder-too-large"
  }

  private static func finding(_ code: Code, _ path: String, _ message: String, _ cure: String) -> Finding {
    Finding(code: code.rawValue, file: path, line: 1, column: 1, message: message, cure: cure)
  }
}
