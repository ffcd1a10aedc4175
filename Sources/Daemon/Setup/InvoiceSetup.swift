import CivilTime
import DaemonSettings
import Marketplace
import Pricing
import Site

/// Makes the terms of invoices from the settings and the operator's text about the house.
struct InvoiceSetup {
  let settings: Settings
  let zones: any ZoneSource
  let findings: StartFindings

  /// - Parameter legal: the operator's texts; the one about the house is the seller's name and address.
  /// - Returns: nil if no invoices are issued, or if something is wrong, which is a finding then.
  func terms(_ legal: [SiteSettings.LegalText]) -> InvoiceTerms? {
    guard let section = settings.invoices else { return nil }
    if let number = section.vatNumber, VATNumber(number)?.isValid != true {
      findings.add(
        .value, "invoices.vat_number", expected: "a number of a member state whose check digits are right",
        given: number, cure: "for example DE123456788")
    }
    guard let zone = zones.rules(for: section.zone) ?? (section.zone == "UTC" ? .utc : nil) else {
      findings.add(
        .value, "invoices.zone", expected: "the name of a time zone", given: section.zone,
        cure: "for example Europe/Berlin")
      return nil
    }
    guard let house = legal.first(where: { $0.slug == SiteSettings.supplier }), house.texts["en"] != nil else {
      findings.add(
        .value, "invoices", expected: "supplier.en.txt in the folder of site.legal", given: "none",
        cure: "an invoice has to name the house: its name and address, a line each")
      return nil
    }
    let lines = house.texts.mapValues { text in
      text.split(separator: "\n").map { String($0) }
    }
    return InvoiceTerms(
      seller: Invoice.Seller(
        lines: lines, vatNumber: section.vatNumber.map { VATNumber($0)?.description ?? $0 },
        taxNumber: section.taxNumber),
      prefix: section.prefix, creditPrefix: section.creditPrefix, isSmallBusiness: section.isSmallBusiness, zone: zone)
  }
}
