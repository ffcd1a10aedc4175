import CEL
import Encoding

/// `mailto:` with one address (RFC 6068 §2). What an address may hold and a URI may not is percent-encoded, so that the URI means this
/// address and nothing beside it: `%`, `?`, `#`, `/`, `&`, `=` and others are characters of an address and grammar of a URI.
struct MailtoURI: Sendable, Hashable, CustomStringConvertible {
  let address: EmailAddress

  init(_ address: EmailAddress) { self.address = address }

  var description: String {
    // Of an address, a URI takes the unreserved characters and "some-delims" as they are.
    "mailto:\(PercentEncoding.encode(address.local, keeping: "!$'*+"))@\(PercentEncoding.encode(address.domain))"
  }
}
