/// A page that says one thing: that there is no such page, that something went wrong, a legal text.
public struct NoticePage {
  /// The language, the address and the time of the page.
  public let context: PageContext
  /// The title, which is also the heading.
  public let title: String
  /// The paragraphs; one that begins with `# ` is a heading.
  public let paragraphs: [String]
  /// The language of the paragraphs, such as `en`, if it is not the page's; otherwise nil.
  public let language: String?

  /// Creates the page from its fields.
  public init(_ context: PageContext, title: String, paragraphs: [String], language: String? = nil) {
    (self.context, self.title, self.paragraphs, self.language) = (context, title, paragraphs, language)
  }

  /// Creates a page of one paragraph from two texts of the site.
  public init(_ context: PageContext, _ title: Phrase, _ text: Phrase) {
    self.init(context, title: context.language(title), paragraphs: [context.language(text)])
  }

  /// The page, which ends with a link to the first page of the site.
  public var page: Page {
    Page(context, title, layout: "narrow") {
      h1 { title }
      element("div", .class("prose"), language.map { .lang($0) }) {
        for paragraph in paragraphs {
          if paragraph.hasPrefix("# ") {
            h2 { String(paragraph.dropFirst(2)) }
          } else {
            p { paragraph }
          }
        }
      }
      element("p") { link(context.home) { context.language(.toTheBeginning) } }
    }
  }
}
