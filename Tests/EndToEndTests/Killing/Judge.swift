import CEL
import CivilTime
import Control

/// Compares what the counterparts saw, and what the store says, with what each booking was to become.
struct Judge {
  let rig: Rig
  let driver: KillDriver

  init(_ rig: Rig, _ driver: KillDriver) {
    self.rig = rig
    self.driver = driver
  }

  func findings(_ cast: [Actor]) throws -> [String] {
    var found: [String] = []
    for actor in cast {
      let report = try rig.report(actor.reference)
      let shown = try driver.call(ShowFamily(reference: ShortText(actor.reference))).answer
      for fault in money(actor, report) + mails(actor, report) + books(actor, shown) {
        found.append("\(actor.reference) (\(actor.fate.rawValue)): \(fault)")
      }
    }
    found += try house()
    return found
  }

  private func list(_ report: Value, _ name: String) -> [Value] { report[name]?.listValue ?? [] }

  private func money(_ actor: Actor, _ report: Value) -> [String] {
    let price = actor.order.price
    let payments = list(report, "payments").map {
      "\($0["status"]?.stringValue ?? "") \($0["amount_received"]?.intValue ?? -1) \($0["amount_refunded"]?.intValue ?? -1)"
    }
    let refunds = list(report, "refunds").map { "\($0["status"]?.stringValue ?? "") \($0["amount"]?.intValue ?? -1)" }
    let transfers = list(report, "transfers").map {
      "\($0["amount"]?.intValue ?? -1) to \($0["destination"]?.stringValue ?? ""), \($0["amount_reversed"]?.intValue ?? -1) back"
    }
    var expected: (payments: [String], refunds: [String], transfers: [String])
    switch actor.fate {
    case .completed:
      expected = (
        ["succeeded \(price) 0"], [], ["\(price * 85 / 100) to acct_\(actor.order.consultant), 0 back"]
      )
    case .clientCancels, .consultantCancels, .operatorCancels:
      expected = (["succeeded \(price) \(price)"], ["succeeded \(price)"], [])
    case .expires: expected = (["canceled 0 0"], [], [])
    }
    var found: [String] = []
    if payments != expected.payments { found.append("payments \(payments), expected \(expected.payments)") }
    if refunds != expected.refunds { found.append("refunds \(refunds), expected \(expected.refunds)") }
    if transfers != expected.transfers { found.append("transfers \(transfers), expected \(expected.transfers)") }
    if !list(report, "disputes").isEmpty || !list(report, "reversals").isEmpty { found.append("disputes or reversals") }
    return found
  }

  /// Each once: a copy has the Message-ID of the first, so that a reader sees one.
  private func mails(_ actor: Actor, _ report: Value) -> [String] {
    let own = list(report, "mails").map { $0["key"]?.stringValue ?? "" }
    let names = own.map { $0.split(separator: "/").dropFirst(2).prefix(3).joined(separator: "/") }.sorted()
    let paid = [
      "payment_link/client/1", "confirmation/client/1", "consultant_notice/consultant/1", "introduction/client/1",
    ]
    let off = ["cancelled/client/1", "cancelled/consultant/1", "apology/client/1"]
    let expected: [String]
    switch actor.fate {
    case .completed:
      expected =
        paid + [
          "preparation/client/1", "briefing/consultant/1", "client_is_ready/consultant/1", "reminder_1/client/1",
          "reminder_2/client/1", "summary/client/1", "feedback/client/1", "feedback_nudge/client/1",
          "payout/consultant/1",
        ]
    case .clientCancels: expected = paid + off
    case .consultantCancels, .operatorCancels: expected = paid + off + ["alternatives/client/1"]
    case .expires: expected = ["payment_link/client/1", "expired/client/1"]
    }
    return names == expected.sorted() ? [] : ["mails \(names), expected \(expected.sorted())"]
  }

  private func books(_ actor: Actor, _ shown: FamilyDetail) -> [String] {
    func balance(_ account: String) -> Int64 {
      shown.ledger.balances.first { $0.account == account }?.amount ?? 0
    }
    let price = actor.order.price
    let share = price * 85 / 100
    let expected: [(String, Int64)]
    switch actor.fate {
    case .completed: expected = [("held", 0), ("transferred", share), ("fee", price - share), ("refunded", 0)]
    case .expires: expected = [("held", 0), ("transferred", 0), ("fee", 0), ("refunded", 0)]
    default: expected = [("held", 0), ("transferred", 0), ("fee", 0), ("refunded", price)]
    }
    var found = expected.filter { balance($0.0) != $0.1 }.map { "\($0.0) is \(balance($0.0)), expected \($0.1)" }
    let root = shown.machines.first { $0.workflow == "booking" }
    if root?.view["stage"]?.stringValue != "closed" {
      found.append("not closed: \(shown.waits.map(\.for).joined(separator: "; "))")
    }
    return found
  }

  /// The findings that concern no single booking.
  private func house() throws -> [String] {
    var found: [String] = []
    let verified = try driver.call(VerifyStore())
    if !verified.answer.ok { found.append("store verify: \(JSON.text(verified.value))") }
    found += try driver.call(ListTasks()).answer.items.map { "a task: \($0)" }
    found += try driver.call(ListIncidents()).answer.items.map { "an incident: \($0)" }
    let counts = try rig.rows(
      "SELECT status, count(*) FROM task_states WHERE status NOT IN ('done', 'failed', 'stopped') GROUP BY status")
    if !counts.isEmpty { found.append("open steps: \(counts)") }
    let waiting = try rig.number("SELECT count(*) FROM inbox WHERE status <> 'consumed'")
    if waiting != 0 { found.append("\(waiting) events are not consumed") }
    let undelivered = try rig.provider("GET", "status")["undelivered"]?.intValue ?? -1
    if undelivered != 0 { found.append("\(undelivered) webhooks are not acknowledged") }
    return found
  }
}
