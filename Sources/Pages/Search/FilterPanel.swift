/// The alternatives of the filters: what at least one consultant has.
public struct FilterOptions: Hashable, Sendable {
  /// The skills to choose from.
  public var skills: [Term]
  /// The industries to choose from.
  public var industries: [Term]
  /// The codes of the languages to choose from, such as `en`.
  public var languages: [String]
  /// The services to choose from.
  public var services: [Term]

  /// Creates options from their fields.
  public init(skills: [Term], industries: [Term], languages: [String], services: [Term]) {
    (self.skills, self.industries, self.languages, self.services) = (skills, industries, languages, services)
  }

  /// Everything that the consultants have, each once.
  public init(of consultants: [ConsultantView]) {
    func terms(_ lists: [[Term]]) -> [Term] { Set(lists.joined()).sorted { $0.label < $1.label } }
    self.init(
      skills: terms(consultants.map(\.skills)), industries: terms(consultants.map(\.industries)),
      languages: Set(consultants.flatMap(\.languages)).sorted(),
      services: terms(consultants.map { $0.offers.map { Term(id: $0.service, label: $0.name.text) } }))
  }
}

/// The filters beside a list. They open and close without a script, and work with the keyboard as any form.
struct FilterPanel {
  let context: PageContext
  let criteria: SearchCriteria
  let options: FilterOptions
  /// Closed, the list stands right below on a small screen; a script opens it beside the list on a wide one.
  let isOpen: Bool

  private var language: SiteLanguage { context.language }

  var html: HTML {
    element("aside", .class("filters"), .label(language(.filtersLabel))) {
      element("details", .class("filters-box"), .flag("open", isOpen)) {
        element("summary", .class("filters-summary")) {
          language(.filtersLabel)
          if criteria.filterCount > 0 { span("count") { String(criteria.filterCount) } }
        }
        form
      }
    }
  }

  private var form: HTML {
    element("form", .text("method", "get"), .action(context.list)) {
      if !criteria.text.isEmpty { void("input", .type("hidden"), .name("q"), .value(criteria.text)) }
      if criteria.view != .grid { void("input", .type("hidden"), .name("view"), .value(criteria.view.rawValue)) }
      if criteria.order != .relevance {
        void("input", .type("hidden"), .name("sort"), .value(criteria.order.rawValue))
      }
      boxes("skill", language(.skillsLabel), options.skills, criteria.skills)
      boxes("industry", language(.industriesLabel), options.industries, criteria.industries)
      boxes(
        "language", language(.languagesLabel),
        options.languages.map { Term(id: $0, label: LanguageNames.name($0, in: language)) }, criteria.languages)
      choice("service", language(.serviceLabel), options.services, criteria.service)
      choice(
        "when", language(.whenLabel),
        [
          Term(id: "today", label: language(.whenToday)), Term(id: "this-week", label: language(.whenThisWeek)),
          Term(id: "next-week", label: language(.whenNextWeek)),
        ], criteria.timeframe?.rawValue)
      choice(
        "time", language(.dayPartLabel),
        [
          Term(id: "morning", label: language(.morning)), Term(id: "afternoon", label: language(.afternoon)),
          Term(id: "evening", label: language(.evening)),
        ], criteria.dayPart?.rawValue)
      boxes(
        "meeting", language(.meetingsLabel),
        SearchCriteria.meetingTypes.map { Term(id: $0, label: language(MeetingWords.phrase($0))) }, criteria.meetings)
      choice(
        "experience", language(.experienceLabel),
        SearchCriteria.Seniority.allCases.map { Term(id: $0.rawValue, label: language(Self.phrase($0))) },
        criteria.seniority?.rawValue)
      choice(
        "rating", language(.ratingLabel),
        SearchCriteria.leastRatings.map {
          Term(id: String($0), label: language(.ratingAtLeast, RatingText.stars($0, language)))
        }, criteria.leastRating.map { String($0) })
      div("field") {
        element("label", .text("for", "price")) { language(.mostPriceLabel) }
        void(
          "input", .type("text"), .id("price"), .name("price"), .class("short"), .text("inputmode", "numeric"),
          .value(criteria.mostPrice.map { String($0) } ?? ""))
      }
      element("fieldset", .class("field")) {
        element("legend") { language(.trustLabel) }
        box("verified", "yes", language(.verifiedOnly), criteria.verifiedOnly)
        box("expert", "yes", language(.expertsOnly), criteria.expertsOnly)
      }
      div("filters-acts") {
        element("button", .class("button"), .type("submit")) { language(.applyFilters) }
        if criteria.filterCount > 0 { link(context.list) { language(.clearFilters) } }
      }
    }
  }

  private static func phrase(_ seniority: SearchCriteria.Seniority) -> Phrase {
    switch seniority {
    case .junior: .experienceJunior
    case .mid: .experienceMid
    case .senior: .experienceSenior
    case .expert: .experienceExpert
    }
  }

  private func boxes(_ name: String, _ legend: String, _ terms: [Term], _ chosen: [String]) -> HTML {
    element("fieldset", .class("field")) {
      element("legend") { legend }
      for term in terms { box(name, term.id, term.label, chosen.contains(term.id)) }
    }
  }

  private func box(_ name: String, _ value: String, _ label: String, _ isChosen: Bool) -> HTML {
    div("choice choice-small") {
      void(
        "input", .type("checkbox"), .id("\(name)-\(value)"), .name(name), .value(value), .flag("checked", isChosen))
      element("label", .text("for", "\(name)-\(value)")) { label }
    }
  }

  private func choice(_ name: String, _ label: String, _ terms: [Term], _ chosen: String?) -> HTML {
    div("field") {
      element("label", .text("for", "filter-\(name)")) { label }
      element("select", .id("filter-\(name)"), .name(name)) {
        element("option", .value("")) { language(.anyChoice) }
        for term in terms {
          element("option", .value(term.id), .flag("selected", chosen == term.id)) { term.label }
        }
      }
    }
  }
}

/// The kinds of meetings as people say them.
enum MeetingWords {
  static func phrase(_ type: String) -> Phrase {
    switch type {
    case "phone": .meetingPhone
    case "in_person": .meetingInPerson
    default: .meetingVideo
    }
  }

  static func list(_ types: [String], _ language: SiteLanguage) -> String {
    types.map { language(phrase($0)) }.joined(separator: ", ")
  }
}

/// A mean of reviews as a page writes it: `4.7`.
enum RatingText {
  static func stars(_ tenths: Int, _ language: SiteLanguage) -> String {
    "\(tenths / 10)\(language == .de ? "," : ".")\(tenths % 10)"
  }

  static func whole(_ rating: ConsultantView.Rating, _ language: SiteLanguage) -> String {
    language(rating.count == 1 ? .ratingOne : .ratingMany, stars(rating.tenths, language), String(rating.count))
  }
}
