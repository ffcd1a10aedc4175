import CEL
import CivilTime
import Testing

@testable import Sandbox

@Suite struct SandboxControlTests {
  @Test func theClockNeverGoesBackward() throws {
    var bench = try Bench()
    #expect(bench.clock("2027-03-05T00:00:00Z").body["now"] == "2027-03-05T00:00:00Z")
    #expect(bench.clock("2027-03-04T00:00:00Z").body["now"] == "2027-03-05T00:00:00Z")
    #expect(bench.clock("yesterday").status == 400)
    bench.world.follow(wall: try Instant.parse("2030-01-01T00:00:00Z"))
    #expect(bench.world.clock.now.description == "2027-03-05T00:00:00Z")
  }

  @Test func withoutATestClockTheWallIsFollowed() throws {
    var bench = try Bench { $0.clock = nil }
    let later = try Instant.parse("2030-01-01T00:00:00Z")
    bench.world.follow(wall: later)
    bench.world.follow(wall: .epoch)
    #expect(bench.world.clock.now == later)
    #expect(bench.control("GET", "status").body["held"] == false)
  }

  @Test func theReportHasTheProvidersOwnNumbers() throws {
    var bench = try Bench()
    let (intent, charge) = try bench.paid(15_000)
    let transfer = bench.stripe(
      "POST", "transfers", "amount=8500&currency=eur&destination=acct_consultant&source_transaction=\(charge)")
    _ = bench.stripe("POST", "transfers/\(transfer.id)/reversals", "amount=500")
    _ = bench.stripe("POST", "refunds", "payment_intent=\(intent)&amount=1000")
    _ = bench.control("POST", "disputes", ["charge": .string(charge), "amount": 300])
    let report = bench.control("GET", "report", query: "reference=VLT-20270301-AB12").body
    #expect(report["payments"]?[0]?["amount_received"] == 15_000)
    #expect(report["payments"]?[0]?["amount_refunded"] == 1_000)
    #expect(report["transfers"]?[0]?["amount"] == 8_500)
    #expect(report["transfers"]?[0]?["amount_reversed"] == 500)
    #expect(report["reversals"]?[0]?["amount"] == 500)
    #expect(report["refunds"]?[0]?["status"] == "succeeded")
    #expect(report["disputes"]?[0]?["amount"] == 300)
    #expect(report["lead"] == .null)
    #expect(report["mails"] == [])
    #expect(bench.control("GET", "report").status == 400)
  }

  @Test func aResetForgetsAllButTheClockAndNoNameComesTwice() throws {
    var bench = try Bench()
    let (intent, _) = try bench.paid()
    _ = bench.clock("2027-04-01T00:00:00Z")
    _ = bench.control("POST", "reset")
    #expect(bench.stripe("GET", "payment_intents/\(intent)").status == 404)
    #expect(bench.world.clock.now.description == "2027-04-01T00:00:00Z")
    #expect(try bench.paid().intent != intent)
    #expect(bench.world.webhooks.endpoints.count == 1)
  }

  @Test func anUnknownControlCallSaysSo() throws {
    var bench = try Bench()
    #expect(bench.control("GET", "nonsense").status == 404)
    #expect(bench.control("POST", "faults", ["on": "x", "kind": "nonsense"]).error == "wrong")
    #expect(bench.control("POST", "pay", ["group": "VLT-0"]).status == 404)
    #expect(bench.send(Call(method: "POST", path: "/_sandbox/pay", body: Array("[".utf8)))?.error == "not_json")
  }

  @Test func aPayoutOfTheAccountIsAConnectEvent() throws {
    var bench = try Bench()
    _ = bench.control("POST", "accounts/acct_consultant", ["balance": 500])
    _ = try bench.deliver()
    #expect(bench.control("POST", "accounts/acct_consultant/payouts", ["status": "failed"]).body["status"] == "failed")
    #expect(try bench.deliver() == ["payout.failed"])
  }
}

@Suite struct FormTests {
  @Test func bracketsNest() throws {
    let fields = try FormBody.parse(
      "a=1&b%5Bc%5D=x+y&b[d]=%C3%BC&e[]=1&e[]=2&f[0][g]=3&f[0][h]=4&a=5".utf8)
    #expect(
      fields == [
        FormField(name: "a", value: .text("5")),
        FormField(
          name: "b",
          value: .map([FormField(name: "c", value: .text("x y")), FormField(name: "d", value: .text("ü"))])),
        FormField(name: "e", value: .list([.text("1"), .text("2")])),
        FormField(
          name: "f",
          value: .list([
            .map([FormField(name: "g", value: .text("3")), FormField(name: "h", value: .text("4"))])
          ])),
      ])
  }

  @Test(arguments: ["a[=1", "a]=1", "[a]=1", "=1", "a[b[c]]=1", "a[b][c][d][e][f][g][h][i][j][k]=1"])
  func malformedBracketsAreRefused(form: String) {
    #expect(throws: PaymentError.self) { try FormBody.parse(form.utf8) }
  }
}
