/// An element with its content.
public func element(
  _ name: StaticString, _ attributes: Attribute?..., @HTMLBuilder content: () -> HTML
) -> HTML {
  HTML(markup: "<\(name)\(written(attributes))>\(content().markup)</\(name)>")
}

/// An element that has no content, such as `input`.
public func void(_ name: StaticString, _ attributes: Attribute?...) -> HTML {
  HTML(markup: "<\(name)\(written(attributes))>")
}

private func written(_ attributes: [Attribute?]) -> String {
  var out = ""
  for case let attribute? in attributes {
    out += " \(attribute.name)"
    guard let value = attribute.value else { continue }
    out += "=\""
    HTML.escape(value, into: &out)
    out += "\""
  }
  return out
}

// The elements that pages have most of.
func div(_ names: String, @HTMLBuilder content: () -> HTML) -> HTML { element("div", .class(names), content: content) }
func p(@HTMLBuilder content: () -> HTML) -> HTML { element("p", content: content) }
func p(_ names: String, @HTMLBuilder content: () -> HTML) -> HTML { element("p", .class(names), content: content) }
func span(_ names: String, @HTMLBuilder content: () -> HTML) -> HTML {
  element("span", .class(names), content: content)
}
func h1(@HTMLBuilder content: () -> HTML) -> HTML { element("h1", content: content) }
func h2(@HTMLBuilder content: () -> HTML) -> HTML { element("h2", content: content) }
func h3(@HTMLBuilder content: () -> HTML) -> HTML { element("h3", content: content) }
func li(@HTMLBuilder content: () -> HTML) -> HTML { element("li", content: content) }
func link(_ path: SitePath, _ names: String = "link", @HTMLBuilder content: () -> HTML) -> HTML {
  element("a", .class(names), .href(path), content: content)
}

/// A text in the language that it is in.
func passage(_ passage: Passage, on page: SiteLanguage, _ name: StaticString = "span") -> HTML {
  element(name, passage.language == page.rawValue ? nil : .lang(passage.language)) { passage.text }
}

/// A row of a list of facts.
func fact(_ term: String, @HTMLBuilder content: () -> HTML) -> HTML {
  let value = content()
  return element("div", .class("fact")) {
    element("dt") { term }
    element("dd") { value }
  }
}
