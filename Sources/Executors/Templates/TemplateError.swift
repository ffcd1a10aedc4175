/// A fault of a mail template, or of the data given to it. It never holds a value, because values are personal data.
public struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// `unbalanced`, `unknown_filter`, `bad_tag`, `missing_subject`, `missing_language`, `bad_name`, `unreadable`,
  /// `too_large`, `duplicate` and `no_content` at loading; `unknown_template`, `missing_variable`, `wrong_type`,
  /// `unknown_zone`, `unknown_currency`, `bad_link`, `too_many_elements` and `too_large` at sending.
  public let code: String
  /// The name of the file, such as `confirmation.en.mail`; the template's name if it has no file.
  public let file: String
  /// The line in the file, from 1.
  public let line: Int
  /// A description for the author of the template.
  public let message: String

  /// Creates a fault at a line of a file.
  public init(code: String, file: String, line: Int, message: String) {
    self.code = code
    self.file = file
    self.line = line
    self.message = message
  }

  /// The fault as `file:line: code: message`.
  public var description: String { "\(file):\(line): \(code): \(message)" }
}

/// All faults of a folder of templates.
public struct TemplateFaults: Error, Sendable, CustomStringConvertible {
  /// The faults, in the order in which they were found; not empty.
  public let faults: [TemplateError]

  /// The faults, one a line.
  public var description: String { faults.map(\.description).joined(separator: "\n") }
}
