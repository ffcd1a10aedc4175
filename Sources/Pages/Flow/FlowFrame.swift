import CivilTime
import Locales

/// The frame of every step: where one is, the form, and beside it everything that was chosen.
struct FlowFrame {
  let view: FlowView
  let step: FlowStep

  private var language: SiteLanguage { view.language }

  func page(_ filled: Filled = Filled(), lead: String? = nil, @HTMLBuilder content: () -> HTML) -> Page {
    let inner = content()
    return Page(view.context, language(step.phrase), hasErrors: !filled.faults.isEmpty, layout: "flow") {
      progress
      div("flow-columns") {
        div("flow-main") {
          FormParts(language, filled).summary
          h1 { language(step.phrase) }
          if let lead { p("lede") { lead } }
          inner
        }
        summary
      }
    }
  }

  /// A form of this step. Each has the proof that it is ours.
  func form(_ act: String? = nil, _ look: String = "flow-form", @HTMLBuilder content: () -> HTML) -> HTML {
    element("form", .class(look), .text("method", "post"), .action(view.path(step)), .flag("novalidate")) {
      void("input", .type("hidden"), .name("token"), .value(view.token))
      if let act { void("input", .type("hidden"), .name("act"), .value(act)) }
      content()
    }
  }

  func submit(_ label: String) -> HTML {
    div("flow-acts") {
      element("button", .class("button"), .type("submit")) { label }
      if let before = FlowStep.allCases.last(where: { $0.number < step.number }) {
        link(view.path(before)) { language(.back) }
      } else {
        link(SitePath(language, "consultants", view.consultant.slug)) { language(.back) }
      }
    }
  }

  private var progress: HTML {
    element("nav", .class("progress"), .label(language(.progressLabel))) {
      element("ol") {
        for other in FlowStep.allCases {
          element(
            "li", .class(other == step ? "now" : other.number < step.number ? "past" : "ahead"),
            other == step ? .text("aria-current", "step") : nil
          ) {
            if other.number < step.number, step != .done {
              element("a", .href(view.path(other))) { language(other.phrase) }
            } else {
              element("span") { language(other.phrase) }
            }
          }
        }
      }
    }
  }

  private var summary: HTML {
    element("aside", .class("summary"), .labelled(by: "summary-title")) {
      element("h2", .id("summary-title")) { language(.yourBooking) }
      div("summary-who") {
        ConsultantCard.portrait(view.consultant)
        div("card-who") {
          p("summary-name") { view.consultant.name }
          p("card-title") { passage(view.consultant.title, on: language) }
        }
      }
      element("dl", .class("facts")) {
        if let offer = view.offer {
          fact(language(.serviceLabel)) {
            passage(offer.name, on: language)
            span("facts-more") { language(.minutes, String(offer.minutes)) }
          }
        }
        if let start = view.start { fact(language(.timeLabel)) { BothTimes(view: view).html(start) } }
        if let quote = view.preview, let start = view.previewStart {
          fact(language(.totalLabel)) {
            element("strong") { MoneyText.make(quote.total, quote.currency, language) }
            span("facts-more") { language(.includesTax) }
            span("facts-more") { language(.priceThen, WallText(language, view.zone).short(start)) }
          }
        } else if let quote = view.quote {
          fact(language(.totalLabel)) {
            element("strong") { MoneyText.make(quote.total, quote.currency, language) }
            span("facts-more") { language(.includesTax) }
          }
        } else if let offer = view.offer {
          fact(language(.priceLabel)) {
            language(.fromPrice, MoneyText.make(offer.base, offer.currency, language))
            span("facts-more") { language(.beforeTax) }
          }
        }
      }
      if step != .done { HoldClock(view: view).html }
    }
  }
}

extension FlowStep {
  var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A time on both clocks, if they differ.
struct BothTimes {
  let view: FlowView

  func html(_ start: Instant) -> HTML {
    let (own, theirs) = (WallText(view.language, view.zone), WallText(view.language, view.consultant.zone))
    return element("span") {
      own.full(start)
      if own.zone.rules.offset(at: start) != theirs.zone.rules.offset(at: start) {
        span("facts-more") { theirs.full(start) }
      }
    }
  }
}

/// Until when the time is held, as a time of day; a script counts the minutes besides.
struct HoldClock {
  let view: FlowView

  var html: HTML {
    guard let hold = view.hold else { return .empty }
    let language = view.language
    let isOver = hold.until <= view.context.now
    return element(
      "div", .class(isOver ? "hold is-over" : "hold"), .id("hold"), .text("data-until", String(hold.until.seconds)),
      .text("data-now", String(view.context.now.seconds))
    ) {
      if isOver {
        p { language(.holdOver) }
      } else {
        p {
          language(.heldUntil)
          HTML(" ")
          element("strong") {
            element("time", .text("datetime", "\(hold.until)")) { WallText(language, view.zone).clock(hold.until) }
          }
        }
        element("p", .class("hold-left"), .text("data-words", language(.minutesLeft))) { "" }
      }
    }
  }
}
