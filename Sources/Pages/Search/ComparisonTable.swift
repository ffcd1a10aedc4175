import Locales

/// Up to three consultants side by side.
struct ComparisonTable {
  let context: PageContext
  let consultants: [ConsultantView]
  let zone: NamedZone?
  let criteria: SearchCriteria

  private var language: SiteLanguage { context.language }

  var html: HTML {
    let card = ConsultantCard(context: context, zone: zone)
    return element("section", .class("comparison"), .labelled(by: "comparison")) {
      div("section-head") {
        element("h2", .id("comparison")) { language(.comparisonTitle) }
        link(SitePath(language, "consultants", query: without)) { language(.endComparison) }
      }
      element(
        "div", .class("table-scroll"), .text("role", "region"), .labelled(by: "comparison"), .text("tabindex", "0")
      ) {
        element("table") {
          element("thead") {
            element("tr") {
              element("td") { "" }
              for consultant in consultants {
                element("th", .text("scope", "col")) {
                  element("a", .href(SitePath(language, "consultants", consultant.slug))) { consultant.name }
                }
              }
            }
          }
          element("tbody") {
            row(.titleLabel) { $0.title.text }
            row(.skillsLabel) { $0.skills.map(\.label).joined(separator: ", ") }
            row(.industriesLabel) { $0.industries.map(\.label).joined(separator: ", ") }
            row(.experienceLabel) { language(.yearsOf, String($0.years)) }
            row(.ratingLabel) { $0.rating.map { RatingText.whole($0, language) } ?? "–" }
            row(.meetingsLabel) { MeetingWords.list($0.meetingTypes, language) }
            row(.languagesLabel) { ConsultantCard.languages($0, language) }
            row(.nextFreeLabel) { card.nextFree($0) }
            row(.priceLabel) { $0.cheapest.map { language(.fromPrice, card.price($0)) } ?? "–" }
            row(.verifiedLabel) { language($0.isVerified ? .yes : .no) }
          }
        }
      }
    }
  }

  private var without: [SitePath.Parameter] {
    var other = criteria
    other.compared = []
    return other.query
  }

  private func row(_ label: Phrase, _ cell: (ConsultantView) -> String) -> HTML {
    element("tr") {
      element("th", .text("scope", "row")) { language(label) }
      for consultant in consultants { element("td") { cell(consultant) } }
    }
  }
}
