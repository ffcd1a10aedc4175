/// A field that is wrong, and the sentence that says what to do.
public struct FormFault: Hashable, Sendable {
  /// The name of the field; its element has the same id, so that the message can link to it.
  public let field: String
  /// The sentence in the language of the page.
  public let message: String

  /// Creates a fault from its fields.
  public init(_ field: String, _ message: String) { (self.field, self.message) = (field, message) }
}

/// The content of a form that was filled in, and everything that is wrong with it, so that it is shown again as it was.
public struct Filled: Sendable {
  /// The values of each field by its name; a field may have several.
  public var values: [String: [String]]
  /// The faults, in the order in which they are listed.
  public var faults: [FormFault]

  /// Creates the content of a form. By default it is empty and has no faults.
  public init(_ values: [String: [String]] = [:], faults: [FormFault] = []) {
    (self.values, self.faults) = (values, faults)
  }

  /// The first value of a field.
  public func callAsFunction(_ field: String) -> String { values[field]?.first ?? "" }

  func fault(_ field: String) -> FormFault? { faults.first { $0.field == field } }
}

/// The parts of forms: labels, fields, hints and errors, tied together for those who hear a page.
struct FormParts {
  let language: SiteLanguage
  let filled: Filled

  init(_ language: SiteLanguage, _ filled: Filled) { (self.language, self.filled) = (language, filled) }

  /// All faults with links to their fields, in the same words; it takes the focus.
  var summary: HTML {
    guard !filled.faults.isEmpty else { return .empty }
    return element(
      "div", .class("error-summary"), .id("error-summary"), .text("role", "alert"), .text("tabindex", "-1"),
      .labelled(by: "error-title"), .flag("autofocus")
    ) {
      element("h2", .id("error-title")) { language(.errorSummaryTitle) }
      element("ul") {
        for fault in filled.faults {
          li { element("a", .href(place: fault.field)) { fault.message } }
        }
      }
    }
  }

  /// A text field.
  func input(
    _ name: String, _ label: String, hint: String? = nil, type: StaticString = "text", autocomplete: String? = nil,
    isOptional: Bool = false, width: String = "", isMultiline: Bool = false
  ) -> HTML {
    let fault = filled.fault(name)
    let described = Self.described(name, hint, fault)
    return element("div", .class(fault == nil ? "field" : "field is-wrong")) {
      element("label", .text("for", name)) { labelled(label, isOptional) }
      Self.hint(name, hint)
      Self.message(fault)
      if isMultiline {
        element(
          "textarea", .id(name), .name(name), .text("rows", "4"), .text("maxlength", "1000"), described,
          Self.invalid(fault)
        ) { filled(name) }
      } else {
        void(
          "input", .id(name), .name(name), .type(type), .class(width), .value(filled(name)),
          autocomplete.map { .text("autocomplete", $0) }, described, Self.invalid(fault))
      }
    }
  }

  /// A choice from a list that opens.
  func select(_ name: String, _ label: String, _ options: [Term], hint: String? = nil, isOptional: Bool = false) -> HTML
  {
    let fault = filled.fault(name)
    return element("div", .class(fault == nil ? "field" : "field is-wrong")) {
      element("label", .text("for", name)) { labelled(label, isOptional) }
      Self.hint(name, hint)
      Self.message(fault)
      element("select", .id(name), .name(name), Self.described(name, hint, fault), Self.invalid(fault)) {
        if isOptional || filled(name).isEmpty { element("option", .value("")) { language(.pleaseChoose) } }
        for option in options {
          element("option", .value(option.id), .flag("selected", filled(name) == option.id)) { option.label }
        }
      }
    }
  }

  /// A choice of which all alternatives are seen.
  func radios(
    _ name: String, _ legend: String, _ options: [Choice], hint: String? = nil, isHeading: Bool = false,
    look: String = "choices"
  ) -> HTML {
    let fault = filled.fault(name)
    return element(
      "fieldset", .class(fault == nil ? "field" : "field is-wrong"), Self.described(name, hint, fault)
    ) {
      element("legend") { legend }
      Self.hint(name, hint)
      Self.message(fault)
      div(look) {
        for (index, option) in options.enumerated() { radio(name, option, isFirst: index == 0) }
      }
    }
  }

  /// An alternative of a choice.
  struct Choice {
    let id: String
    let label: HTML
    var detail: HTML = .empty
  }

  /// The first one has the name of the field as its id, so that a link to the field leads to it.
  func radio(_ name: String, _ option: Choice, isFirst: Bool) -> HTML {
    let id = isFirst ? name : "\(name)-\(option.id)"
    return element("div", .class("choice")) {
      void(
        "input", .type("radio"), .id(id), .name(name), .value(option.id), .flag("checked", filled(name) == option.id),
        option.detail.isEmpty ? nil : .text("aria-describedby", "\(id)-detail"))
      element("label", .text("for", id)) { option.label }
      if !option.detail.isEmpty { element("div", .class("choice-detail"), .id("\(id)-detail")) { option.detail } }
    }
  }

  /// A box to tick.
  func checkbox(_ name: String, _ label: HTML, value: String = "yes") -> HTML {
    let fault = filled.fault(name)
    return element("div", .class(fault == nil ? "choice" : "choice is-wrong")) {
      Self.message(fault)
      void(
        "input", .type("checkbox"), .id(name), .name(name), .value(value), .flag("checked", filled(name) == value),
        Self.described(name, nil, fault), Self.invalid(fault))
      element("label", .text("for", name)) { label }
    }
  }

  private func labelled(_ label: String, _ isOptional: Bool) -> HTML {
    var html = HTML(label)
    if isOptional { html.append(span("optional") { " \(language(.optional))" }) }
    return html
  }

  private static func hint(_ name: String, _ text: String?) -> HTML {
    text.map { text in element("p", .class("hint"), .id("\(name)-hint")) { text } } ?? .empty
  }

  private static func message(_ fault: FormFault?) -> HTML {
    fault.map { fault in element("p", .class("error"), .id("\(fault.field)-error")) { fault.message } } ?? .empty
  }

  private static func invalid(_ fault: FormFault?) -> Attribute? {
    fault == nil ? nil : .text("aria-invalid", "true")
  }

  private static func described(_ name: String, _ hint: String?, _ fault: FormFault?) -> Attribute? {
    let ids = [hint == nil ? nil : "\(name)-hint", fault == nil ? nil : "\(name)-error"].compactMap(\.self)
    return ids.isEmpty ? nil : .text("aria-describedby", ids.joined(separator: " "))
  }
}
