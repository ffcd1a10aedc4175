public import Locales

/// `/{language}/consultants/{slug}`: one consultant, with everything that can be booked.
public struct ProfilePage {
  /// The language, the address and the time of the page.
  public let context: PageContext
  /// The consultant who is shown.
  public let consultant: ConsultantView
  /// The zone in which times are shown; nil for the consultant's own.
  public let zone: NamedZone?

  /// Creates the page from its fields.
  public init(_ context: PageContext, _ consultant: ConsultantView, zone: NamedZone?) {
    (self.context, self.consultant, self.zone) = (context, consultant, zone)
  }

  private var language: SiteLanguage { context.language }

  /// The page, with buttons to book only if the consultant takes bookings.
  public var page: Page {
    let card = ConsultantCard(context: context, zone: zone)
    return Page(context, consultant.name, layout: "profile") {
      element("nav", .class("crumbs"), .label(language(.crumbsLabel))) {
        link(context.list) { language(.allExperts) }
      }
      div("profile-columns") {
        div("profile-main") {
          div("profile-head") {
            ConsultantCard.portrait(consultant, "portrait-large")
            div("profile-who") {
              h1 { consultant.name }
              p("lede") { passage(consultant.title, on: language) }
              if consultant.isVerified {
                p("verified") { language(.verifiedExpert) }
              }
            }
          }
          if let biography = consultant.biography {
            element("section", .labelled(by: "about")) {
              element("h2", .id("about")) { language(.aboutTitle) }
              element("p", .class("prose"), biography.language == language.rawValue ? nil : .lang(biography.language)) {
                biography.text
              }
            }
          }
          element("section", .labelled(by: "skills")) {
            element("h2", .id("skills")) { language(.skillsLabel) }
            card.skills(consultant)
          }
          if !consultant.certificates.isEmpty {
            element("section", .labelled(by: "papers")) {
              element("h2", .id("papers")) { language(.certificatesTitle) }
              element("ul") { for paper in consultant.certificates { element("li", .lang("en")) { paper } } }
            }
          }
          services
        }
        element("aside", .class("summary"), .labelled(by: "glance")) {
          element("h2", .id("glance")) { language(.atAGlance) }
          element("dl", .class("facts")) {
            fact(language(.nextFreeLabel)) { card.nextFree(consultant) }
            fact(language(.languagesLabel)) { ConsultantCard.languages(consultant, language) }
            if let rating = consultant.rating {
              fact(language(.ratingLabel)) { RatingText.whole(rating, language) }
            }
            if consultant.years > 0 {
              fact(language(.experienceLabel)) { language(.yearsOf, String(consultant.years)) }
            }
            fact(language(.meetingsLabel)) { MeetingWords.list(consultant.meetingTypes, language) }
            fact(language(.industriesLabel)) { consultant.industries.map(\.label).joined(separator: ", ") }
            fact(language(.zoneLabel)) { WallText(language, consultant.zone).city }
          }
          if consultant.isAccepting {
            BookButton(context: context, slug: consultant.slug).html(nil, language(.bookNow), "button button-wide")
          } else {
            p("hint") { language(.notAcceptingText) }
          }
        }
      }
    }
  }

  private var services: HTML {
    element("section", .labelled(by: "services")) {
      element("h2", .id("services")) { language(.servicesTitle) }
      div("service-list") {
        for offer in consultant.offers { service(offer) }
      }
    }
  }

  private func service(_ offer: OfferView) -> HTML {
    element("article", .class("service")) {
      div("service-head") {
        element("h3") { passage(offer.name, on: language) }
        p("service-price") {
          language(.fromPrice, MoneyText.make(offer.base, offer.currency, language))
        }
      }
      p("service-length") { language(.minutes, String(offer.minutes)) }
      element("p", offer.description.language == language.rawValue ? nil : .lang(offer.description.language)) {
        offer.description
      }
      element("ul", .class("ticks")) {
        for feature in offer.features {
          element("li", feature.language == language.rawValue ? nil : .lang(feature.language)) { feature }
        }
      }
      if consultant.isAccepting {
        BookButton(context: context, slug: consultant.slug).html(
          offer.service, language(.chooseService), "button button-quiet", about: offer.name)
      }
    }
  }
}

/// A button that begins a booking.
struct BookButton {
  let context: PageContext
  let slug: String

  func html(_ service: String?, _ label: String, _ look: String, about: Passage? = nil) -> HTML {
    element("form", .class("book-form"), .text("method", "post"), .action(SitePath(context.language, "book"))) {
      void("input", .type("hidden"), .name("consultant"), .value(slug))
      if let service { void("input", .type("hidden"), .name("service"), .value(service)) }
      element("button", .class(look), .type("submit")) {
        label
        if let about { span("quiet-words") { " \(about.text)" } }
      }
    }
  }
}
