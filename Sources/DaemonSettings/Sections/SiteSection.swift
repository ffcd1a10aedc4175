/// The marketplace's own pages. Without this section there are none.
public struct SiteSection: Hashable, Sendable {
  /// The address to listen on.
  public var listen: ListenTarget
  /// The address by which browsers know the pages; nil for whatever host a request names.
  public var publicURL: WebAddress?
  /// The name of the marketplace.
  public var name: String
  /// The folder of legal texts; nil without any.
  public var legal: String?
  /// The logos of clients on the first page, in their order.
  public var logos: [LogoSection]
  /// The most pages of one address in a minute, in the long run; at once, after a pause, as many.
  public var pages: Int
  /// The most forms of one address in a minute.
  public var forms: Int
  /// The most times that one address holds in an hour.
  public var holds: Int
  /// The most prices that one address asks for in a minute.
  public var quotes: Int
  /// The site of the payment provider's pages; nil for the provider's usual one.
  public var paymentPage: WebAddress?

  private static let mostLogos = 12

  init(_ section: SectionReader, sandbox: Bool) {
    listen = section.value("listen", .listen, default: .tcp(host: "127.0.0.1", port: 8090))
    publicURL = section.optional("public_url", .address("https", "http"))
    name = section.value("name", .text("the marketplace's name", maximum: 60), default: "Magnetiq")
    legal = section.optional("legal", .path("a folder of legal texts"))
    logos = section.sections("logos") { LogoSection($0) }
    pages = section.value("pages", .whole(1...100_000, unit: "a minute"), default: 60)
    forms = section.value("forms", .whole(1...100_000, unit: "a minute"), default: 10)
    holds = section.value("holds", .whole(1...10_000, unit: "an hour"), default: 12)
    quotes = section.value("quotes", .whole(1...100_000, unit: "a minute"), default: 5)
    paymentPage = section.optional("payment_page", .address("https"))
    if logos.count > Self.mostLogos {
      section.object(
        .value, to: "logos", expected: "at most \(Self.mostLogos) logos", given: "\(logos.count)",
        cure: "leave some out")
    }
    if listen == .socketActivation {
      section.object(
        .value, to: "listen", expected: "an address such as 127.0.0.1:8090", given: "\(listen)",
        cure: "the socket that systemd passes is the public API's; give the pages a port of their own")
    } else if !listen.isLoopback, !sandbox {
      section.object(
        .plaintext, to: "listen", expected: "a loopback address", given: "\(listen)",
        cure: "TLS is terminated by a proxy in front, which connects to 127.0.0.1")
    }
    if let publicURL, publicURL.isPlaintext, !sandbox {
      section.object(
        .plaintext, to: "public_url", expected: "https", given: "\(publicURL)", cure: "what clients fill in needs TLS")
    }
    if let publicURL, !publicURL.path.isEmpty {
      section.object(
        .value, to: "public_url", expected: "an address without a path", given: "\(publicURL)",
        cure: "the pages begin at the root; give them a host of their own")
    }
  }
}

/// The logo of a client who allows it to be shown.
public struct LogoSection: Hashable, Sendable {
  /// The picture, an SVG or PNG file.
  public var file: String
  /// The client's name, for those who do not see the picture.
  public var name: String

  init?(_ section: SectionReader) {
    guard let file = section.required("file", .path("a picture")),
      let name = section.required("name", .text("the client's name", maximum: 100))
    else { return nil }
    (self.file, self.name) = (file, name)
  }
}
