/// Writes a mail as a booking would send it, with the booking's own templates and data; nothing is sent.
public struct PreviewTemplate: ControlRequest {
  /// The verb `templates.preview`, which reads.
  public static let verb = Verb("templates.preview")
  /// The answer is a `MailPreview`.
  public typealias Answer = MailPreview

  /// The template's name.
  public var template: ShortText
  /// The booking whose data are filled in.
  public var reference: ShortText
  /// `de` or `en`; the reader's own if absent.
  public var language: ShortText?

  /// Creates the request; an argument that is nil is left out.
  public init(template: ShortText, reference: ShortText, language: ShortText? = nil) {
    self.template = template
    self.reference = reference
    self.language = language
  }
}

/// A mail as its reader would see it.
public struct MailPreview: Codable, Sendable {
  /// The template.
  public var template: String
  /// The language that was found.
  public var language: String
  /// The subject.
  public var subject: String
  /// The plain text.
  public var text: String
  /// The HTML document.
  public var html: String

  /// Creates a `MailPreview` from its fields.
  public init(template: String, language: String, subject: String, text: String, html: String) {
    self.template = template
    self.language = language
    self.subject = subject
    self.text = text
    self.html = html
  }
}
