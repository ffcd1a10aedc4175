import CEL
import Execution
import Secrets
import Testing
import Transport

@testable import Executors

@Suite struct LinkedInSandboxTests {
  @Test func aPostIsMadeOnceWhateverIsLost() async throws {
    try await RunningSandbox.with { sandbox in
      let request = stepRequest("social.post", ["text": "A talk about VLT-20260303-AB12", "author": nil])
      let done = await sandbox.linkedIn.outcome(request)
      #expect(done.data?["id"]?.stringValue?.hasPrefix("urn:li:share:") == true)
      try await sandbox.fault("posts.create", "reply_lost")
      #expect(await sandbox.linkedIn.outcome(request).brief == "unknown:connection_lost")
      // One each: nothing was repeated behind our back.
      #expect(try await sandbox.control(.get, "posts").listValue?.count == 2)
    }
  }

  @Test func aRefusedTokenAndARefusedVersionHaveTheirOwnCodes() async throws {
    try await RunningSandbox.with { sandbox in
      for (token, version, expected): (Secret, String, String) in [
        ("wrong", "202602", "retry:unauthorized"), ("linkedin-sandbox", "202411", "retry:version_inactive"),
      ] {
        let settings = LinkedInSettings(
          baseURL: sandbox.url, token: token, author: "urn:li:person:1", version: version, allowPlaintext: true)
        let outcome = await LinkedInExecutor(settings, transport: sandbox.client).outcome(
          stepRequest("social.post", ["text": "x", "author": nil]))
        #expect(outcome.brief == expected && outcome.isOurs)
      }
    }
  }
}
