import CEL
import EngineMessages
import Ingress
import Synchronization
import Testing

/// The pages for people: unsubscribing by one click, and the tasks of a party.
@Suite struct PageTests {
  private static var settings: IngressSettings {
    var settings = IngressHarness.settings
    settings.unsubscribeToken = { "token of \($0)" == "token of VLT-1" ? "t1" : "t2" }
    return settings
  }

  @Test func oneClickEndsMarketingMailsAndALookDoesNot() async throws {
    try await IngressHarness.with(Self.settings) { gateway in
      let look = try await gateway.send("GET", "/unsubscribe/VLT-1/t1")
      #expect(look.status == 200)
      #expect(look.body.contains("<form method=\"post\">"))
      #expect(gateway.receiver.events.isEmpty, "a program that looks at links must not unsubscribe anybody")
      let click = try await gateway.send(
        "POST", "/unsubscribe/VLT-1/t1", [("Content-Type", "application/x-www-form-urlencoded")],
        body: "List-Unsubscribe=One-Click")
      #expect(click.status == 200)
      let event = try #require(gateway.receiver.events.first)
      #expect(event.name == "unsubscribe" && event.role == "client" && event.reference == "VLT-1")
    }
  }

  @Test func anotherBookingsTokenUnsubscribesNobody() async throws {
    try await IngressHarness.with(Self.settings) { gateway in
      for path in ["/unsubscribe/VLT-1/t2", "/unsubscribe/VLT-2/t1", "/unsubscribe/VLT-1/x"] {
        let status = try await gateway.send("POST", path, body: "").status
        #expect(status == 404)
      }
      #expect(gateway.receiver.events.isEmpty)
    }
    try await IngressHarness.with { gateway in
      let status = try await gateway.send("POST", "/unsubscribe/VLT-1/t1", body: "").status
      #expect(status == 404)
    }
  }

  private static let task = PartyTask(
    number: 7, title: "Say <hello>", text: "a\nb", link: "https://linkedin.example/in/ada", due: "2030-01-08T00:00:00Z",
    form: [
      .init(name: "sent", type: "bool"), .init(name: "count", type: "int|null"),
      .init(name: "verdict", type: "deliver|refund"), .init(name: "words", type: "string|null"),
    ])

  @Test func aPartySeesItsTasksAndSettlesThem() async throws {
    let sink = RecordingSink()
    sink.state.withLock { $0.tasks = [Self.task] }
    try await IngressHarness.with(Self.settings, sink) { gateway in
      let page = try await gateway.send("GET", "/tasks/VLT-1?capability=client-secret")
      #expect(page.status == 200)
      #expect(page.body.contains("Say &lt;hello&gt;") && !page.body.contains("<hello>"))
      #expect(page.body.contains("href=\"https://linkedin.example/in/ada\""))
      #expect(page.body.contains("<html lang=\"en\">"))
      for name in ["sent", "count", "verdict", "words"] {
        #expect(page.body.contains("<label for=\"f7-\(name)\">"), "every field has its label")
      }
      let wrong = try await gateway.send(
        "POST", "/tasks/VLT-1?capability=client-secret", body: "task=7&act=done&field.sent=perhaps&field.verdict=refund"
      )
      #expect(wrong.status == 422 && wrong.body.contains("yes or no"))
      let done = try await gateway.send(
        "POST", "/tasks/VLT-1?capability=client-secret",
        body: "task=7&act=done&field.sent=true&field.count=&field.verdict=refund&field.words=two+w%C3%B6rds")
      #expect(done.status == 200 && done.body.contains("nothing to do"))
      let settled = sink.state.withLock { $0.settled }
      #expect(settled.count == 1)
      #expect(settled.first?.data == ["sent": true, "count": nil, "verdict": "refund", "words": "two wörds"])
      let again = try await gateway.send("POST", "/tasks/VLT-1?capability=client-secret", body: "task=7&act=decline")
      #expect(again.status == 409)
    }
  }

  @Test func aTaskIsDeclinedWithoutItsFields() async throws {
    let sink = RecordingSink()
    sink.state.withLock { $0.tasks = [Self.task] }
    try await IngressHarness.with(Self.settings, sink) { gateway in
      let status = try await gateway.send("POST", "/tasks/VLT-1?capability=client-secret", body: "task=7&act=decline")
        .status
      #expect(status == 200)
      #expect(sink.state.withLock { $0.settled }.first?.data == .null)
    }
  }

  @Test func aTaskIsGivenToTheOfficeByItsOwnerAlone() async throws {
    let sink = RecordingSink()
    sink.state.withLock { $0.tasks = [Self.task] }
    try await IngressHarness.with(Self.settings, sink) { gateway in
      let page = try await gateway.send("GET", "/tasks/VLT-1?capability=client-secret")
      #expect(page.body.contains("<button name=\"act\" value=\"delegate\" formnovalidate>"))
      let given = try await gateway.send("POST", "/tasks/VLT-1?capability=client-secret", body: "task=7&act=delegate")
      #expect(given.status == 200 && given.body.contains("our office takes care of it"))
      let delegated = sink.state.withLock { $0.delegated }
      #expect(delegated.count == 1)
      #expect(
        delegated.first?.task == 7 && delegated.first?.assignee == "operator" && delegated.first?.role == "client")
      let again = try await gateway.send("POST", "/tasks/VLT-1?capability=client-secret", body: "task=7&act=delegate")
      #expect(again.status == 409)
    }
  }

  @Test func aNumberInAFormHasItsBounds() async throws {
    let sink = RecordingSink()
    let field = PartyTask.Field(name: "percent", type: "int|null", least: 0, most: 100)
    sink.state.withLock {
      $0.tasks = [PartyTask(number: 8, title: "How much?", text: nil, link: nil, due: nil, form: [field])]
    }
    try await IngressHarness.with(Self.settings, sink) { gateway in
      let page = try await gateway.send("GET", "/tasks/VLT-1?capability=client-secret")
      #expect(page.body.contains("<input type=\"number\" step=\"1\" min=\"0\" max=\"100\" name=\"field.percent\""))
    }
  }

  @Test func nobodyElseSeesThem() async throws {
    try await IngressHarness.with(Self.settings) { gateway in
      for path in ["/tasks/VLT-1", "/tasks/VLT-1?capability=no", "/tasks/VLT-1?capability=other-secret"] {
        let status = try await gateway.send("GET", path).status
        #expect(status == 404)
      }
      let status = try await gateway.send("DELETE", "/tasks/VLT-1?capability=client-secret").status
      #expect(status == 405)
    }
  }
}
