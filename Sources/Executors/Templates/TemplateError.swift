/// A mistake in a mail template, or in the data given to it. Never holds a value: those are personal data.
public struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// `unbalanced`, `unknown_filter`, `bad_tag`, `missing_subject`, `missing_language`, `bad_name`, `unreadable`, `too_large`, `duplicate`, `no_content` at
  /// loading; `unknown_template`, `missing_variable`, `wrong_type`, `unknown_zone`, `bad_link`, `too_large` at sending.
  public let code: String
  /// `confirmation.en.mail`
  public let file: String
  /// From 1.
  public let line: Int
  public let message: String

  public init(code: String, file: String, line: Int, message: String) {
    self.code = code
    self.file = file
    self.line = line
    self.message = message
  }

  public var description: String { "\(file):\(line): \(code): \(message)" }
}

/// Everything that is wrong with a folder of templates.
public struct TemplateFaults: Error, Sendable, CustomStringConvertible {
  /// In the order of files and lines; not empty.
  public let faults: [TemplateError]

  public var description: String { faults.map(\.description).joined(separator: "\n") }
}
