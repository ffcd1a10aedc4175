import CivilTime
public import Locales

/// `/{language}/consultants`: who passes the filters, as a grid, as a list, or side by side.
public struct ResultsPage {
  /// The consultants of one page.
  public static let size = 12

  /// The language, the address and the time of the page.
  public let context: PageContext
  /// The filters, the order, the view and the number of the page.
  public let criteria: SearchCriteria
  /// Everybody who passes the filters, in their order.
  public let found: [ConsultantView]
  /// The consultants who are shown side by side, at most three.
  public let compared: [ConsultantView]
  /// The alternatives of the filters.
  public let options: FilterOptions
  /// The zone in which times are shown; nil for each consultant's own.
  public let zone: NamedZone?

  /// Creates the page from its fields.
  public init(
    _ context: PageContext, _ criteria: SearchCriteria, found: [ConsultantView], compared: [ConsultantView],
    options: FilterOptions, zone: NamedZone?
  ) {
    (self.context, self.criteria, self.found, self.compared) = (context, criteria, found, compared)
    (self.options, self.zone) = (options, zone)
  }

  private var language: SiteLanguage { context.language }
  private var pages: Int { max(1, (found.count + Self.size - 1) / Self.size) }
  private var number: Int { min(criteria.page, pages) }
  private var shown: ArraySlice<ConsultantView> { found.dropFirst((number - 1) * Self.size).prefix(Self.size) }
  private var title: String {
    switch found.count {
    case 0: language(.noneFound)
    case 1: language(.oneFound)
    default: language(.manyFound, String(found.count))
    }
  }

  /// The page. A number beyond the last page shows the last one.
  public var page: Page {
    Page(context, title, layout: "results") {
      div("results-search") { SearchBox(context: context).html(criteria.text) }
      div("results-columns") {
        FilterPanel(context: context, criteria: criteria, options: options, isOpen: found.isEmpty).html
        element("section", .class("results-main"), .labelled(by: "found")) {
          div("section-head") {
            element("h1", .id("found"), .class("results-title")) { title }
            toolbar
          }
          if !compared.isEmpty {
            ComparisonTable(context: context, consultants: compared, zone: zone, criteria: criteria).html
          }
          RefinementQuestions(criteria: criteria, found: found, options: options, language: language).html
          if found.isEmpty { nothing } else { consultants }
          if pages > 1 { pager }
        }
      }
    }
  }

  private var consultants: HTML {
    let card = ConsultantCard(context: context, zone: zone)
    return div(criteria.view == .grid ? "grid" : "grid grid-list") {
      for consultant in shown {
        card.html(consultant, isComparable: true, isCompared: criteria.compared.contains(consultant.slug))
      }
      compareForm
    }
  }

  /// The boxes of the cards belong to this form, which keeps all filters.
  private var compareForm: HTML {
    var kept = criteria
    kept.compared = []
    return element("form", .id("compare-form"), .class("compare-form"), .text("method", "get"), .action(context.list)) {
      for parameter in kept.query {
        void("input", .type("hidden"), .name(parameter.name), .value(parameter.value))
      }
      element("button", .class("button button-quiet"), .type("submit")) { language(.compareChosen) }
      p("hint") { language(.compareHint) }
    }
  }

  private var nothing: HTML {
    div("empty") {
      p { language(criteria.filterCount > 0 ? .noneFoundFilters : .noneFoundText) }
      element("a", .class("button button-quiet"), .href(context.list)) { language(.clearFilters) }
    }
  }

  private var toolbar: HTML {
    element("nav", .class("toolbar"), .label(language(.orderLabel))) {
      element("ul", .class("switches")) {
        for order in SearchCriteria.Order.allCases {
          li { switchLink(Self.phrase(order), criteria.order == order) { $0.order = order } }
        }
      }
      element("ul", .class("switches")) {
        li { switchLink(.viewGrid, criteria.view == .grid) { $0.view = .grid } }
        li { switchLink(.viewList, criteria.view == .list) { $0.view = .list } }
      }
    }
  }

  private func switchLink(_ phrase: Phrase, _ isOn: Bool, _ change: (inout SearchCriteria) -> Void) -> HTML {
    var changed = criteria
    change(&changed)
    changed.page = 1
    return element(
      "a", .class("switch"), .href(SitePath(language, "consultants", query: changed.query)),
      isOn ? .text("aria-current", "true") : nil
    ) { language(phrase) }
  }

  private static func phrase(_ order: SearchCriteria.Order) -> Phrase {
    switch order {
    case .relevance: .orderRelevance
    case .rating: .orderRating
    case .availability: .orderAvailability
    case .price: .orderPrice
    case .name: .orderName
    }
  }

  private var pager: HTML {
    element("nav", .class("pager"), .label(language(.pagerLabel))) {
      if number > 1 { pagerLink(number - 1, .previousPage) }
      span("pager-now") { language(.pageOf, String(number), String(pages)) }
      if number < pages { pagerLink(number + 1, .nextPage) }
    }
  }

  private func pagerLink(_ number: Int, _ phrase: Phrase) -> HTML {
    var other = criteria
    other.page = number
    return element("a", .class("button button-quiet"), .href(SitePath(language, "consultants", query: other.query))) {
      language(phrase)
    }
  }
}
