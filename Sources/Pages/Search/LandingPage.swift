public import CivilTime
public import Locales

/// Facts of the house that the landing page shows; a fact that is not known is not shown.
public struct TrustFacts: Hashable, Sendable {
  /// The number of consultants.
  public var experts: Int
  /// The number of consultants whose identity is verified; 0 is not shown.
  public var verified: Int
  /// The number of time zones that the consultants live in; shown if it is more than one.
  public var zones: Int
  /// The earliest free start of any consultant; shown if it is less than 100 hours ahead.
  public var earliest: Instant?
  /// The rating of all consultants together; nil if nobody was rated.
  public var rating: ConsultantView.Rating?

  /// Creates facts from their fields.
  public init(
    experts: Int, verified: Int, zones: Int, earliest: Instant?, rating: ConsultantView.Rating? = nil
  ) {
    (self.experts, self.verified, self.zones) = (experts, verified, zones)
    (self.earliest, self.rating) = (earliest, rating)
  }
}

/// `/{language}/book-a-meeting`: what this is, the search, and some of those who can be booked.
public struct LandingPage {
  /// The language, the address and the time of the page.
  public let context: PageContext
  /// The consultants that are shown, in their order.
  public let featured: [ConsultantView]
  /// The facts below the search.
  public let facts: TrustFacts
  /// Clients' words and logos, and how much is booked.
  public let proof: SocialProof
  /// Everybody who is shown, of whom the best rated and those who are praised are named.
  public let consultants: [ConsultantView]
  /// The zone in which times are shown; nil for each consultant's own.
  public let zone: NamedZone?

  /// Creates the page from its fields. By default there is nothing that others say.
  public init(
    _ context: PageContext, featured: [ConsultantView], facts: TrustFacts, proof: SocialProof = SocialProof(),
    consultants: [ConsultantView] = [], zone: NamedZone?
  ) {
    (self.context, self.featured, self.facts, self.zone) = (context, featured, facts, zone)
    (self.proof, self.consultants) = (proof, consultants)
  }

  private var sections: ProofSections { ProofSections(context: context, proof: proof, consultants: consultants) }

  private var language: SiteLanguage { context.language }

  /// The page, whose form of search leads to the list of consultants.
  public var page: Page {
    Page(context, language(.landingTitle), layout: "landing") {
      hero
      sections.logos
      process
      element("section", .class("band"), .labelled(by: "featured")) {
        div("band-inner") {
          div("section-head") {
            element("h2", .id("featured")) { language(.featuredTitle) }
            link(context.list, "link") { language(.browseAllExperts) }
          }
          div("grid") {
            for consultant in featured { ConsultantCard(context: context, zone: zone).html(consultant) }
          }
          sections.highlights
        }
      }
      sections.testimonials
      promises
    }
  }

  private var hero: HTML {
    element("section", .class("hero")) {
      div("hero-inner") {
        p("eyebrow") { language(.heroEyebrow) }
        h1 { language(.heroTitle) }
        p("lede") { language(.heroSubtitle) }
        SearchBox(context: context).html("")
        SearchBox(context: context).quickFilters
        trust
      }
    }
  }

  private var trust: HTML {
    element("ul", .class("trust"), .label(language(.trustLabel))) {
      trustItem(String(facts.experts), language(.trustExperts))
      if facts.verified > 0 { trustItem(String(facts.verified), language(.trustVerified)) }
      if facts.zones > 1 { trustItem(String(facts.zones), language(.trustZones)) }
      if let rating = facts.rating, rating.count >= SocialProof.leastActivity {
        trustItem(RatingText.stars(rating.tenths, language), language(.trustRating, String(rating.count)))
      }
      if proof.bookedInAWeek >= SocialProof.leastActivity {
        trustItem(String(proof.bookedInAWeek), language(.trustActivity))
      }
      if let earliest = facts.earliest, let hours = hours(until: earliest) {
        trustItem(language(.trustHours, String(hours)), language(.trustEarliest))
      }
    }
  }

  private func hours(until instant: Instant) -> Int64? {
    let seconds = instant.seconds - context.now.seconds
    return seconds > 0 && seconds < 100 * 3_600 ? (seconds + 3_599) / 3_600 : nil
  }

  private func trustItem(_ number: String, _ words: String) -> HTML {
    li {
      element("strong") { number }
      HTML(" ")
      element("span") { words }
    }
  }

  private var process: HTML {
    element("section", .class("process"), .labelled(by: "process")) {
      element("h2", .id("process")) { language(.processTitle) }
      element("ol", .class("process-steps")) {
        processStep(.process1Title, .process1Text)
        processStep(.process2Title, .process2Text)
        processStep(.process3Title, .process3Text)
      }
    }
  }

  private func processStep(_ title: Phrase, _ text: Phrase) -> HTML {
    li {
      h3 { language(title) }
      p { language(text) }
    }
  }

  private var promises: HTML {
    element("section", .class("promises"), .labelled(by: "promises")) {
      element("h2", .id("promises")) { language(.promisesTitle) }
      div("promise-list") {
        promise(.promise1Title, .promise1Text)
        promise(.promise2Title, .promise2Text)
        promise(.promise3Title, .promise3Text)
      }
    }
  }

  private func promise(_ title: Phrase, _ text: Phrase) -> HTML {
    div("promise") {
      h3 { language(title) }
      p { language(text) }
    }
  }
}
