import CivilTime
import Encoding
import Testing

@Suite struct EncodingTests {
  @Test func onlyDigitsAfterTheLastSlashAreAGeneration() {
    for act in ["k", "k/fee", "k/fee/gross", "k/g", "k/g1", "", "k/g٣"] {
      #expect(KeyGeneration.act(of: KeyGeneration.key(act, generation: 12)) == act)
    }
    for key in ["", "k", "k/g", "k/fee/gross", "k/g1x", "k/g-1", "k/g٣", "k/g1/", "g1"] {
      #expect(KeyGeneration.act(of: key) == nil)
    }
  }

  /// RFC 4648 §10.
  private static let vectors = [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ]

  @Test(arguments: vectors)
  func base64FollowsItsVectors(plain: String, encoded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(plain.utf8))
    let bare = String(encoded.prefix { $0 != "=" })
    #expect(Base64.decode(bare, padding: .optional) == Array(plain.utf8))
    #expect(Base64.decode(bare) == (bare == encoded ? Array(plain.utf8) : nil))
    #expect(Base64.decodeLeniently("\r\n \(encoded)\r\n-".utf8) == Array(plain.utf8))
  }

  @Test(arguments: ["Zm9v=", "Zm=9", "Zm9v====", "Zm9-", "Z===", "Z", "Zm9vYh==", "Zm9vYh", "Zg=", "Zg==\n"])
  func base64ThatIsNotExactlyTheEncodingIsRefused(text: String) {
    #expect(Base64.decode(text) == nil)
    #expect(Base64.decode(text, padding: .optional) == nil)
  }

  @Test func everyByteHasTwoHexadecimalDigits() {
    let all = Array(UInt8.min ... .max)
    #expect(Hex.decode(Hex.encode(all)) == all)
    #expect(Hex.encode([0, 255, 160]) == "00ffa0")
    #expect(Hex.decode("00fFa0") == [0, 255, 160])
    for text in ["0", "0g", " 0", "٠٠"] { #expect(Hex.decode(text) == nil, "\(text)") }
  }

  @Test func percentEncodingKeepsUnreservedCharactersOnlyAndIsReadBack() {
    let text = "a-._~ /?&=%+ü€\r\n"
    #expect(PercentEncoding.encode(text) == "a-._~%20%2F%3F%26%3D%25%2B%C3%BC%E2%82%AC%0D%0A")
    #expect(PercentEncoding.encode("a/b", keeping: "/") == "a/b")
    #expect(PercentEncoding.decode(PercentEncoding.encode(text).utf8, plusIsSpace: true) == text)
    #expect(PercentEncoding.decode("a+b%2".utf8, plusIsSpace: false) == "a+b%2")
    #expect(PercentEncoding.decode("a+b%zz%41".utf8, plusIsSpace: true) == "a b%zzA")
  }

  @Test func datesOfHTTPAndOfMailAreWritten() throws {
    #expect(HTTPDate.text(try Instant.parse("1994-11-06T08:49:37Z")) == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(HTTPDate.text(try Instant.parse("1969-12-31T23:59:59.5Z")) == "Wed, 31 Dec 1969 23:59:59 GMT")
    #expect(HTTPDate.text(try Instant.parse("0800-01-01T00:00:00Z")).contains("01 Jan 0800 00:00:00"))
    #expect(HTTPDate.mail(try Instant.parse("2026-03-03T09:05:07.9Z")) == "Tue, 03 Mar 2026 09:05:07 +0000")
  }

  @Test func anHTTPDateIsReadAndNothingElseIs() throws {
    #expect(HTTPDate.parse("Tue, 03 Mar 2026 09:00:00 GMT") == (try Instant.parse("2026-03-03T09:00:00Z")))
    for bad in [
      "", "2026-03-03", "Tue, 30 Feb 2026 09:00:00 GMT", "Tue, 03 Mar 2026 09:00:00 CET",
      "Tuesday, 03-Mar-26 09:00:00 GMT",
    ] {
      #expect(HTTPDate.parse(bad) == nil, "\(bad)")
    }
  }
}
