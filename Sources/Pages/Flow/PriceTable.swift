/// How a price is made: the base, each line that changes it, the tax, the total.
struct PriceTable {
  let language: SiteLanguage
  let quote: QuoteView

  var html: HTML {
    element("table", .class("price")) {
      element("caption") { language(.priceHow) }
      element("tbody") {
        row(language(.lineBase), quote.base)
        for line in quote.lines { row(words(line.kind), line.amount, isChange: true) }
        if !quote.lines.isEmpty { row(language(.lineNet), quote.price, "price-sum") }
        row(tax, quote.taxAmount)
      }
      element("tfoot") {
        element("tr") {
          element("th", .text("scope", "row")) { language(.totalLabel) }
          element("td") { money(quote.total) }
        }
      }
    }
  }

  private func row(_ label: String, _ amount: Int64, _ look: String = "", isChange: Bool = false) -> HTML {
    element("tr", .class(look)) {
      element("th", .text("scope", "row")) { label }
      element("td") { isChange && amount > 0 ? "+\(money(amount))" : money(amount) }
    }
  }

  private func money(_ amount: Int64) -> String { MoneyText.make(amount, quote.currency, language) }

  private var tax: String {
    let (whole, rest) = (quote.taxRate / 100, quote.taxRate % 100)
    let rate = rest == 0 ? "\(whole)" : "\(whole)\(language == .de ? "," : ".")\(rest < 10 ? "0" : "")\(rest)"
    switch quote.taxTreatment {
    case "reverse_charge": return language(.taxReverse)
    case "outside_scope": return language(.taxOutside)
    default: return language(.taxRate, rate)
    }
  }

  private func words(_ kind: String) -> String {
    switch kind {
    case "demand": language(.lineDemand)
    case "urgency": language(.lineUrgency)
    case "complexity": language(.lineComplexity)
    case "specialization": language(.lineSpecialization)
    case "season": language(.lineSeason)
    case "cap": language(.lineCap)
    case "rounding": language(.lineRounding)
    case "floor", "ceiling": language(.lineBounds)
    case "coupon": language(.lineCoupon)
    default: kind
    }
  }
}
