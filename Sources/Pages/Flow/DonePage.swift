import CivilTime

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

  /// Creates the page from its fields.
  public init(_ view: FlowView, reference: String, state: State, booking: SitePath, calendar: SitePath) {
    (self.view, self.reference, self.state) = (view, reference, state)
    (self.booking, self.calendar) = (booking, calendar)
  }

  /// The page, which offers a refresh while the payment is processed.
  public var page: Page {
    let language = view.language
    let frame = FlowFrame(view: view, step: .done)
    return frame.page {
      element("div", .class("panel panel-\(state)")) {
        p("panel-title") { language(headline) }
        p {
          language(.yourReference)
          HTML(" ")
          element("strong", .class("reference")) { reference }
        }
      }
      p { language(text) }
      if state == .processing {
        element("p") { element("a", .class("button button-quiet"), .href(view.path(.done))) { language(.refresh) } }
      }
      h2 { language(.whatNext) }
      element("ol", .class("next-steps")) {
        if state == .processing { li { language(.nextPay) } }
        li { language(.nextMail) }
        li { language(.nextPrepare) }
        li { language(.nextMeet) }
      }
      div("flow-acts") {
        element("a", .class("button"), .href(booking)) { language(.openBooking) }
        link(calendar) { language(.addToCalendar) }
      }
    }
  }

  private var headline: Phrase {
    switch state {
    case .processing: .doneProcessing
    case .confirmed: .doneConfirmed
    case .ended: .doneEnded
    }
  }

  private var text: Phrase {
    switch state {
    case .processing: .doneProcessingText
    case .confirmed: .doneConfirmedText
    case .ended: .doneEndedText
    }
  }
}
