import HummingbirdCore
import Ingress
import Pages

/// The service, and what its price depends on.
struct ServiceStep {
  let flow: FlowHandler
  let draft: Draft
  let view: FlowView

  func show(_ filled: Filled, _ status: Int = 200) async throws(Unreadable) -> Response {
    let all = try await flow.services.consultants(in: flow.language)
    let industries = FilterOptions(of: all).industries
    return SiteAnswer.page(
      ServicePage(view, filled, industries: industries, countries: Countries.terms(flow.language)).page, status)
  }

  func take(_ form: Form) async throws(Unreadable) -> Response {
    var reading = FormReading(form, flow.language)
    var changed = draft
    changed[.service] = reading.word("service", view.consultant.offers.map(\.service), missing: .errorService)
    changed[.complexity] = reading.word("complexity", ["basic", "intermediate", "advanced", "enterprise"])
    changed[.industry] = reading.text("industry", most: 100)
    changed[.country] = reading.word("country", Countries.codes, missing: .errorCountry)
    changed[.payer] = reading.word("payer", ["private", "business"], missing: .errorPayer)
    changed[.vat] = String(reading.text("vat", most: 20).filter { $0 != " " })
    if !changed[.vat].isEmpty {
      if changed[.vat].wholeMatch(of: /[A-Z]{2}[0-9A-Z+*]{2,13}/) == nil {
        reading.fault("vat", .errorVAT)
      } else if !flow.services.isTaxNumber(changed[.vat], of: changed[.country]) {
        let country = Countries.name(changed[.country], flow.language)
        reading.fault("vat", .errorVATCheck, country)
      }
    }
    guard reading.faults.isEmpty else { return try await show(Filled(form.values, faults: reading.faults), 422) }
    // Another service takes another time, so the one that is held goes back. Anything else changes the price alone.
    if changed[.service] != draft[.service] {
      await Holds(desk: flow.desk).release(draft)
      changed.forget(.start, .hold, .holdUntil, .holdExtended, .quote, .total)
    } else if !changed[.start].isEmpty, isOtherPrice(changed) {
      switch try await Quotes(desk: flow.desk).make(changed, for: flow.call.client) {
      case .tooMany(let seconds): return flow.desk.tooMany(flow.language, flow.call.path, after: seconds)
      case .quote(let id, let quote):
        changed[.quote] = id
        changed[.total] = "\(quote.total) \(quote.currency)"
      case .refused, .notStored: changed.forget(.quote, .total)
      }
    }
    return flow.leave(changed, to: changed.reached == .check ? .check : .time)
  }

  private func isOtherPrice(_ changed: Draft) -> Bool {
    [.complexity, .industry, .country, .payer, .vat].contains { changed[$0] != draft[$0] }
  }
}

/// The countries that can be chosen: those of the union, its neighbours, and where many clients are.
enum Countries {
  private static let names: [(code: String, en: String, de: String)] = [
    ("AT", "Austria", "Österreich"), ("AU", "Australia", "Australien"), ("BE", "Belgium", "Belgien"),
    ("BG", "Bulgaria", "Bulgarien"), ("BR", "Brazil", "Brasilien"), ("CA", "Canada", "Kanada"),
    ("CH", "Switzerland", "Schweiz"), ("CN", "China", "China"), ("CY", "Cyprus", "Zypern"),
    ("CZ", "Czechia", "Tschechien"), ("DE", "Germany", "Deutschland"), ("DK", "Denmark", "Dänemark"),
    ("EE", "Estonia", "Estland"), ("ES", "Spain", "Spanien"), ("FI", "Finland", "Finnland"),
    ("FR", "France", "Frankreich"), ("GB", "United Kingdom", "Vereinigtes Königreich"),
    ("GR", "Greece", "Griechenland"), ("HR", "Croatia", "Kroatien"), ("HU", "Hungary", "Ungarn"),
    ("IE", "Ireland", "Irland"), ("IN", "India", "Indien"), ("IS", "Iceland", "Island"), ("IT", "Italy", "Italien"),
    ("JP", "Japan", "Japan"), ("LI", "Liechtenstein", "Liechtenstein"), ("LT", "Lithuania", "Litauen"),
    ("LU", "Luxembourg", "Luxemburg"), ("LV", "Latvia", "Lettland"), ("MT", "Malta", "Malta"),
    ("MX", "Mexico", "Mexiko"), ("NL", "Netherlands", "Niederlande"), ("NO", "Norway", "Norwegen"),
    ("NP", "Nepal", "Nepal"), ("NZ", "New Zealand", "Neuseeland"), ("PL", "Poland", "Polen"),
    ("PT", "Portugal", "Portugal"), ("RO", "Romania", "Rumänien"), ("SE", "Sweden", "Schweden"),
    ("SG", "Singapore", "Singapur"), ("SI", "Slovenia", "Slowenien"), ("SK", "Slovakia", "Slowakei"),
    ("TR", "Türkiye", "Türkei"), ("UA", "Ukraine", "Ukraine"), ("US", "United States", "Vereinigte Staaten"),
    ("ZA", "South Africa", "Südafrika"),
  ]

  static let codes = names.map(\.code)

  /// In the order of their names; letters with marks stand with those without.
  static func terms(_ language: SiteLanguage) -> [Term] {
    names.map { Term(id: $0.code, label: language == .en ? $0.en : $0.de) }.sorted { plain($0.label) < plain($1.label) }
  }

  /// The name of a country, or the code itself of one that is not in the list.
  static func name(_ code: String, _ language: SiteLanguage) -> String {
    names.first { $0.code == code }.map { language == .en ? $0.en : $0.de } ?? code
  }

  private static func plain(_ name: String) -> String {
    String(name.map { ["Ä": "A", "Ö": "O", "Ü": "U", "ä": "a", "ö": "o", "ü": "u"][$0] ?? $0 })
  }
}
