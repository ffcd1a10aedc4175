import CEL
import HummingbirdCore
import Ingress
import Pages

/// The confirmation: the reference, and what is known of the payment.
struct DoneStep {
  let flow: FlowHandler
  let draft: Draft
  let view: FlowView

  func show() async throws(Unreadable) -> Response {
    let reference = draft[.reference]
    let booking = try await flow.services.receiver.read(reference: reference, as: .party(role: "client"))
    let state = DonePage.State(status: booking?["view"]?["status"]?.stringValue ?? "")
    let way = PaymentAddress(desk: flow.desk).state(booking?["view"])
    let path = SitePath(flow.language, "my-booking", reference)
    let page = DonePage(
      view, reference: reference, state: state, booking: path,
      calendar: SitePath(flow.language, "my-booking", reference, "calendar.ics"), payment: way.page,
      transfer: way.transfer
    ).page
    let cookies = flow.desk.cookies(BookingHandler.cookie, draft[.capability], "my-booking", reference)
    return SiteAnswer.page(page, cookies: cookies)
  }
}

extension DonePage.State {
  /// The state that the status of a booking means to the client who has just made it.
  init(status: String) {
    switch status {
    case "cancelled", "no_show": self = .ended
    case "pending_payment", "": self = .processing
    default: self = .confirmed
    }
  }
}
