import Encoding
import Pages

/// The addresses of the site. Segments are percent-decoded once, after the path was split.
enum SiteRoute: Hashable {
  case beginning
  case stylesheet
  case script
  /// A client's logo, by its place in the settings.
  case logo(Int)
  case landing(SiteLanguage)
  case results(SiteLanguage)
  case profile(SiteLanguage, slug: String)
  case legal(SiteLanguage, slug: String)
  /// A booking begins.
  case begin(SiteLanguage)
  case step(SiteLanguage, draft: String, FlowStep)
  /// A booking's page, or one of those on which something is done.
  case booking(SiteLanguage, reference: String, act: BookingAct?)
  /// An invoice or a credit note of a booking.
  case document(SiteLanguage, reference: String, number: String)

  enum BookingAct: String, Hashable, CaseIterable {
    case move, cancel, feedback, accept, decline, materials, paid, invoice, transfer
    case calendar = "calendar.ics"
  }

  init?(_ segments: [String]) {
    guard let first = segments.first else {
      self = .beginning
      return
    }
    switch (segments.count, first) {
    case (2, "assets") where segments[1] == "site.css": self = .stylesheet
    case (2, "assets") where segments[1] == "site.js": self = .script
    case (3, "assets") where segments[1] == "logos":
      guard let index = Int(segments[2]) else { return nil }
      self = .logo(index)
    default:
      guard let language = SiteLanguage(rawValue: first) else { return nil }
      let name = segments.count > 1 ? segments[1] : ""
      switch (segments.count, name) {
      case (1, _): self = .landing(language)
      case (2, "book-a-meeting"): self = .landing(language)
      case (2, "consultants"): self = .results(language)
      case (3, "consultants"): self = .profile(language, slug: segments[2])
      case (3, "legal"): self = .legal(language, slug: segments[2])
      case (2, "book"): self = .begin(language)
      case (4, "book"):
        guard let step = FlowStep(rawValue: segments[3]) else { return nil }
        self = .step(language, draft: segments[2], step)
      case (3, "my-booking"): self = .booking(language, reference: segments[2], act: nil)
      case (4, "my-booking"):
        guard let act = BookingAct(rawValue: segments[3]) else { return nil }
        self = .booking(language, reference: segments[2], act: act)
      case (5, "my-booking") where segments[3] == "invoices":
        self = .document(language, reference: segments[2], number: segments[4])
      default: return nil
      }
    }
  }

  /// The methods that the address takes.
  var methods: Set<String> {
    switch self {
    case .begin: ["POST"]
    case .step(_, _, let step): step == .done ? ["GET"] : ["GET", "POST"]
    case .booking(_, _, let act):
      switch act {
      case nil, .calendar, .paid, .invoice, .transfer: ["GET"]
      case .accept, .decline, .materials: ["POST"]
      case .move, .cancel, .feedback: ["GET", "POST"]
      }
    default: ["GET"]
    }
  }

  /// True for pages whose content is nobody's own.
  var isPublic: Bool {
    switch self {
    case .begin, .step, .booking, .document: false
    default: true
    }
  }
}

/// The target of a request, taken apart.
struct Target {
  let segments: [String]
  let query: [SitePath.Parameter]

  /// The most parameters that are read.
  private static let mostParameters = 100

  /// Returns nil for a path with an empty or a much too long segment.
  init?(_ target: String) {
    let (path, rest) = Self.split(target.utf8[...], at: UInt8(ascii: "?"))
    let written = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true)
    guard path.first == UInt8(ascii: "/"), written.count <= 6 else { return nil }
    segments = written.map { PercentEncoding.decode($0, plusIsSpace: false) }
    guard segments.allSatisfy({ $0.utf8.count <= 128 }) else { return nil }
    query = Self.parameters(rest ?? [], most: Self.mostParameters)
  }

  /// The pairs of a query, or of a form that a browser has sent.
  static func parameters(_ bytes: some Collection<UInt8>, most: Int) -> [SitePath.Parameter] {
    bytes.split(separator: UInt8(ascii: "&")).prefix(most).map { pair in
      let (name, value) = split(pair, at: UInt8(ascii: "="))
      return .init(
        PercentEncoding.decode(name, plusIsSpace: true), PercentEncoding.decode(value ?? [], plusIsSpace: true))
    }
  }

  private static func split<Bytes: Collection<UInt8>>(_ bytes: Bytes, at mark: UInt8) -> ([UInt8], [UInt8]?) {
    guard let place = bytes.firstIndex(of: mark) else { return (Array(bytes), nil) }
    return (Array(bytes[..<place]), Array(bytes[bytes.index(after: place)...]))
  }
}
