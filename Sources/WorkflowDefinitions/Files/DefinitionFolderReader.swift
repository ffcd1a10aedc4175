internal import Glibc
internal import YAMLTree

/// Reads a folder's files of the given kinds: regular ones only, and never more than the limits. Whatever else has one of the names (a pipe, a
/// device, a link that leads nowhere) is told, not waited for: whoever can put a file there could otherwise hold whoever reads it.
public struct DefinitionFolderReader: Sendable {
  public struct Limits: Sendable, Hashable {
    /// Of one file.
    public var fileBytes = 1 << 20
    /// Of all files together.
    public var bytes = 16 << 20
    public var files = 1_000
    /// Names in one folder, whatever they are names of.
    public var names = 10_000
    public init() {}
  }

  /// Files of a folder with one of the endings.
  public struct Selection: Sendable, Hashable {
    /// Below the folder; empty: the folder itself.
    public var subfolder: String
    public var endings: [String]
    /// False: it may be missing.
    public var isRequired: Bool

    public init(subfolder: String, endings: [String], isRequired: Bool) {
      self.subfolder = subfolder
      self.endings = endings
      self.isRequired = isRequired
    }

    /// Workflows, or scenarios in a folder of theirs.
    public static let definitions = Selection(subfolder: "", endings: [".yaml", ".yml"], isRequired: true)
    public static let templates = Selection(subfolder: "templates", endings: [".mail"], isRequired: false)
  }

  public var limits: Limits

  public init(limits: Limits = Limits()) { self.limits = limits }

  /// - Returns: the files, each selection's by name.
  /// - Throws: `Findings` with everything that cannot be read.
  public func read(_ folder: String, _ selections: [Selection]) throws(Findings) -> [SourceFile] {
    var files: [SourceFile] = []
    var findings: [Finding] = []
    var bytes = 0
    for selection in selections {
      let path = selection.subfolder.isEmpty ? folder : "\(folder)/\(selection.subfolder)"
      guard let names = try names(in: path, selection) else { continue }
      for name in names {
        let below = selection.subfolder.isEmpty ? name : "\(selection.subfolder)/\(name)"
        guard files.count < limits.files, bytes <= limits.bytes else {
          throw Findings([
            Self.finding(
              .tooLarge, below, "the folder has more than \(limits.files) files or \(limits.bytes) bytes",
              "leave in it only what is deployed")
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

  /// Sorted; nil if the folder is missing and may be.
  private func names(in folder: String, _ selection: Selection) throws(Findings) -> [String]? {
    let place = selection.subfolder.isEmpty ? "." : selection.subfolder
    guard let stream = opendir(folder) else {
      if errno == ENOENT, !selection.isRequired { return nil }
      throw Findings([
        Self.finding(
          .unreadable, place, "'\(folder)' is no folder that can be read: \(String(cString: strerror(errno)))",
          "name a folder with definitions, and let the reader in")
      ])
    }
    defer { closedir(stream) }
    var names: [String] = []
    var count = 0
    while let entry = readdir(stream) {
      count += 1
      guard count <= limits.names else {
        throw Findings([
          Self.finding(
            .tooLarge, place, "the folder has more than \(limits.names) names", "leave in it only what is deployed")
        ])
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if selection.endings.contains(where: { name.hasSuffix($0) }) { names.append(name) }
    }
    return names.sorted()
  }

  private func finding(about refusal: RegularFile.Refusal, _ path: String) -> Finding {
    switch refusal {
    case .tooLarge:
      Self.finding(
        .tooLarge, path, "the file exceeds \(limits.fileBytes) bytes", "leave in the folder only what is deployed")
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
