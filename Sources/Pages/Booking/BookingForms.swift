public import CivilTime
import Locales

/// The pages of a booking on which something is done. Each says what will happen before it does.
struct BookingFrame {
  let view: BookingView
  let title: Phrase
  let act: String

  private var language: SiteLanguage { view.language }

  func page(_ filled: Filled, @HTMLBuilder content: () -> HTML) -> Page {
    Page(view.context, language(title), hasErrors: !filled.faults.isEmpty, layout: "narrow") {
      element("nav", .class("crumbs"), .label(language(.crumbsLabel))) {
        link(view.path()) { language(.bookingTitle, view.reference) }
      }
      FormParts(language, filled).summary
      h1 { language(title) }
      content()
    }
  }

  func form(_ label: String, _ look: String = "button", @HTMLBuilder content: () -> HTML) -> HTML {
    element("form", .class("flow-form"), .text("method", "post"), .action(view.path(act)), .flag("novalidate")) {
      void("input", .type("hidden"), .name("token"), .value(view.token))
      content()
      div("flow-acts") {
        element("button", .class(look), .type("submit")) { label }
        link(view.path()) { language(.leaveAsItIs) }
      }
    }
  }
}

/// Cancelling, with what is given back shown before.
public struct CancelPage {
  /// The booking that would be cancelled.
  public let view: BookingView
  /// The reason as it was filled in, with its faults.
  public let filled: Filled

  /// Creates the page from its fields. By default the form is empty.
  public init(_ view: BookingView, _ filled: Filled = Filled()) { (self.view, self.filled) = (view, filled) }

  /// The page, which shows the refund above the form.
  public var page: Page {
    let language = view.language
    let frame = BookingFrame(view: view, title: .cancelMeeting, act: "cancel")
    return frame.page(filled) {
      element("div", .class("panel")) {
        p("panel-title") { headline }
        p { language(explanation) }
      }
      frame.form(language(.cancelForGood), "button button-danger") {
        FormParts(language, filled).input(
          "reason", language(.reasonLabel), hint: language(.reasonHint), isOptional: true, isMultiline: true)
      }
    }
  }

  private var headline: String {
    let language = view.language
    guard let percent = view.refundPercent else { return language(.refundNothingPaid) }
    let amount = MoneyText.make(view.price * Int64(percent) / 100, view.currency, language)
    if view.party == .consultant { return language(.refundToClient) }
    return percent == 0 ? language(.refundNone) : language(.refundAll, amount)
  }

  private var explanation: Phrase {
    guard let percent = view.refundPercent else { return .refundNothingPaidText }
    if view.party == .consultant { return .refundToClientText }
    return percent == 0 ? .refundNoneText : .refundAllText
  }
}

/// Moving a meeting to another free time of the same consultant.
public struct MovePage {
  /// The booking that is moved.
  public let view: BookingView
  /// The form as it was sent; of it, only the fault of the field `start` is shown.
  public let filled: Filled
  /// The days to choose from, each with its free starts.
  public let days: [SlotDay]
  /// The first day of the week that is shown, in the reader's zone.
  public let from: LocalDate
  /// The first day of the week before; nil for no link to it.
  public let previous: LocalDate?
  /// The first day of the week after; nil for no link to it.
  public let next: LocalDate?
  /// True if the other side has to agree.
  public let needsConsent: Bool

  /// Creates the page from its fields.
  public init(
    _ view: BookingView, _ filled: Filled, days: [SlotDay], from: LocalDate, previous: LocalDate?, next: LocalDate?,
    needsConsent: Bool
  ) {
    (self.view, self.filled, self.days, self.from) = (view, filled, days, from)
    (self.previous, self.next, self.needsConsent) = (previous, next, needsConsent)
  }

  /// The page, with one form for all free times of the week.
  public var page: Page {
    let language = view.language
    let frame = BookingFrame(view: view, title: .moveMeeting, act: "move")
    let own = WallText(language, view.zone)
    return frame.page(filled) {
      p { language(.movedFrom, own.full(view.start)) }
      p { language(needsConsent ? .moveNeedsConsent : .moveAtOnce) }
      // A script puts another week here without asking for the page anew.
      element("div", .id("weeks")) {
        element("h2", .class("week-title"), .text("tabindex", "-1")) { language(.weekFrom, own.date(noon)) }
        if days.allSatisfy({ $0.starts.isEmpty }) {
          p("empty") { language(.noTimesThisWeek) }
        } else {
          frame.form(language(needsConsent ? .proposeTime : .moveToTime)) { times(own) }
        }
        element("nav", .class("pager"), .label(language(.weeksLabel))) {
          if let previous { week(previous, .previousWeek) }
          if let next { week(next, .nextWeek) }
        }
      }
    }
  }

  @HTMLBuilder private func times(_ own: WallText) -> HTML {
    if let fault = filled.fault("start") { element("p", .class("error"), .id("start-error")) { fault.message } }
    for day in days where !day.starts.isEmpty {
      element("fieldset", .class("day")) {
        element("legend") { own.date(day.starts[0]) }
        div("slots") { for start in day.starts { slot(start, own) } }
      }
    }
  }

  /// Noon of the first day, for its name.
  private var noon: Instant {
    LocalTime(hour: 12, minute: 0).flatMap { view.zone.rules.instant(of: LocalDateTime(date: from, time: $0)) }
      ?? .epoch
  }

  private func slot(_ start: Instant, _ own: WallText) -> HTML {
    let first = days.first { !$0.starts.isEmpty }?.starts.first
    let id = start == first ? "start" : "start-\(start.seconds)"
    return div("slot") {
      void("input", .type("radio"), .id(id), .name("start"), .value("\(start)"))
      element("label", .text("for", id)) { span("slot-time") { own.clock(start) } }
    }
  }

  private func week(_ date: LocalDate, _ phrase: Phrase) -> HTML {
    element("a", .class("button button-quiet"), .href(view.path("move").setting("from", "\(date)"))) {
      view.language(phrase)
    }
  }
}

/// The form on which the client rates the meeting.
public struct FeedbackPage {
  /// The booking that is rated.
  public let view: BookingView
  /// The rating, the text and the consent as they were filled in, with their faults.
  public let filled: Filled

  /// Creates the page from its fields. By default the form is empty.
  public init(_ view: BookingView, _ filled: Filled = Filled()) { (self.view, self.filled) = (view, filled) }

  /// The page, on which a rating is a number from 1 to 5.
  public var page: Page {
    let language = view.language
    let frame = BookingFrame(view: view, title: .giveFeedback, act: "feedback")
    let parts = FormParts(language, filled)
    return frame.page(filled) {
      frame.form(language(.sendFeedback)) {
        parts.radios(
          "rating", language(.ratingQuestion, view.consultantName),
          [
            .init(id: "5", label: HTML(language(.rating5))), .init(id: "4", label: HTML(language(.rating4))),
            .init(id: "3", label: HTML(language(.rating3))), .init(id: "2", label: HTML(language(.rating2))),
            .init(id: "1", label: HTML(language(.rating1))),
          ])
        parts.input("text", language(.feedbackLabel), isOptional: true, isMultiline: true)
        parts.checkbox("testimonial", HTML(language(.testimonialLabel)))
        parts.input("named", language(.testimonialNamed), hint: language(.testimonialNamedHint), isOptional: true)
      }
    }
  }
}
