import CivilTime
import Locales

/// A consultant in a list.
struct ConsultantCard {
  let context: PageContext
  /// The zone in which times are shown; nil for the consultant's own.
  let zone: NamedZone?

  private var language: SiteLanguage { context.language }

  static func portrait(_ consultant: ConsultantView, _ size: String = "") -> HTML {
    element("span", .class("portrait tint-\(consultant.tint) \(size)"), .text("aria-hidden", "true")) {
      consultant.initials
    }
  }

  func html(_ consultant: ConsultantView, isComparable: Bool = false, isCompared: Bool = false) -> HTML {
    let profile = SitePath(language, "consultants", consultant.slug)
    return element("article", .class("card"), .labelled(by: "c-\(consultant.slug)")) {
      div("card-head") {
        Self.portrait(consultant)
        div("card-who") {
          element("h3", .id("c-\(consultant.slug)")) {
            element("a", .href(profile)) { consultant.name }
          }
          element("p", .class("card-title")) { passage(consultant.title, on: language) }
          if let rating = consultant.rating { p("card-rating") { RatingText.whole(rating, language) } }
        }
      }
      if let reason = consultant.reason { p("card-reason") { reason } }
      skills(consultant)
      if let biography = consultant.biography {
        element("p", .class("card-bio"), biography.language == language.rawValue ? nil : .lang(biography.language)) {
          biography.text
        }
      }
      element("dl", .class("facts card-facts")) {
        fact(language(.nextFreeLabel)) { nextFree(consultant) }
        fact(language(.languagesLabel)) { Self.languages(consultant, language) }
        if let offer = consultant.cheapest {
          fact(language(.priceLabel)) { language(.fromPrice, price(offer)) }
        }
      }
      div("card-foot") {
        element("a", .class("button button-quiet"), .href(profile)) {
          language(.viewProfile)
          span("quiet-words") { " \(consultant.name)" }
        }
        if isComparable {
          element("div", .class("compare-box")) {
            void(
              "input", .type("checkbox"), .id("compare-\(consultant.slug)"), .name("compare"), .value(consultant.slug),
              .text("form", "compare-form"), .flag("checked", isCompared))
            element("label", .text("for", "compare-\(consultant.slug)")) {
              language(.compare)
              span("quiet-words") { " \(consultant.name)" }
            }
          }
        }
      }
    }
  }

  func skills(_ consultant: ConsultantView) -> HTML {
    element("ul", .class("tags"), .label(language(.skillsLabel))) {
      for skill in consultant.skills {
        element("li", .class(consultant.expertSkills.contains(skill.id) ? "tag tag-strong" : "tag")) { skill.label }
      }
    }
  }

  func price(_ offer: OfferView) -> String { Self.money(offer.base, offer.currency, context) }

  static func money(_ amount: Int64, _ currency: String, _ context: PageContext) -> String {
    MoneyText.make(amount, currency, context.language)
  }

  func nextFree(_ consultant: ConsultantView) -> String {
    guard consultant.isAccepting else { return language(.notAccepting) }
    guard let start = consultant.freeStarts.first else { return language(.nothingFreeSoon) }
    return WallText(context.language, zone ?? consultant.zone).short(start)
  }

  static func languages(_ consultant: ConsultantView, _ language: SiteLanguage) -> String {
    consultant.languages.map { LanguageNames.name($0, in: language) }.joined(separator: ", ")
  }
}
