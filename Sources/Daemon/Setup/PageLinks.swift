import Encoding
import Executors

/// The addresses of the pages for people, each with its secret.
struct PageLinks: Sendable {
  /// Without a slash at the end; nil: mails give no such addresses.
  let publicURL: String?
  /// The site, by https and without a slash at the end; nil: mails give no addresses of bookings' pages.
  let siteURL: String?
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
      },
      page: { [key, siteURL] reference, role in
        // The page is there in both languages, and switches.
        siteURL.map {
          "\($0)/en/my-booking/\(PercentEncoding.encode(reference))?capability=\(key.capability(reference, role))"
        }
      })
  }
}
