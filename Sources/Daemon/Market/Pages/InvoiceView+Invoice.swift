import Marketplace
import Pages

extension InvoiceView {
  /// A document as pages show it.
  init(_ invoice: Invoice) {
    let buyer = invoice.buyer
    let town = [buyer.postcode, buyer.city].compactMap { $0 }.joined(separator: " ")
    self.init(
      number: invoice.number, isCreditNote: invoice.kind == .creditNote, booking: invoice.booking,
      issued: invoice.issued, moved: invoice.moved, supplied: invoice.supplied, seller: invoice.seller.lines,
      sellerVAT: invoice.seller.vatNumber, sellerTax: invoice.seller.taxNumber,
      buyer: [buyer.company, buyer.name, buyer.street, town].compactMap { $0 }.filter { !$0.isEmpty },
      buyerCountry: buyer.country, buyerVAT: buyer.vatNumber, title: invoice.title, net: invoice.net,
      rate: invoice.rate, tax: invoice.tax, currency: invoice.currency,
      notes: invoice.notes.compactMap { InvoiceView.Note(rawValue: $0.rawValue) }, refersTo: invoice.refersTo)
  }
}
