import CivilTime
import Locales

/// `/{language}/my-booking/{reference}`: where a booking is, and what its reader can do.
public struct BookingPage {
  /// The booking as its reader sees it.
  public let view: BookingView
  /// A sentence about the last action, which is shown first; nil without one.
  public let remark: Phrase?

  /// Creates the page from its fields. By default there is no remark.
  public init(_ view: BookingView, remark: Phrase? = nil) { (self.view, self.remark) = (view, remark) }

  private var language: SiteLanguage { view.language }

  /// The page, with the actions that the state of the booking allows.
  public var page: Page {
    Page(view.context, language(.bookingTitle, view.reference), layout: "narrow") {
      if let remark {
        element("div", .class("panel panel-confirmed"), .text("role", "status")) {
          p("panel-title") { language(remark) }
        }
      }
      p("eyebrow") { language(view.party == .client ? .forClient : .forConsultant) }
      h1 { language(.bookingTitle, view.reference) }
      p("status status-\(Self.tone(view.status))") { language(Self.phrase(view.status)) }
      if view.party == .client, let payment = view.payment {
        div("flow-acts") { element("a", .class("button"), .href(payment)) { language(.payNow) } }
      }
      if let meeting = view.openMeeting {
        div("flow-acts") {
          element("a", .class("button"), .href(meeting)) { language(.joinMeeting) }
        }
      }
      if view.party == .client, view.transfer != nil {
        div("flow-acts") {
          element("a", .class("button"), .href(view.path("transfer"))) { language(.transferShow) }
        }
      }
      facts
      if let start = view.proposedStart, !view.proposedBy.isEmpty { proposal(start) }
      acts
      if view.party == .client, !view.checklist.isEmpty, view.isConfirmed { checklist }
    }
  }

  private var facts: HTML {
    let (own, other) = (WallText(language, view.zone), WallText(language, view.otherZone))
    return element("dl", .class("facts facts-wide")) {
      fact(language(.serviceLabel)) { passage(view.service, on: language) }
      fact(language(.consultantLabel)) { view.consultantName }
      fact(language(.timeLabel)) {
        own.full(view.start)
        if own.zone.rules.offset(at: view.start) != other.zone.rules.offset(at: view.start) {
          span("facts-more") { other.full(view.start) }
        }
      }
      if view.party == .client {
        fact(language(.totalLabel)) { MoneyText.make(view.price, view.currency, language) }
        fact(language(.paymentLabel)) { language(Self.payment(view.paymentStatus)) }
        if let deadline = view.transfer?.deadline { fact(language(.transferDeadline)) { own.full(deadline) } }
        if view.refunded > 0 {
          fact(language(.refundedLabel)) { MoneyText.make(view.refunded, view.currency, language) }
        }
        if view.isConfirmed, let freeUntil = view.freeUntil, freeUntil > view.context.now {
          fact(language(.freeUntilLabel)) { own.full(freeUntil) }
        }
      }
    }
  }

  private func proposal(_ start: Instant) -> HTML {
    let isOwn = view.proposedBy == view.party.rawValue
    return element("section", .class("panel"), .labelled(by: "proposal")) {
      element("h2", .id("proposal")) { language(isOwn ? .proposalOwn : .proposalOther) }
      p { WallText(language, view.zone).full(start) }
      div("flow-acts") {
        if !isOwn { button("accept", .acceptProposal, "button", start) }
        button("decline", isOwn ? .withdrawProposal : .declineProposal, "button button-quiet", start)
      }
    }
  }

  private func button(_ act: String, _ phrase: Phrase, _ look: String, _ start: Instant) -> HTML {
    element("form", .text("method", "post"), .action(view.path(act))) {
      void("input", .type("hidden"), .name("token"), .value(view.token))
      void("input", .type("hidden"), .name("start"), .value("\(start)"))
      element("button", .class(look), .type("submit")) { language(phrase) }
    }
  }

  private var acts: HTML {
    element("section", .labelled(by: "acts")) {
      element("h2", .id("acts")) { language(.whatYouCanDo) }
      element("ul", .class("act-list")) {
        if view.isAhead, view.isOpen {
          li { link(view.path("calendar.ics"), "link") { language(.addToCalendar) } }
          if view.isConfirmed { li { link(view.path("move"), "link") { language(.moveMeeting) } } }
          li { link(view.path("cancel"), "link") { language(.cancelMeeting) } }
        } else if view.party == .client, !view.isAhead, view.status != "cancelled" {
          li { link(view.path("feedback"), "link") { language(.giveFeedback) } }
        } else if !view.hasDocument {
          li { language(.nothingToDo) }
        }
        if view.hasDocument {
          li {
            link(view.path("invoice"), "link") { language(view.party == .client ? .receiptTitle : .statementTitle) }
          }
        }
        for document in view.documents {
          li { link(view.path(of: document), "link") { InvoicePage.heading(document, language) } }
        }
        li {
          link(SitePath(language, "consultants", view.consultantSlug), "link") {
            language(.seeProfile, view.consultantName)
          }
        }
      }
    }
  }

  private var checklist: HTML {
    element("section", .labelled(by: "materials")) {
      element("h2", .id("materials")) { language(.materialsTitle) }
      element("form", .text("method", "post"), .action(view.path("materials"))) {
        void("input", .type("hidden"), .name("token"), .value(view.token))
        for item in view.checklist {
          div("choice") {
            void("input", .type("checkbox"), .id("item-\(item)"), .name("item"), .value(item))
            element("label", .text("for", "item-\(item)")) { item }
          }
        }
        div("flow-acts") {
          element("button", .class("button button-quiet"), .type("submit")) { language(.materialsSend) }
        }
      }
    }
  }

  private static func tone(_ status: String) -> String {
    switch status {
    case "cancelled", "no_show": "ended"
    case "pending_payment": "waiting"
    default: "good"
    }
  }

  private static func phrase(_ status: String) -> Phrase {
    switch status {
    case "pending_payment": .statusPending
    case "confirmed", "reminded": .statusConfirmed
    case "rescheduled": .statusRescheduled
    case "in_progress": .statusInProgress
    case "completed": .statusCompleted
    case "no_show": .statusNoShow
    default: .statusCancelled
    }
  }

  private static func payment(_ status: String) -> Phrase {
    switch status {
    case "paid": .paymentPaid
    case "failed": .paymentFailed
    case "refunded": .paymentRefunded
    case "disputed": .paymentDisputed
    default: .paymentPending
    }
  }
}
