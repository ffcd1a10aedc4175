import CEL

/// The provider's page on which a client pays, `/c/pay/{session}`: a form without a script. In the place of a card's
/// number the client says how the card behaves, as the provider's test cards do by their numbers.
struct HostedPage {
  let call: Call
  let id: String

  /// The ways in which a payment can end, each with the provider's test method for it.
  private static let cards = [
    ("pm_card_visa", "A card that pays"), ("pm_card_chargeDeclined", "A card that is declined"),
    ("pm_card_authenticationRequired", "A card whose bank asks first"),
  ]
  private static let debits = [
    ("pm_sepa_debit", "An account that pays within days"), ("pm_failed_de", "An account whose bank returns the debit"),
  ]

  func handle(in world: inout World) -> Answer {
    world.payment.core.request = nil
    world.payment.core.idempotencyKey = nil
    guard let session = world.payment.pages.sessions[id] else {
      return Self.answer("There is no such page", "<p>Nobody can pay here.</p>", status: 404)
    }
    guard session.status == .open else { return ended(session) }
    guard call.method == "POST" else { return form(session, world.payment) }
    do throws(PaymentError) {
      try take(try Parameters(FormBody.parse(call.body)), session, &world.payment)
    } catch {
      return form(session, world.payment, fault: error.message)
    }
    guard let now = world.payment.pages.sessions[id] else { return form(session, world.payment) }
    return now.status == .open ? form(now, world.payment) : leave(now)
  }

  private func take(_ p: Parameters, _ session: CheckoutSession, _ payment: inout PaymentProvider) throws(PaymentError)
  {
    guard let answer = try p.text("bank") else {
      _ = try payment.confirmPage(id, p)
      return
    }
    guard let intent = session.intent else { throw .missing("payment_method") }
    try payment.pay(intent, answer == "yes" ? .succeed(nil) : .decline(.generic))
    if answer != "yes" { throw .refused("Your bank did not let the payment through.") }
  }

  // MARK: Pages

  private func form(_ session: CheckoutSession, _ payment: PaymentProvider, fault: String? = nil) -> Answer {
    let asksBank = session.intent.flatMap { payment.intents.intents[$0] }?.status == .requiresAction
    let title = asksBank ? "Your bank asks: is it you?" : "Pay \(Self.money(session))"
    var body = fault.map { "<p class=\"fault\" role=\"alert\">\(Self.text($0))</p>" } ?? ""
    body += "<ul>"
    for line in session.lines { body += "<li>\(Self.text(line.description))</li>" }
    body += "</ul><p>\(Self.money(session)) to a shop of the sandbox. No money moves.</p><form method=\"post\">"
    if asksBank {
      body += "<button name=\"bank\" value=\"yes\">Let it through</button> "
      body += "<button name=\"bank\" value=\"no\" class=\"quiet\">Refuse</button>"
    } else {
      let isDebit = session.methodTypes.contains { TestMethod.delayed.contains($0) }
      body += "<fieldset><legend>Pay with</legend>"
      for (index, (name, words)) in (isDebit ? Self.debits : Self.cards).enumerated() {
        body += "<p><input type=\"radio\" name=\"payment_method\" id=\"\(name)\" value=\"\(name)\""
        body += "\(index == 0 ? " checked" : "")> <label for=\"\(name)\">\(words)</label></p>"
      }
      body += "</fieldset><button>Pay</button>"
    }
    body += "</form>\(Self.back(session))"
    return Self.answer(title, body, status: fault == nil ? 200 : 402)
  }

  private func ended(_ session: CheckoutSession) -> Answer {
    let words = session.status == .complete ? "It has been paid already." : "Its time is over. Nothing was charged."
    let isPaid = session.status == .complete
    return Self.answer(
      "Nobody can pay here any more", "<p>\(words)</p>\(Self.back(session, isPaid: isPaid))", status: 200)
  }

  private func leave(_ session: CheckoutSession) -> Answer {
    var answer = Self.answer("Paid", "<p>Thank you.</p>\(Self.back(session, isPaid: true))", status: 200)
    guard let address = session.successURL else { return answer }
    answer.status = 303
    answer.set("Location", address.replacing("{CHECKOUT_SESSION_ID}", with: session.id))
    return answer
  }

  private static func back(_ session: CheckoutSession, isPaid: Bool = false) -> String {
    guard let address = isPaid ? session.successURL : session.cancelURL else { return "" }
    return "<p><a href=\"\(text(address))\">Back to the shop</a></p>"
  }

  private static func money(_ session: CheckoutSession) -> String {
    let (whole, rest) = (session.total / 100, session.total % 100)
    return "\(whole).\(rest < 10 ? "0" : "")\(rest) \(text(session.currency.uppercased()))"
  }

  private static func answer(_ title: String, _ body: String, status: Int) -> Answer {
    let page = """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(text(title)) – sandbox</title><style>\(style)</style></head>
      <body><main><p class="mark">Sandbox of the payment provider</p><h1>\(text(title))</h1>\(body)</main></body></html>

      """
    var answer = Answer(status: status, body: Array(page.utf8))
    answer.set("Content-Type", "text/html; charset=utf-8")
    answer.set("Cache-Control", "no-store")
    return answer
  }

  private static let style = """
    body{margin:0;font:1.05rem/1.5 system-ui,sans-serif;background:#f3f4f7;color:#1c2030}\
    main{max-width:30rem;margin:3rem auto;padding:2rem;background:#fff;border-radius:.75rem}\
    h1{font-size:1.5rem;line-height:1.2;margin:.25rem 0 1rem}.mark{margin:0;color:#4a5068;font-size:.9rem}\
    fieldset{border:1px solid #9aa1b8;border-radius:.5rem;margin:0 0 1rem}button{font:inherit;min-height:2.75rem;\
    padding:.5rem 1.5rem;border:0;border-radius:.5rem;background:#2a3f9d;color:#fff}\
    .quiet{background:#fff;color:#2a3f9d;border:1px solid #2a3f9d}.fault{color:#a3151f}a{color:#2a3f9d}
    """

  /// A text between tags or in a quoted attribute.
  private static func text(_ text: String) -> String {
    var out = ""
    for character in text {
      switch character {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      default: out.append(character)
      }
    }
    return out
  }
}
