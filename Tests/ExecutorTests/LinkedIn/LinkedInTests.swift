import CEL
import Execution
import Secrets
import Testing

@testable import Executors
import Transport

@Suite struct LinkedInTests {
  private func post(_ input: ValueMap, _ answer: ScriptedTransport.Answer) async -> (StepOutcome, HTTPRequest?) {
    let transport = ScriptedTransport([answer])
    let settings = LinkedInSettings(token: "t", author: "urn:li:person:1", version: "202602")
    let outcome = await LinkedInExecutor(settings, transport: transport).outcome(stepRequest("social.post", input))
    return (outcome, transport.requests.first)
  }

  @Test func aPostIsMadeOnceAndItsNameReturned() async throws {
    let (outcome, request) = await post(
      ["text": "Talk with (Anna) #ai"], .answer(201, "", [(name: "X-RestLi-Id", value: "urn:li:share:7")]))
    #expect(outcome == .done(["id": "urn:li:share:7"]))
    let sent = try #require(request)
    #expect(sent.mayRepeat == false)
    let headers = HTTPHeaders(sent.headers)
    #expect(headers["LinkedIn-Version"] == "202602")
    #expect(headers["X-Restli-Protocol-Version"] == "2.0.0")
    let body = try JSON.parse(sent.body)
    #expect(body["commentary"] == "Talk with \\(Anna\\) #ai")
    #expect(body["author"] == "urn:li:person:1")
    #expect(body["lifecycleState"] == "PUBLISHED")
  }

  @Test func onlyASureRefusalIsTriedAgain() async {
    for (answer, expected): (ScriptedTransport.Answer, String) in [
      (.answer(401), "retry:unauthorized"), (.answer(403), "retry:forbidden"), (.answer(422), "failed:rejected"),
      (.answer(409), "unknown:in_progress"),
      (.answer(429), "retry:rate_limited"), (.answer(503), "retry:provider_error"),
      (.answer(500), "unknown:provider_error"),
      (.lost, "unknown:connection_lost"), (.notSent, "retry:connect_failed"),
      (.answer(201), "unknown:unreadable_reply"),
    ] {
      #expect(await post(["text": "x"], answer).0.brief == expected)
    }
  }

  @Test func aFaultOfOurSettingsIsOneReportThatNamesTheSetting() async {
    for (status, body, code, setting) in [
      (426, "{\"code\":\"NONEXISTENT_VERSION\"}", "version_inactive", "executors.linkedin.version"),
      (400, "{\"code\":\"VERSION_MISSING\"}", "version_inactive", "executors.linkedin.version"),
      (401, "{\"code\":\"EXPIRED_ACCESS_TOKEN\"}", "unauthorized", "executors.linkedin.token"),
      (403, "{\"code\":\"ACCESS_DENIED\"}", "forbidden", "executors.linkedin.author"),
    ] {
      let outcome = await post(["text": "x"], .answer(status, body)).0
      #expect(outcome.brief == "retry:\(code)")
      #expect(outcome.isOurs && "\(outcome)".contains(setting), "\(outcome)")
    }
    // An author that the step names is the step's.
    let named = await post(["text": "x", "author": "urn:li:person:2"], .answer(403)).0
    #expect(named.brief == "failed:unauthorized" && !named.isOurs)
  }
}
