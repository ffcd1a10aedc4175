import CEL
import Encoding

/// A `mailto:` URI with one address (RFC 6068 §2). Characters that an address may hold and a URI may not are
/// percent-encoded, so that the URI means this address and nothing else: `%`, `?`, `#`, `/`, `&`, `=` and others are
/// text in an address and grammar in a URI.
struct MailtoURI: Sendable, Hashable, CustomStringConvertible {
  let address: EmailAddress

  init(_ address: EmailAddress) { self.address = address }

  var description: String {
    // A URI takes the unreserved characters and "some-delims" of an address as they are.
    "mailto:\(PercentEncoding.encode(address.local, keeping: "!$'*+"))@\(PercentEncoding.encode(address.domain))"
  }
}
