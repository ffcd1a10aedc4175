public import Execution

/// The mail templates among a bundle's files, gone through once: their text, the languages of each, and the files that are no text.
struct MailTemplateFolder {
  /// The folder of a bundle in which templates lie.
  static let path = "templates/"
  /// The most bytes of a template.
  static let largest = 64 << 10

  private(set) var files: [MailTemplateFile] = []
  /// Languages by template, whether its text has a fault or not.
  private(set) var languages: [String: Set<String>] = [:]
  /// Files that cannot be read as text.
  private(set) var unread: [TemplateError] = []

  init(_ files: [StepTemplates.File]) {
    for file in files where file.path.hasPrefix(Self.path) && file.path.hasSuffix(MailTemplateFile.suffix) {
      let name = String(file.path.dropFirst(Self.path.count))
      // A bad name is a fault of the templates themselves.
      if let (template, language) = try? MailTemplateFile(name: name, text: "").identity() {
        languages[template, default: []].insert(language)
      }
      if file.source.count > Self.largest {
        unread.append(
          TemplateError(code: "too_large", file: name, line: 1, message: "it has more than \(Self.largest) bytes"))
      } else if let text = String(validating: file.source, as: UTF8.self) {
        self.files.append(MailTemplateFile(name: name, text: text))
      } else {
        unread.append(TemplateError(code: "unreadable", file: name, line: 1, message: "it is not UTF-8"))
      }
    }
  }

  /// Everything that is wrong with the templates.
  var faults: [TemplateError] {
    do throws(TemplateFaults) {
      _ = try MailTemplates(files)
      return unread
    } catch {
      return unread + error.faults
    }
  }
}

extension MailTemplates {
  /// The templates of a bundle.
  ///
  /// - Throws: everything that is wrong with any of them; files that are no text come first, alone.
  public init(bundle files: [StepTemplates.File]) throws(TemplateFaults) {
    let folder = MailTemplateFolder(files)
    guard folder.unread.isEmpty else { throw TemplateFaults(faults: folder.unread) }
    try self.init(folder.files)
  }
}
