extension MailTemplates {
  /// Reads every `.mail` file of a folder.
  public static func load(folder: String) throws(TemplateFaults) -> MailTemplates {
    let names: [String]
    do { names = try FileReader.names(inFolder: folder) } catch {
      throw TemplateFaults(
        faults: [TemplateError(code: "unreadable", file: folder, line: 1, message: error.message)])
    }
    var files: [MailTemplateFile] = []
    var faults: [TemplateError] = []
    for name in names where name.hasSuffix(MailTemplateFile.suffix) {
      do throws(FileReader.Failure) {
        let bytes = try FileReader.read("\(folder)/\(name)", limit: 64 << 10)
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw FileReader.Failure(message: "it is not UTF-8")
        }
        files.append(MailTemplateFile(name: name, text: text))
      } catch {
        faults.append(TemplateError(code: "unreadable", file: name, line: 1, message: error.message))
      }
    }
    guard faults.isEmpty else { throw TemplateFaults(faults: faults) }
    return try MailTemplates(files)
  }
}
