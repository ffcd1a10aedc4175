public import Execution

extension MailTemplateFile {
  /// The folder of a bundle's templates.
  static let folder = "templates/"
  /// The most bytes of a template.
  static let largest = 64 << 10

  /// Returns the file's name without its folder; nil if it is not a template.
  static func name(of path: String) -> String? {
    guard path.hasPrefix(folder), path.hasSuffix(suffix) else { return nil }
    return String(path.dropFirst(folder.count))
  }

  /// Returns the templates among a bundle's files, and the faults of those that cannot be read as text.
  static func all(in files: [StepTemplates.File]) -> (files: [MailTemplateFile], faults: [TemplateError]) {
    var found: [MailTemplateFile] = []
    var faults: [TemplateError] = []
    for file in files {
      guard let name = name(of: file.path) else { continue }
      if file.source.count > largest {
        faults.append(
          TemplateError(code: "too_large", file: name, line: 1, message: "it has more than \(largest) bytes"))
      } else if let text = String(validating: file.source, as: UTF8.self) {
        found.append(MailTemplateFile(name: name, text: text))
      } else {
        faults.append(TemplateError(code: "unreadable", file: name, line: 1, message: "it is not UTF-8"))
      }
    }
    return (found, faults)
  }
}

extension MailTemplates {
  /// Reads the templates of a bundle.
  ///
  /// - Throws: `TemplateFaults` with every fault of every template.
  public init(bundle files: [StepTemplates.File]) throws(TemplateFaults) {
    let (files, faults) = MailTemplateFile.all(in: files)
    guard faults.isEmpty else { throw TemplateFaults(faults: faults) }
    try self.init(files)
  }
}
