import CivilTime
import Digests
import Encoding
import HTTPTypes
import HummingbirdCore
import Ingress
import Locales
import Pages

/// Everything that the handlers of the site share.
struct SiteDesk: Sendable {
  let settings: SiteSettings
  let services: any SiteServices
  let seal: DraftSeal
  let deadline: Deadline
  let holds: TokenBuckets
  let quotes: TokenBuckets
  let ticks: @Sendable () -> Duration
  /// The site's name as a source of events.
  static let source = "site"

  private static let style = address("site.css", of: Stylesheet.text)
  private static let script = address("site.js", of: SiteScript.text)

  /// The address of a file changes with its content, so it can be kept for ever.
  private static func address(_ name: String, of text: String) -> SitePath {
    let digest = Hex.encode(SHA256.hash(Array(text.utf8)).prefix(6))
    return SitePath(["assets", name], query: [.init("v", digest)])
  }

  /// The logos with their addresses, which change with the pictures.
  var logos: [SocialProof.Logo] {
    settings.logos.enumerated().map { index, logo in
      let digest = Hex.encode(SHA256.hash(logo.bytes).prefix(6))
      return SocialProof.Logo(
        path: SitePath(["assets", "logos", String(index)], query: [.init("v", digest)]), name: logo.name)
    }
  }

  func context(_ language: SiteLanguage, _ path: SitePath) -> PageContext {
    PageContext(
      language: language, path: path, siteName: settings.name, stylesheet: Self.style, script: Self.script,
      legal: settings.legal.filter { $0.slug != SiteSettings.supplier }.compactMap { text in
        (text.texts[language.rawValue] ?? text.texts["en"]).map { .init(slug: text.slug, title: Self.title($0)) }
      }, now: services.now)
  }

  /// The house as its operator writes it for receipts, a line each.
  func supplier(_ language: SiteLanguage) -> [String] {
    let text = settings.legal.first { $0.slug == SiteSettings.supplier }
    return (text?.texts[language.rawValue] ?? text?.texts["en"] ?? "").split(separator: "\n").map { String($0) }
  }

  static func title(_ text: String) -> String { String(text.prefix { $0 != "\n" }) }

  func notice(
    _ language: SiteLanguage, _ path: SitePath, _ status: Int, _ title: Phrase, _ text: Phrase
  ) -> Response {
    SiteAnswer.page(NoticePage(context(language, path), title, text).page, status)
  }

  func tooMany(_ language: SiteLanguage, _ path: SitePath, after seconds: Int) -> Response {
    var response = notice(language, path, 429, .tooManyTitle, .tooManyText)
    response.headers[.retryAfter] = String(seconds)
    return response
  }

  /// The address of the site as this browser knows it, without a slash at the end.
  func origin(_ call: SiteCall) -> String { settings.publicURL ?? "http://\(call.head.head.authority ?? "")" }

  func notFound(_ language: SiteLanguage, _ path: SitePath) -> Response {
    notice(language, path, 404, .notFoundTitle, .notFoundText)
  }

  func busy(_ language: SiteLanguage, _ path: SitePath) -> Response {
    notice(language, path, 503, .busyTitle, .busyText)
  }

  /// True if cookies may go over encrypted connections only.
  var isSecure: Bool { settings.publicURL?.hasPrefix("https:") == true }

  /// Cookies of an address in both languages, so that the switch of the language keeps what was filled in.
  func cookies(_ name: String, _ value: String, _ segments: String...) -> [SiteAnswer.Cookie] {
    SiteLanguage.allCases.map { language in
      let path = SitePath([language.rawValue] + segments)
      return SiteAnswer.Cookie(name: name, value: value, path: path.text, isSecure: isSecure)
    }
  }

  func cookies(of draft: Draft) -> [SiteAnswer.Cookie]? {
    seal.pieces(of: draft)?.enumerated().flatMap { index, piece in
      cookies(DraftSeal.name(index), piece, "book", draft.id)
    }
  }
}
