/// Step three: who books.
public struct DetailsPage {
  /// The booking that is being made.
  public let view: FlowView
  /// The names and addresses as they were filled in, with their faults.
  public let filled: Filled
  /// Whether the client is asked for the address of an invoice.
  public let billing: Billing

  /// Whether a client is asked for the address of an invoice: no invoices are issued, the client may give one, or a
  /// business has to.
  public enum Billing: Hashable, Sendable { case none, optional, required }

  /// Creates the page from its fields.
  public init(_ view: FlowView, _ filled: Filled, billing: Billing) {
    (self.view, self.filled, self.billing) = (view, filled, billing)
  }

  /// The page of the step.
  public var page: Page {
    let language = view.language
    let frame = FlowFrame(view: view, step: .details)
    let parts = FormParts(language, filled)
    return frame.page(filled, lead: language(.detailsLead)) {
      frame.form {
        div("field-row") {
          parts.input("first", language(.firstNameLabel), autocomplete: "given-name")
          parts.input("last", language(.lastNameLabel), autocomplete: "family-name")
        }
        parts.input("email", language(.emailLabel), hint: language(.emailHint), type: "email", autocomplete: "email")
        parts.input("linkedin", language(.linkedInLabel), hint: language(.linkedInHint), type: "url", isOptional: true)
        if billing != .none {
          element("section", .class("billing"), .labelled(by: "billing")) {
            element("h2", .id("billing")) { language(.invoiceAddressTitle) }
            p("hint") { language(billing == .required ? .invoiceAddressBusiness : .invoiceAddressPrivate) }
            if billing == .optional { parts.checkbox("invoice", HTML(language(.invoiceWanted))) }
            div(billing == .required ? "billing-fields" : "billing-fields billing-wanted") { address(parts) }
          }
        }
        frame.submit(language(.next))
      }
    }
  }

  @HTMLBuilder private func address(_ parts: FormParts) -> HTML {
    let language = view.language
    if billing == .required { parts.input("firm", language(.firmLabel), autocomplete: "organization") }
    parts.input("street", language(.streetLabel), autocomplete: "street-address")
    div("field-row") {
      parts.input("postcode", language(.postcodeLabel), autocomplete: "postal-code")
      parts.input("city", language(.cityLabel), autocomplete: "address-level2")
    }
  }
}

/// Step four: what the meeting is about, so that the consultant can prepare it.
public struct BusinessPage {
  /// The booking that is being made.
  public let view: FlowView
  /// The answers as they were filled in, with their faults.
  public let filled: Filled

  /// Creates the page from its fields.
  public init(_ view: FlowView, _ filled: Filled) { (self.view, self.filled) = (view, filled) }

  /// The page of the step, on which only the subject is required.
  public var page: Page {
    let language = view.language
    let frame = FlowFrame(view: view, step: .business)
    let parts = FormParts(language, filled)
    return frame.page(filled, lead: language(.businessLead)) {
      frame.form {
        parts.input("subject", language(.subjectLabel), hint: language(.subjectHint), isMultiline: true)
        parts.input("outcome", language(.outcomeLabel), isOptional: true, isMultiline: true)
        div("field-row") {
          parts.input("company", language(.companyLabel), autocomplete: "organization", isOptional: true)
          parts.input("role", language(.roleLabel), autocomplete: "organization-title", isOptional: true)
        }
        div("field-row") {
          parts.select(
            "seniority", language(.seniorityLabel),
            [
              Term(id: "individual_contributor", label: language(.seniorityOwn)),
              Term(id: "manager", label: language(.seniorityManager)),
              Term(id: "director", label: language(.seniorityDirector)),
              Term(id: "vp", label: language(.seniorityVP)), Term(id: "c_level", label: language(.seniorityTop)),
            ], isOptional: true)
          parts.select(
            "urgency", language(.urgencyLabel),
            [
              Term(id: "low", label: language(.urgencyLow)), Term(id: "medium", label: language(.urgencyMedium)),
              Term(id: "high", label: language(.urgencyHigh)), Term(id: "urgent", label: language(.urgencyUrgent)),
            ], isOptional: true)
        }
        div("field-row") {
          parts.select(
            "size", language(.sizeLabel),
            [
              Term(id: "startup", label: language(.sizeStartup)), Term(id: "small", label: language(.sizeSmall)),
              Term(id: "medium", label: language(.sizeMedium)), Term(id: "large", label: language(.sizeLarge)),
              Term(id: "enterprise", label: language(.sizeEnterprise)),
            ], isOptional: true)
          parts.select(
            "authority", language(.authorityLabel),
            [
              Term(id: "decision_maker", label: language(.authorityDecides)),
              Term(id: "influencer", label: language(.authorityInfluences)),
              Term(id: "recommender", label: language(.authorityRecommends)),
              Term(id: "end_user", label: language(.authorityUses)),
            ], isOptional: true)
        }
        frame.submit(language(.next))
      }
    }
  }
}
