import Testing

@testable import Executors
import Transport

@Suite struct FormEncodingTests {
  @Test(arguments: [
    ("plain-._~", "plain-._~"), ("a b", "a%20b"), ("a+b&c=d", "a%2Bb%26c%3Dd"), ("VLT/1", "VLT%2F1"),
    ("ü€", "%C3%BC%E2%82%AC"),
    ("\r\n", "%0D%0A"), ("%41", "%2541"), ("", ""),
  ])
  func valuesAreEscapedByteByByte(value: String, encoded: String) {
    #expect(FormFields([("k", value)]).encoded == "k=\(encoded)")
  }

  @Test func bracketsInNamesStayAndTheOrderIsThatGiven() {
    let form = FormFields([("metadata[booking]", "VLT-1"), ("payment_method_types[0]", "card"), ("amount", "100")])
    #expect(form.encoded == "metadata[booking]=VLT-1&payment_method_types[0]=card&amount=100")
  }

  @Test func aNameCannotSmuggleAnotherField() {
    #expect(FormFields([("a&b=c", "d")]).encoded == "a%26b%3Dc=d")
  }
}

@Suite struct DateTests {
  @Test func retryAfterIsReadAsSecondsAndAsDateAndIsBounded() {
    let now = instant("2026-03-03T09:00:00Z")
    func wait(_ value: String) -> Duration? {
      HTTPResponse(status: 429, headers: HTTPHeaders([("Retry-After", value)])).retryAfter(now: now)
    }
    #expect(wait("30") == .seconds(30))
    #expect(wait("Tue, 03 Mar 2026 09:01:00 GMT") == .seconds(60))
    #expect(wait("Tue, 03 Mar 2026 08:00:00 GMT") == nil)
    #expect(wait("99999999999") == .seconds(86_400))
    #expect(wait("soon") == nil)
  }
}
