/// A page that says one thing: that there is no such page, that something went wrong, a legal text.
public struct NoticePage {
  public let context: PageContext
  public let title: String
  public let paragraphs: [String]
  public let language: String?

  public init(_ context: PageContext, title: String, paragraphs: [String], language: String? = nil) {
    (self.context, self.title, self.paragraphs, self.language) = (context, title, paragraphs, language)
  }

  public init(_ context: PageContext, _ title: Phrase, _ text: Phrase) {
    self.init(context, title: context.language(title), paragraphs: [context.language(text)])
  }

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
