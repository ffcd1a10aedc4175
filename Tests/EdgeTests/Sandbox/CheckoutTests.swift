import CEL
import CivilTime
import Testing

@testable import Sandbox

@Suite struct CheckoutTests {
  private static let form =
    "mode=payment&success_url=https://a.example/ok&cancel_url=https://a.example/no"
    + "&line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=1500"
    + "&line_items[0][price_data][product_data][name]=Talk&line_items[0][quantity]=2"
    + "&payment_intent_data[transfer_group]=VLT-1&payment_intent_data[metadata][booking]=VLT-1"

  @Test func aPageThatIsPaidIsCompleteAndItsPaymentIsTheGroups() throws {
    var bench = try Bench()
    let page = bench.stripe("POST", "checkout/sessions", Self.form)
    #expect(page.body["status"] == "open")
    #expect(page.body["amount_total"] == 3_000)
    #expect(page.body["payment_intent"] == .null)
    #expect(page.body["url"]?.stringValue?.contains(page.id) == true)
    #expect(page.body["success_url"] == "https://a.example/ok")
    let paid = bench.stripe(
      "POST", "payment_pages/\(page.id)/confirm", "payment_method=pm_card_visa&expected_amount=3000")
    #expect(paid.body["status"] == "complete")
    #expect(paid.body["payment_status"] == "paid")
    let intent = bench.stripe("GET", "payment_intents/\(paid.body["payment_intent"]?.stringValue ?? "")")
    #expect(intent.body["transfer_group"] == "VLT-1")
    #expect(intent.body["metadata"]?["booking"] == "VLT-1")
    #expect(
      try bench.deliver().suffix(4) == [
        "payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "checkout.session.completed",
      ])
    #expect(bench.stripe("POST", "checkout/sessions/\(page.id)/expire").status == 400)
  }

  /// Sends to the page as a browser does, and returns its answer.
  private func visit(
    _ bench: inout Bench, _ id: String, _ form: String? = nil
  ) -> (status: Int, to: String?, page: String) {
    let call = Call(method: form == nil ? "GET" : "POST", path: "/c/pay/\(id)", body: Array((form ?? "").utf8))
    guard case .answer(let answer) = bench.world.handle(call) else { return (0, nil, "") }
    return (
      answer.status, answer.headers.first { $0.name == "Location" }?.value, String(decoding: answer.body, as: UTF8.self)
    )
  }

  @Test func aPersonPaysOnThePageAndIsLedBack() throws {
    var bench = try Bench()
    let page = bench.stripe("POST", "checkout/sessions", Self.form)
    let first = visit(&bench, page.id)
    #expect(first.status == 200 && first.page.contains("30.00 EUR") && first.page.contains("Talk"))
    #expect(first.page.contains("href=\"https://a.example/no\"") && !first.page.contains("<script"))
    let declined = visit(&bench, page.id, "payment_method=pm_card_chargeDeclined")
    #expect(declined.status == 402 && declined.page.contains("Your card was declined"))
    let asked = visit(&bench, page.id, "payment_method=pm_card_authenticationRequired")
    #expect(asked.status == 200 && asked.page.contains("Your bank asks"))
    #expect(visit(&bench, page.id, "bank=no").status == 402)
    _ = visit(&bench, page.id, "payment_method=pm_card_authenticationRequired")
    let paid = visit(&bench, page.id, "bank=yes")
    #expect(paid.status == 303 && paid.to == "https://a.example/ok")
    #expect(try bench.deliver().suffix(2) == ["payment_intent.succeeded", "checkout.session.completed"])
    #expect(visit(&bench, page.id).page.contains("It has been paid already"))
    #expect(visit(&bench, page.id, "payment_method=pm_card_visa").status == 200)
    #expect(visit(&bench, "cs_none").status == 404)
  }

  @Test func nobodyPaysOnAPageThatHasEnded() throws {
    var bench = try Bench()
    let page = bench.stripe("POST", "checkout/sessions", Self.form)
    _ = bench.stripe("POST", "checkout/sessions/\(page.id)/expire")
    #expect(visit(&bench, page.id, "payment_method=pm_card_visa").page.contains("Its time is over"))
    #expect(try bench.deliver().last == "checkout.session.expired")
  }

  @Test func aPageExpiresByItselfOrOnRequest() throws {
    var bench = try Bench()
    let first = bench.stripe("POST", "checkout/sessions", Self.form)
    _ = bench.clock("2027-03-02T09:00:00Z")
    #expect(bench.stripe("GET", "checkout/sessions/\(first.id)").body["status"] == "expired")
    #expect(bench.stripe("POST", "payment_pages/\(first.id)/confirm", "payment_method=pm_card_visa").status == 400)
    #expect(bench.control("POST", "pay", ["session": .string(first.id)]).status == 400)
    let second = bench.stripe("POST", "checkout/sessions", Self.form)
    #expect(bench.stripe("POST", "checkout/sessions/\(second.id)/expire").body["url"] == .null)
    #expect(try bench.deliver().filter { $0 == "checkout.session.expired" }.count == 2)
  }

  @Test func aPageWithAnUnpaidAttemptTakesItsIntentAlongWhenItExpires() throws {
    var bench = try Bench()
    let page = bench.stripe("POST", "checkout/sessions", Self.form)
    let declined = bench.stripe("POST", "payment_pages/\(page.id)/confirm", "payment_method=pm_card_chargeDeclined")
    #expect(declined.status == 402)
    #expect(bench.stripe("GET", "checkout/sessions/\(page.id)").body["status"] == "open")
    _ = bench.stripe("POST", "checkout/sessions/\(page.id)/expire")
    #expect(try bench.deliver().suffix(2) == ["payment_intent.canceled", "checkout.session.expired"])
  }

  @Test(arguments: [
    ("DE89370400440532013000", "async_payment_succeeded", "paid"),
    ("DE62370400440532013001", "async_payment_failed", "unpaid"),
  ])
  func aDebitOnAPageIsDecidedLater(iban: String, event: String, status: String) throws {
    var bench = try Bench()
    let page = bench.stripe("POST", "checkout/sessions", Self.form + "&payment_method_types[]=sepa_debit")
    let method = bench.stripe("POST", "payment_methods", "type=sepa_debit&sepa_debit[iban]=\(iban)")
    let confirmed = bench.stripe("POST", "payment_pages/\(page.id)/confirm", "payment_method=\(method.id)")
    #expect(confirmed.body["status"] == "complete")
    #expect(confirmed.body["payment_status"] == "unpaid")
    #expect(try bench.deliver().last == "checkout.session.completed")
    _ = bench.clock("2027-03-06T09:00:00Z")
    #expect(try bench.deliver().last == "checkout.session.\(event)")
    #expect(bench.stripe("GET", "checkout/sessions/\(page.id)").body["payment_status"]?.stringValue == status)
  }

  @Test(arguments: ["1799", "86401"]) func aPageLivesFromHalfAnHourToADay(seconds: String) throws {
    var bench = try Bench()
    let expiry = bench.world.clock.now.seconds + (Int64(seconds) ?? 0)
    #expect(bench.stripe("POST", "checkout/sessions", Self.form + "&expires_at=\(expiry)").status == 400)
  }

  @Test func theClientOfAGroupPaysOnItsPage() throws {
    var bench = try Bench()
    _ = bench.stripe("POST", "checkout/sessions", Self.form)
    #expect(bench.control("POST", "pay", ["group": "VLT-1"]).body["status"] == "succeeded")
    #expect(try bench.deliver().last == "checkout.session.completed")
  }
}
