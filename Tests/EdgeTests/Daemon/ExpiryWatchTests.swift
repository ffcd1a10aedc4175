import CivilTime
import Execution
import Synchronization
import Testing

@testable import Daemon

/// Tokens and keys that end within a month are told, in one sentence for each; later ones are not.
@Suite struct ExpiryWatchTests {
  private func told(at now: String, _ expiries: [ExecutorExpiry]) throws -> [String] {
    let told = Mutex<[String]>([])
    let now = try Instant.parse(now)
    ExpiryWatch(expiries: expiries, now: { now }) { code, title in
      told.withLock { $0.append("\(code): \(title)") }
    }.look()
    return told.withLock { $0 }
  }

  @Test func whatEndsWithinAMonthIsTold() throws {
    let token = ExecutorExpiry(subject: "the token", at: try Instant.parse("2027-03-01T00:00:00Z"), cure: "renew it")
    #expect(try told(at: "2027-01-29T00:00:00Z", [token]) == [])
    #expect(
      try told(at: "2027-01-30T00:00:00Z", [token]) == [
        "executor-expires: the token ends 2027-03-01T00:00:00Z: renew it"
      ])
    #expect(try told(at: "2027-03-02T00:00:00Z", [token]).first?.contains("has ended") == true)
    #expect(try told(at: "2027-01-30T00:00:00Z", []) == [])
  }
}
