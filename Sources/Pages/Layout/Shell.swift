public import CivilTime
import Locales

/// Everything that a page needs to know besides its content.
public struct PageContext: Sendable {
  /// The language of the page.
  public var language: SiteLanguage
  /// The page's own address, which the switch of the language leads to in the other one.
  public var path: SitePath
  /// The name of the marketplace.
  public var siteName: String
  /// The address of the stylesheet.
  public var stylesheet: SitePath
  /// The address of the script.
  public var script: SitePath
  /// The legal texts that the operator has given, by the last part of their address.
  public var legal: [LegalLink]
  /// The time at which the page is made.
  public var now: Instant

  /// A legal text of the operator's.
  public struct LegalLink: Hashable, Sendable {
    /// The last part of the address, such as `terms`.
    public let slug: String
    /// The title of the text.
    public let title: String

    /// Creates a link from its fields.
    public init(slug: String, title: String) { (self.slug, self.title) = (slug, title) }
  }

  /// Creates a context from its fields.
  public init(
    language: SiteLanguage, path: SitePath, siteName: String, stylesheet: SitePath, script: SitePath,
    legal: [LegalLink], now: Instant
  ) {
    (self.language, self.path, self.siteName, self.stylesheet) = (language, path, siteName, stylesheet)
    (self.script, self.legal, self.now) = (script, legal, now)
  }

  var style: LocalStyle { LocalStyle(language.rawValue) }
  /// The first page.
  public var home: SitePath { SitePath(language, "book-a-meeting") }
  /// The list of consultants.
  public var list: SitePath { SitePath(language, "consultants") }
}

/// A whole page.
public struct Page: Sendable {
  /// The title, without the name of the site.
  public let title: String
  /// The whole document, beginning with its document type.
  public let html: HTML
  /// True if something that was sent is wrong; the title says so first.
  public let hasErrors: Bool

  init(
    _ context: PageContext, _ title: String, hasErrors: Bool = false, layout: String = "page",
    @HTMLBuilder content: () -> HTML
  ) {
    let language = context.language
    self.title = title
    self.hasErrors = hasErrors
    let inner = content()
    let heading = hasErrors ? "\(language(.errorPrefix)) \(title)" : title
    let html = element("html", .lang(language.rawValue)) {
      element("head") {
        void("meta", .text("charset", "utf-8"))
        void("meta", .name("viewport"), .text("content", "width=device-width, initial-scale=1"))
        void("meta", .name("color-scheme"), .text("content", "light dark"))
        element("title") { "\(heading) – \(context.siteName)" }
        void("link", .text("rel", "stylesheet"), .href(context.stylesheet))
        element("script", .type("module"), .text("src", context.script.text)) { "" }
      }
      element("body") {
        element("a", .class("skip"), .href(place: "main")) { language(.skipToContent) }
        Self.header(context)
        element("main", .id("main"), .class(layout), .text("tabindex", "-1")) { inner }
        Self.footer(context)
      }
    }
    self.html = HTML(markup: "<!DOCTYPE html>\n\(html.markup)\n")
  }

  private static func header(_ context: PageContext) -> HTML {
    let language = context.language
    let other: SiteLanguage = language == .en ? .de : .en
    return element("header", .class("masthead")) {
      div("masthead-inner") {
        element("a", .class("wordmark"), .href(context.home)) {
          element("span", .class("mark"), .text("aria-hidden", "true")) { "" }
          context.siteName
        }
        element("nav", .class("masthead-nav"), .label(language(.navigationLabel))) {
          link(context.list, "nav-link") { language(.browseExperts) }
          element(
            "a", .class("nav-link language"), .href(context.path.translated(to: other)),
            .text("hreflang", other.rawValue),
            .lang(other.rawValue)
          ) { other.ownName }
        }
      }
    }
  }

  private static func footer(_ context: PageContext) -> HTML {
    let language = context.language
    return element("footer", .class("colophon")) {
      div("colophon-inner") {
        p { language(.footerPromise) }
        if !context.legal.isEmpty {
          element("ul", .class("plain-links")) {
            for text in context.legal {
              li { link(SitePath(language, "legal", text.slug)) { text.title } }
            }
          }
        }
      }
    }
  }
}
