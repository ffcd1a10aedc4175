/// Clients' words and logos, and how much is booked: as far as there is something true to tell.
public struct SocialProof: Hashable, Sendable {
  /// A client's words, which they allow to be shown.
  public struct Testimonial: Hashable, Sendable {
    /// The words in the language that they were written in.
    public var words: Passage
    /// As the client wants to be named.
    public var name: String
    /// The slug of the consultant.
    public var consultant: String
    /// 1 to 5; nil if it is not known.
    public var rating: Int?

    /// Creates a testimonial from its fields.
    public init(words: Passage, name: String, consultant: String, rating: Int?) {
      (self.words, self.name, self.consultant, self.rating) = (words, name, consultant, rating)
    }
  }

  /// The logo of a client of the house, as its operator gives it.
  public struct Logo: Hashable, Sendable {
    /// The address of the picture.
    public var path: SitePath
    /// The client's name, for those who do not see the picture.
    public var name: String

    /// Creates a logo from its fields.
    public init(path: SitePath, name: String) { (self.path, self.name) = (path, name) }
  }

  /// In the order in which they are shown.
  public var testimonials: [Testimonial]
  /// In the order in which they are shown.
  public var logos: [Logo]
  /// The meetings that were paid in the last seven days.
  public var bookedInAWeek: Int

  /// So many meetings at least are told of: fewer would tell of single people, and persuade nobody.
  public static let leastActivity = 5

  /// Creates proof from its fields; by default there is none.
  public init(testimonials: [Testimonial] = [], logos: [Logo] = [], bookedInAWeek: Int = 0) {
    (self.testimonials, self.logos, self.bookedInAWeek) = (testimonials, logos, bookedInAWeek)
  }
}

/// The sections of the first page that show what others say.
struct ProofSections {
  let context: PageContext
  let proof: SocialProof
  let consultants: [ConsultantView]

  private var language: SiteLanguage { context.language }

  @HTMLBuilder var logos: HTML {
    if !proof.logos.isEmpty {
      element("section", .class("logos"), .labelled(by: "logos")) {
        element("h2", .id("logos"), .class("logos-title")) { language(.logosTitle) }
        element("ul", .class("logo-list")) {
          for logo in proof.logos {
            li {
              void("img", .text("src", logo.path.text), .text("alt", logo.name), .text("loading", "lazy"))
            }
          }
        }
      }
    }
  }

  @HTMLBuilder var testimonials: HTML {
    if !proof.testimonials.isEmpty {
      element("section", .class("voices"), .labelled(by: "voices")) {
        element("h2", .id("voices")) { language(.voicesTitle) }
        div("voice-list") { for testimonial in proof.testimonials { voice(testimonial) } }
      }
    }
  }

  private func voice(_ testimonial: SocialProof.Testimonial) -> HTML {
    let about = consultants.first { $0.slug == testimonial.consultant }
    return element("figure", .class("voice")) {
      element("blockquote") { passage(testimonial.words, on: language, "p") }
      element("figcaption") {
        span("voice-name") { testimonial.name }
        if let rating = testimonial.rating { span("voice-more") { language(.voiceRating, String(rating)) } }
        if let about {
          span("voice-more") {
            language(.voiceAbout)
            HTML(" ")
            link(SitePath(language, "consultants", about.slug)) { about.name }
          }
        }
      }
    }
  }

  /// The experts who were rated best, by enough clients that it says something.
  @HTMLBuilder var highlights: HTML {
    let best = Self.best(of: consultants)
    if !best.isEmpty {
      element("section", .class("best"), .labelled(by: "best")) {
        element("h2", .id("best"), .class("best-title")) { language(.bestTitle) }
        element("ul", .class("best-list")) {
          for consultant in best {
            li {
              link(SitePath(language, "consultants", consultant.slug), "link") { consultant.name }
              if let rating = consultant.rating { span("best-more") { RatingText.whole(rating, language) } }
            }
          }
        }
      }
    }
  }

  /// The three with the best ratings among those with five or more.
  static func best(of consultants: [ConsultantView]) -> [ConsultantView] {
    let rated = consultants.filter { ($0.rating?.count ?? 0) >= 5 && $0.isAccepting }
    let ranked = rated.sorted { first, second in
      let (one, other) = (first.rating, second.rating)
      return (other?.tenths ?? 0, other?.count ?? 0, first.name) < (one?.tenths ?? 0, one?.count ?? 0, second.name)
    }
    return Array(ranked.prefix(3))
  }
}
