import CivilTime
import Locales

/// The last step: the reference, and what comes next.
public struct DonePage {
  /// The state of the booking: its payment is still processed, it is confirmed, or it has ended without a meeting.
  public enum State: Hashable, Sendable { case processing, confirmed, ended }

  /// The booking that has been made.
  public let view: FlowView
  /// The reference of the booking.
  public let reference: String
  /// The state that the page reports.
  public let state: State
  /// The address of the booking's own page.
  public let booking: SitePath
  /// The address of the calendar file.
  public let calendar: SitePath
  /// The provider's page for paying; nil if nothing is to be paid there.
  public let payment: WebLink?
  /// The account for a bank transfer; nil if the client pays in another way.
  public let transfer: TransferView?

  /// Creates the page from its fields.
  public init(
    _ view: FlowView, reference: String, state: State, booking: SitePath, calendar: SitePath, payment: WebLink? = nil,
    transfer: TransferView? = nil
  ) {
    (self.view, self.reference, self.state) = (view, reference, state)
    (self.booking, self.calendar, self.payment, self.transfer) = (booking, calendar, payment, transfer)
  }

  /// The page, which offers a refresh while the payment is processed.
  public var page: Page {
    let language = view.language
    let frame = FlowFrame(view: view, step: .done)
    return frame.page {
      Confirmation(
        language: language, reference: reference, state: state, payment: payment, transfer: transfer, zone: view.zone,
        again: view.path(.done)
      ).html
      div("flow-acts") {
        element("a", .class(payment == nil ? "button" : "button button-quiet"), .href(booking)) {
          language(.openBooking)
        }
        link(calendar) { language(.addToCalendar) }
      }
    }
  }
}

/// The reference of a booking, what is known of its payment, and what comes next.
struct Confirmation {
  let language: SiteLanguage
  let reference: String
  let state: DonePage.State
  let payment: WebLink?
  let transfer: TransferView?
  let zone: NamedZone
  /// The address of the page that shows it.
  let again: SitePath

  @HTMLBuilder var html: HTML {
    element("div", .class("panel panel-\(state)"), .text("role", "status")) {
      p("panel-title") { language(headline) }
      p {
        language(.yourReference)
        HTML(" ")
        element("strong", .class("reference")) { reference }
      }
    }
    p { language(text) }
    if state == .processing, let transfer {
      TransferDetails(language: language, transfer: transfer, zone: zone).html
    }
    if state == .processing {
      div("flow-acts") {
        if let payment {
          element("a", .class("button"), .href(payment)) { language(.payNow) }
        }
        element("a", .class("button button-quiet"), .href(again)) { language(.refresh) }
      }
    }
    if state != .ended {
      h2 { language(.whatNext) }
      element("ol", .class("next-steps")) {
        if state == .processing {
          li { language(transfer != nil ? .nextTransfer : payment == nil ? .nextPay : .nextPayHere) }
        }
        li { language(.nextMail) }
        li { language(.nextPrepare) }
        li { language(.nextMeet) }
      }
    }
  }

  private var headline: Phrase {
    switch state {
    case .processing: transfer != nil ? .doneTransfer : payment == nil ? .doneProcessing : .doneUnpaid
    case .confirmed: .doneConfirmed
    case .ended: .doneEnded
    }
  }

  private var text: Phrase {
    switch state {
    case .processing: transfer != nil ? .transferText : payment == nil ? .doneProcessingText : .doneUnpaidText
    case .confirmed: .doneConfirmedText
    case .ended: .doneEndedText
    }
  }
}
