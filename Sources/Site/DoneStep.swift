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
    let status = booking?["view"]?["status"]?.stringValue ?? ""
    let state: DonePage.State =
      switch status {
      case "cancelled", "no_show": .ended
      case "pending_payment", "": .processing
      default: .confirmed
      }
    let path = SitePath(flow.language, "my-booking", reference)
    let page = DonePage(
      view, reference: reference, state: state, booking: path,
      calendar: SitePath(flow.language, "my-booking", reference, "calendar.ics")
    ).page
    let cookies = flow.desk.cookies(BookingHandler.cookie, draft[.capability], "my-booking", reference)
    return SiteAnswer.page(page, cookies: cookies)
  }
}
