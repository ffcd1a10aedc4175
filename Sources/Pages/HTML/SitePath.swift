import Encoding

/// An address on the site itself: segments and a query, each encoded as it is written.
public struct SitePath: Hashable, Sendable {
  /// A parameter of the query.
  public struct Parameter: Hashable, Sendable {
    /// The name, not encoded.
    public let name: String
    /// The value, not encoded.
    public let value: String

    /// Creates a parameter from its fields.
    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  }

  /// The segments of the path, not encoded; empty ones are left out of the address.
  public var segments: [String]
  /// The parameters of the query, in their order.
  public var query: [Parameter]
  /// The place on the page; nil for its beginning.
  public var place: String?

  /// Creates an address from its fields. By default it has neither a query nor a place.
  public init(_ segments: [String], query: [Parameter] = [], place: String? = nil) {
    (self.segments, self.query, self.place) = (segments, query, place)
  }

  /// A page in a language.
  public init(_ language: SiteLanguage, _ segments: String..., query: [Parameter] = []) {
    self.init([language.rawValue] + segments, query: query)
  }

  /// The address as it is written into a page or a header. It begins with one slash, so it never leads to another host.
  public var text: String {
    var out = "/" + segments.filter { !$0.isEmpty }.map { PercentEncoding.encode($0) }.joined(separator: "/")
    for (index, parameter) in query.enumerated() {
      out += index == 0 ? "?" : "&"
      out += "\(PercentEncoding.encode(parameter.name))=\(PercentEncoding.encode(parameter.value))"
    }
    if let place { out += "#\(PercentEncoding.encode(place))" }
    return out
  }

  /// The same page in another language; the query stays.
  public func translated(to language: SiteLanguage) -> SitePath {
    guard let first = segments.first, SiteLanguage(rawValue: first) != nil else { return self }
    return SitePath([language.rawValue] + segments.dropFirst(), query: query)
  }

  /// The same page with one parameter set, or taken away.
  public func setting(_ name: String, _ value: String?) -> SitePath {
    var path = self
    path.query.removeAll { $0.name == name }
    if let value { path.query.append(Parameter(name, value)) }
    return path
  }
}

/// An address elsewhere that pages may lead to: by https, or a mail address.
public struct WebLink: Hashable, Sendable {
  /// The address as it is written into a page or a header.
  public let text: String

  /// Returns nil for any other address.
  public init?(_ text: String) {
    guard text.utf8.count <= 2_000, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    guard text.hasPrefix("https://") || text.hasPrefix("mailto:") else { return nil }
    self.text = text
  }

  /// An address of one of the sites, each as `https://checkout.example`. Returns nil for any other address.
  public init?(_ text: String, of sites: [String]) {
    guard text.utf8.count <= 2_000, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    guard sites.contains(where: { text.hasPrefix("\($0)/") }) else { return nil }
    self.text = text
  }
}
