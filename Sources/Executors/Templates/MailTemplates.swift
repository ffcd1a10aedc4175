public import CEL
public import CivilTime
import Execution

/// The mail templates of a bundle, parsed and checked when they are loaded.
public struct MailTemplates: Sendable {
  private struct Template: Sendable {
    let file: String
    let subject: [TemplateNode]
    let body: [TemplateNode]
  }

  private let templates: [String: [String: Template]]
  private let layouts: [String: [TemplateNode]]

  /// The language in which every template must be written.
  public static let fallback = "en"

  /// Parses and checks templates.
  ///
  /// - Throws: `TemplateFaults` with every fault of every file.
  public init(_ files: [MailTemplateFile]) throws(TemplateFaults) {
    var templates: [String: [String: Template]] = [:]
    var layouts: [String: [TemplateNode]] = [:]
    var faults: [TemplateError] = []
    for file in files.sorted(by: { $0.name < $1.name }) {
      do throws(TemplateError) {
        let (name, language) = try file.identity()
        if name == MailTemplateFile.layoutName {
          let nodes = try TemplateParser.parse(file.text, file: file.name, allowsContent: true)
          guard nodes.count(where: { $0 == .content }) == 1 else {
            throw TemplateError(
              code: "no_content", file: file.name, line: 1,
              message: "a layout holds {{content}} once, outside any section")
          }
          layouts[language] = nodes
        } else {
          let (subject, body) = try file.parsed()
          let template = Template(file: file.name, subject: subject, body: body)
          if templates[name, default: [:]].updateValue(template, forKey: language) != nil {
            throw TemplateError(
              code: "duplicate", file: file.name, line: 1, message: "there are two files of this name")
          }
        }
      } catch {
        faults.append(error)
      }
    }
    for (name, versions) in templates.sorted(by: { $0.key < $1.key }) {
      if versions[Self.fallback] == nil {
        let file = "\(name).\(Self.fallback)\(MailTemplateFile.suffix)"
        faults.append(
          TemplateError(code: "missing_language", file: file, line: 1, message: "'\(name)' has no English version"))
      }
      for language in versions.keys.sorted() where !layouts.isEmpty && layouts[language] == nil {
        let file = "\(MailTemplateFile.layoutName).\(language)\(MailTemplateFile.suffix)"
        faults.append(
          TemplateError(
            code: "missing_language", file: file, line: 1,
            message: "'\(name)' is written in '\(language)', its layout is not"))
      }
    }
    guard faults.isEmpty else { throw TemplateFaults(faults: faults) }
    self.templates = templates
    self.layouts = layouts
  }

  /// The names of the templates, sorted.
  public var names: [String] { templates.keys.sorted() }

  /// Returns the languages of a template, sorted; empty for an unknown template.
  public func languages(of name: String) -> [String] { (templates[name] ?? [:]).keys.sorted() }

  /// Returns the values that a template cannot print from the data, by file; of all its languages if none is named.
  func faults(
    of name: String, language: String?, given: [String: StepTemplates.Given]
  ) -> [(file: String, fault: TemplateDataCheck.Fault)] {
    let versions = templates[name] ?? [:]
    let wanted = language.map { Self.version(for: $0) }.map { versions[$0] == nil ? Self.fallback : $0 }
    return versions.sorted { $0.key < $1.key }.filter { wanted == nil || $0.key == wanted }.flatMap { version in
      var check = TemplateDataCheck(given: given)
      check.check(version.value.subject + version.value.body + (layouts[version.key] ?? []))
      return check.faults.map { (version.value.file, $0) }
    }
  }

  /// Returns the language of a tag, such as `de` for `de-AT`.
  static func version(for language: String) -> String { String(language.prefix(2)).lowercased() }

  /// Writes a mail.
  ///
  /// - Parameters:
  ///   - language: a tag such as `de` or `de-AT`. A language without a version gives the English one.
  ///   - recipient: the name of the reader, for `{{recipient}}`.
  ///   - data: the values that the template names.
  ///   - zones: the time zones that filters name.
  /// - Throws: `TemplateError` if the template or a value is missing or has the wrong type, or the mail is too large.
  public func render(
    _ name: String, language: String, recipient: String?, data: ValueMap, zones: any ZoneSource
  ) throws(TemplateError) -> RenderedMail {
    guard let versions = templates[name] else {
      throw TemplateError(
        code: "unknown_template", file: name, line: 1, message: "there is no template of this name")
    }
    let wanted = Self.version(for: language)
    let found = versions[wanted] == nil ? Self.fallback : wanted
    guard let template = versions[found] else {
      throw TemplateError(code: "missing_language", file: name, line: 1, message: "there is no English version")
    }
    var data = data
    data["recipient"] = recipient.map(Value.string)
    let renderer = TemplateRenderer(file: template.file, language: found, zones: zones)
    let subject = try renderer.render(template.subject, data: data).map(\.text).joined()
      .split(whereSeparator: \.isNewline).joined(separator: " ")
    let pieces = try renderer.render(layouts[found] ?? [.content], content: template.body, data: data)
    let blocks = try MailBlock.blocks(of: pieces, file: template.file)
    return RenderedMail(
      subject: subject, text: MailLayout.text(blocks),
      html: MailLayout.html(blocks, language: found, title: subject), language: found)
  }
}
