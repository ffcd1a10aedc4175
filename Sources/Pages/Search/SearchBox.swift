/// The box into which a client writes the challenge or the goal, with the quick filters under it.
struct SearchBox {
  let context: PageContext

  private var language: SiteLanguage { context.language }

  /// The five that the landing page shows, by the ids of their skills.
  static let quick: [(skill: String, phrase: Phrase)] = [
    ("ai-strategy", .quickAI), ("digital-transformation", .quickTransformation),
    ("process-optimization", .quickProcess), ("technology-implementation", .quickTechnology),
    ("business-development", .quickBusiness),
  ]

  func html(_ text: String) -> HTML {
    element("form", .class("search"), .text("method", "get"), .action(context.list), .text("role", "search")) {
      element("label", .class("search-label"), .text("for", "q")) { language(.searchLabel) }
      div("search-row") {
        void(
          "input", .type("search"), .id("q"), .name("q"), .value(text), .text("maxlength", "300"),
          .text("placeholder", language(.searchPlaceholder)), .text("autocomplete", "off"))
        element("button", .class("button"), .type("submit")) { language(.findMyConsultant) }
      }
    }
  }

  var quickFilters: HTML {
    element("nav", .class("quick"), .labelled(by: "quick-title")) {
      element("p", .id("quick-title"), .class("quick-title")) { language(.quickTitle) }
      element("ul") {
        for filter in Self.quick {
          li { link(context.list.setting("skill", filter.skill), "chip") { language(filter.phrase) } }
        }
      }
    }
  }
}
