/// Step one: the service, and what its price depends on.
public struct ServicePage {
  /// The booking that is being made; the consultant's offers are the services to choose from.
  public let view: FlowView
  /// The choices as they were filled in, with their faults.
  public let filled: Filled
  /// The industries to choose from.
  public let industries: [Term]
  /// The countries to choose from; the ids are ISO 3166 codes of two letters.
  public let countries: [Term]

  /// Creates the page from its fields.
  public init(_ view: FlowView, _ filled: Filled, industries: [Term], countries: [Term]) {
    (self.view, self.filled, self.industries, self.countries) = (view, filled, industries, countries)
  }

  /// The page of the step.
  public var page: Page {
    let language = view.language
    let frame = FlowFrame(view: view, step: .service)
    let parts = FormParts(language, filled)
    return frame.page(filled, lead: language(.serviceLead)) {
      frame.form {
        parts.radios("service", language(.serviceQuestion), services, look: "choices choices-cards")
        div("fieldset-group") {
          h2 { language(.projectTitle) }
          parts.select(
            "complexity", language(.complexityLabel),
            [
              Term(id: "basic", label: language(.complexityBasic)),
              Term(id: "intermediate", label: language(.complexityIntermediate)),
              Term(id: "advanced", label: language(.complexityAdvanced)),
              Term(id: "enterprise", label: language(.complexityEnterprise)),
            ], hint: language(.complexityHint), isOptional: true)
          parts.select("industry", language(.industryLabel), industries, isOptional: true)
        }
        div("fieldset-group") {
          h2 { language(.billingTitle) }
          parts.select("country", language(.countryLabel), countries, hint: language(.countryHint))
          parts.radios(
            "payer", language(.payerQuestion),
            [
              .init(id: "private", label: HTML(language(.payerPrivate))),
              .init(id: "business", label: HTML(language(.payerBusiness))),
            ])
          parts.input("vat", language(.vatLabel), hint: language(.vatHint), isOptional: true, width: "medium")
        }
        frame.submit(language(.chooseTime))
      }
    }
  }

  private var services: [FormParts.Choice] {
    view.consultant.offers.map { offer in
      FormParts.Choice(
        id: offer.service,
        label: element("span", .class("choice-row")) {
          passage(offer.name, on: view.language)
          span("choice-price") {
            view.language(.fromPrice, MoneyText.make(offer.base, offer.currency, view.language))
          }
        },
        detail: element("span") {
          view.language(.minutes, String(offer.minutes))
          " · "
          passage(offer.description, on: view.language)
        })
    }
  }
}
