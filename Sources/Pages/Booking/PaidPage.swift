/// `/{language}/my-booking/{reference}/paid`: the payment provider leads a client here. That they come is no proof of a
/// payment; the page says what is known of it.
public struct PaidPage {
  /// The booking as the client sees it.
  public let view: BookingView
  /// The state that the page reports.
  public let state: DonePage.State

  /// Creates the page from its fields.
  public init(_ view: BookingView, state: DonePage.State) { (self.view, self.state) = (view, state) }

  /// The page, which offers the provider's page again while the booking is not paid.
  public var page: Page {
    let language = view.language
    return Page(view.context, language(.stepDone), layout: "narrow") {
      h1 { language(.stepDone) }
      Confirmation(
        language: language, reference: view.reference, state: state, payment: view.payment, transfer: view.transfer,
        zone: view.zone, again: view.path("paid")
      ).html
      div("flow-acts") {
        element("a", .class(view.payment == nil ? "button" : "button button-quiet"), .href(view.path())) {
          language(.openBooking)
        }
        if state != .ended { link(view.path("calendar.ics")) { language(.addToCalendar) } }
      }
    }
  }
}
