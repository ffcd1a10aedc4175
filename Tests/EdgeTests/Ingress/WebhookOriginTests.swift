import EngineMessages
import Ingress
import Testing

/// A signature says who sent an event; whom it is about is another matter.
@Suite struct WebhookOriginTests {
  private static let ofOurs =
    #"{"id":"evt_1","type":"payment_intent.succeeded","livemode":false,"data":{"object":{"id":"pi_1"}}}"#
  private static let ofAnAccount = ofOurs.replacing(#"{"id":"evt_1""#, with: #"{"account":"acct_1","id":"evt_1""#)

  private static func account(_ id: String) -> String {
    #"{"id":"evt_2","type":"account.updated","livemode":false,"account":"acct_1","#
      + #""data":{"object":{"id":"\#(id)","object":"account"}}}"#
  }

  private static var apart: IngressSettings {
    var settings = IngressHarness.settings
    settings.webhooks = [
      WebhookSource(
        name: "stripe", scheme: .stripe, secrets: ["whsec_own"], connectSecrets: ["whsec_connect"], livemode: false)
    ]
    return settings
  }

  @Test func anEventAboutAConnectedAccountHasANameOfItsOwn() async throws {
    try await IngressHarness.with { gateway async throws in
      for body in [Self.ofOurs, Self.ofAnAccount.replacing("evt_1", with: "evt_3")] {
        #expect(try await gateway.stripe(body).status == 200)
      }
      #expect(gateway.receiver.events.map(\.name) == ["payment_intent.succeeded", "connect.payment_intent.succeeded"])
      #expect(gateway.receiver.events.map(\.source) == ["stripe", "stripe"])
    }
  }

  @Test(arguments: [#""account":"acct_1""#, #""account":{"id":"acct_1"}"#, #""account":7"#, #""account":"""#])
  func anyOtherAccountIsNotOurs(account: String) async throws {
    try await IngressHarness.with { gateway async throws in
      let body = Self.ofAnAccount.replacing(#""account":"acct_1""#, with: account)
      #expect(try await gateway.stripe(body).status == 200)
      #expect(gateway.receiver.events.map(\.name) == ["connect.payment_intent.succeeded"])
    }
  }

  @Test func anAccountThatIsNullIsOurs() async throws {
    try await IngressHarness.with { gateway async throws in
      let body = Self.ofAnAccount.replacing(#""account":"acct_1""#, with: #""account":null"#)
      #expect(try await gateway.stripe(body).status == 200)
      #expect(gateway.receiver.events.map(\.name) == ["payment_intent.succeeded"])
    }
  }

  @Test(arguments: [
    (Self.ofOurs, "whsec_own", ["payment_intent.succeeded"]), (Self.ofOurs, "whsec_connect", []),
    (Self.ofAnAccount, "whsec_own", []), (Self.ofAnAccount, "whsec_connect", ["connect.payment_intent.succeeded"]),
  ])
  func anEventThatCameToTheOtherEndpointIsDropped(body: String, secret: String, names: [String]) async throws {
    try await IngressHarness.with(Self.apart) { gateway async throws in
      #expect(try await gateway.stripe(body, secret: secret).status == 200)
      #expect(gateway.receiver.events.map(\.name) == names)
      #expect(gateway.tally.all.map(\.reason) == (names.isEmpty ? [.otherOrigin] : []))
      #expect(gateway.receiver.reports.isEmpty)
    }
  }

  @Test func aForgeryFitsNeitherEndpoint() async throws {
    try await IngressHarness.with(Self.apart) { gateway async throws in
      #expect(try await gateway.stripe(Self.ofOurs, secret: "whsec_guess").status == 400)
      #expect(gateway.receiver.events.isEmpty)
    }
  }

  @Test func anAccountTellsOfItselfOnly() async throws {
    try await IngressHarness.with { gateway async throws in
      #expect(try await gateway.stripe(Self.account("acct_2")).status == 200)
      #expect(gateway.receiver.events.isEmpty)
      #expect(gateway.tally.all.map(\.reason) == [.otherOrigin])
      #expect(try await gateway.stripe(Self.account("acct_1")).status == 200)
      #expect(gateway.receiver.events.map(\.name) == ["connect.account.updated"])
    }
  }
}
