/// The source of a template, such as `confirmation.en.mail`. Its first line is `subject: …`, an empty line follows,
/// then the body.
public struct MailTemplateFile: Sendable, Hashable {
  /// The file's name without its folder.
  public let name: String
  /// The file's content.
  public let text: String

  /// Creates a source. It is checked when `MailTemplates` reads it.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  static let suffix = ".mail"
  static let layoutName = "_layout"

  /// Returns the template's name and its language, which the file's name holds.
  func identity() throws(TemplateError) -> (template: String, language: String) {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, "." + parts[2] == Self.suffix, Self.isLowercase(parts[1]), parts[1].utf8.count == 2,
      parts[0] == Self.layoutName || Self.isTemplateName(parts[0])
    else {
      throw TemplateError(
        code: "bad_name", file: name, line: 1, message: "a template's file is called name.language.mail: payout.en.mail"
      )
    }
    return (parts[0], parts[1])
  }

  private static func isLowercase(_ text: String) -> Bool {
    text.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
  }

  private static func isTemplateName(_ text: String) -> Bool {
    guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
    return text.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "_")
    }
  }

  /// Returns the nodes of the subject and of the body.
  func parsed() throws(TemplateError) -> (subject: [TemplateNode], body: [TemplateNode]) {
    let lines = text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
    guard lines.count == 3, lines[0].hasPrefix("subject:"), lines[1].trimmedBlanks.isEmpty else {
      throw TemplateError(
        code: "missing_subject", file: name, line: 1,
        message: "the first line must be 'subject: …' and the second one empty; the body follows")
    }
    let subject = lines[0].dropFirst("subject:".count).trimmedBlanks
    guard !subject.isEmpty else {
      throw TemplateError(code: "missing_subject", file: name, line: 1, message: "the subject is empty")
    }
    return (
      try TemplateParser.parse(String(subject), file: name),
      try TemplateParser.parse(String(lines[2]), file: name, line: 3)
    )
  }
}

/// A mail ready to be composed.
public struct RenderedMail: Sendable, Hashable {
  /// The subject, one line.
  public let subject: String
  /// The body as plain text with `\n` line ends.
  public let text: String
  /// The body as an HTML document.
  public let html: String
  /// The language that was found: the one that was asked for, or `en`.
  public let language: String
}
