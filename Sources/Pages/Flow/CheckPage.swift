import CivilTime

/// Step five: everything once more, the price and how it is made, the agreement, the way to pay.
public struct CheckPage {
  /// An answer that can be changed.
  public struct Answer: Hashable, Sendable {
    /// The step on which the answer is changed.
    public let step: FlowStep
    /// The label that stands beside the answer.
    public let label: Phrase
    /// The answer itself; an empty one is not shown.
    public let text: String

    /// Creates an answer from its fields.
    public init(_ step: FlowStep, _ label: Phrase, _ text: String) {
      (self.step, self.label, self.text) = (step, label, text)
    }
  }

  /// The booking that is being made.
  public let view: FlowView
  /// The method and the consents as they were filled in, with their faults.
  public let filled: Filled
  /// The answers of the earlier steps, except the service and the time, which come from the view.
  public let answers: [Answer]
  /// The price that was shown before, if it has changed since.
  public let formerTotal: Int64?
  /// The ways to pay that are in time.
  public let methods: [String]

  /// Creates the page from its fields.
  public init(_ view: FlowView, _ filled: Filled, answers: [Answer], formerTotal: Int64?, methods: [String]) {
    (self.view, self.filled, self.answers) = (view, filled, answers)
    (self.formerTotal, self.methods) = (formerTotal, methods)
  }

  private var language: SiteLanguage { view.language }
  private var frame: FlowFrame { FlowFrame(view: view, step: .check) }

  /// The page, whose form carries the total that it shows.
  public var page: Page {
    let parts = FormParts(language, filled)
    return frame.page(filled) {
      changedPrice
      summary
      if let quote = view.quote {
        element("section", .labelled(by: "price-title")) {
          element("h2", .id("price-title")) { language(.priceTitle) }
          PriceTable(language: language, quote: quote).html
          p("hint") { language(.priceUntil, WallText(language, view.zone).clock(quote.expires)) }
        }
      }
      if let hold = view.hold, hold.isExtendable, hold.until > view.context.now {
        frame.form("extend", "extend-form") {
          element("button", .class("button button-quiet"), .type("submit")) { language(.holdLonger) }
        }
      }
      element("section", .labelled(by: "terms-title")) {
        element("h2", .id("terms-title")) { language(.cancellationTitle) }
        element("ul") {
          li { language(.cancellationFree) }
          li { language(.cancellationLate) }
          li { language(.cancellationConsultant) }
          li { language(.escrowText) }
        }
      }
      frame.form {
        if let quote = view.quote {
          void("input", .type("hidden"), .name("total"), .value("\(quote.total) \(quote.currency)"))
        }
        parts.radios("method", language(.methodQuestion), methods.map { .init(id: $0, label: HTML(method($0))) })
        element("fieldset", .class("field")) {
          element("legend") { language(.consentsTitle) }
          parts.checkbox("terms", consent(.consentTerms, "terms"))
          parts.checkbox("privacy", consent(.consentPrivacy, "privacy"))
          parts.checkbox("data", HTML(language(.consentData)))
          parts.checkbox("profile", HTML(language(.consentProfile)))
          parts.checkbox("marketing", HTML(language(.consentMarketing)))
        }
        frame.submit(payLabel)
      }
    }
  }

  private var payLabel: String {
    view.quote.map { language(.bookFor, MoneyText.make($0.total, $0.currency, language)) } ?? language(.bookNow)
  }

  /// A consent whose text the operator has given links to it.
  private func consent(_ phrase: Phrase, _ slug: String) -> HTML {
    var html = HTML(language(phrase))
    if let text = view.context.legal.first(where: { $0.slug == slug }) {
      html.append(HTML(" "))
      html.append(
        element("a", .href(SitePath(language, "legal", text.slug)), .text("target", "_blank")) {
          text.title
          span("quiet-words") { " \(language(.newTab))" }
        })
    }
    return html
  }

  @HTMLBuilder private var changedPrice: HTML {
    if let formerTotal, let quote = view.quote, formerTotal != quote.total {
      element("div", .class("notice"), .text("role", "status")) {
        p {
          language(
            .priceChanged, MoneyText.make(formerTotal, quote.currency, language),
            MoneyText.make(quote.total, quote.currency, language))
        }
      }
    }
  }

  private var summary: HTML {
    element("dl", .class("answers")) {
      if let offer = view.offer { row(.service, .serviceLabel) { passage(offer.name, on: language) } }
      if let start = view.start { row(.time, .timeLabel) { BothTimes(view: view).html(start) } }
      for answer in answers where !answer.text.isEmpty {
        row(answer.step, answer.label) { element("span", .class("given")) { answer.text } }
      }
    }
  }

  private func row(_ step: FlowStep, _ label: Phrase, _ content: () -> HTML) -> HTML {
    div("answer") {
      element("dt") { language(label) }
      element("dd") { content() }
      element("dd", .class("answer-change")) {
        link(view.path(step)) {
          language(.change)
          span("quiet-words") { " \(language(label))" }
        }
      }
    }
  }

  private func method(_ name: String) -> String {
    switch name {
    case "sepa_debit": language(.methodSEPA)
    case "paypal": language(.methodPayPal)
    case "bank_transfer": language(.methodTransfer)
    default: language(.methodCard)
    }
  }
}
