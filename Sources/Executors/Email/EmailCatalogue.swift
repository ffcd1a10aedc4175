import CEL
public import Execution

/// The step that the mail executor declares.
public enum EmailCatalogue {
  /// Sends a mail to one address. `data` is read by the template, with `zone` and `currency` for its filters. With
  /// `calendar` the mail carries an invitation (`REQUEST`) or withdraws it (`CANCEL`). After a lost reply the mail is
  /// sent again with the same Message-ID, by which mailboxes can drop the second.
  public static let send = StepDeclaration(
    name: "email.send", stepClass: .notify,
    input: [
      .init(name: "template", type: .string), .init(name: "to", type: .string),
      .init(name: "name", type: .nullable(.string)), .init(name: "language", type: .string),
      .init(name: "data", type: .map(.string, .dyn)), .init(name: "calendar", type: .nullable(.object(invitation))),
      // The role for which the mail carries links: the data get `tasks_url`, the page of that role's tasks, and `page_url`, its page of
      // the booking.
      .init(name: "role", type: .nullable(.string)),
      // The mail may be ended by one click: the data get `unsubscribe_url`, the header List-Unsubscribe (RFC 8058).
      .init(name: "marketing", type: .nullable(.bool)),
    ],
    returns: [.init(name: "message_id", type: .string)], errors: ["rejected", "template_error", SuppressionList.code],
    onUnknown: .resend, timeout: .seconds(90), templates: MailTemplateRules.rules)

  /// The fields of an invitation, as `Invitation` reads them.
  static let invitation: [CELType.Field] = [
    .init(name: "method", type: .enumeration(["REQUEST", "CANCEL"])), .init(name: "uid", type: .string),
    .init(name: "sequence", type: .int), .init(name: "start", type: .timestamp), .init(name: "end", type: .timestamp),
    .init(name: "summary", type: .string), .init(name: "location", type: .nullable(.string)),
    .init(name: "organizer", type: .string), .init(name: "attendee", type: .string),
  ]
}
