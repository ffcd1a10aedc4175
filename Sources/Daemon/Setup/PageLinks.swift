import Encoding
import Executors

/// The addresses of the pages for people, each with its secret.
struct PageLinks: Sendable {
  /// Without a slash at the end; nil: mails give no such addresses.
  let publicURL: String?
  let key: CapabilityKey

  /// A role of no party: its secret ends marketing mails and does nothing else.
  private static let unsubscribing = "unsubscribe"

  var unsubscribeToken: @Sendable (_ reference: String) -> String {
    { [key] reference in key.capability(reference, Self.unsubscribing) }
  }

  var maker: MailLinks.Maker? {
    guard let publicURL else { return nil }
    return MailLinks.Maker(
      tasks: { [key] reference, role in
        "\(publicURL)/tasks/\(PercentEncoding.encode(reference))?capability=\(key.capability(reference, role))"
      },
      unsubscribe: { [unsubscribeToken] reference in
        "\(publicURL)/unsubscribe/\(PercentEncoding.encode(reference))/\(unsubscribeToken(reference))"
      })
  }
}
